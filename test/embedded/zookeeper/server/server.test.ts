import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { JuteWriter } from '../../../../source/embedded/zookeeper/protocol/bytes.ts';
import {
  opcodes,
  openAcl,
  readConnectResponse,
  readReplyHeader,
  writeConnectRequest,
  writeCreateRequest,
  writeCreateTtlRequest,
  writeMultiHeader,
} from '../../../../source/embedded/zookeeper/protocol/messages.ts';
import { snapshotPath } from '../../../../source/embedded/zookeeper/storage/snapshot-file.ts';
import { rawSession } from '../raw-session.ts';
import { serve, settle, until } from '../server-under-test.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function running(options: Parameters<typeof serve>[0] = {}) {
  const world = serve(options);
  cleanups.push(() => world.server.kill());
  return world;
}

async function ask(stream: Duplex, word: string): Promise<string> {
  stream.write(word);
  let text = '';
  for await (const piece of stream) text += piece;
  return text;
}

describe('server', () => {
  it('answers the allowed four-letter words, and says when one is not allowed', async () => {
    const { open, connect } = running({ fourLetterWords: ['ruok', 'srvr', 'stat', 'mntr', 'conf'] });
    const client = await connect();
    await client.create('/a', Buffer.from('1'), { ephemeral: true });
    expect(await ask(await open(), 'ruok')).toBe('imok');
    expect(await ask(await open(), 'srvr')).toMatch(
      /^Zookeeper version: 3\.6\.3-kafka-lab, .*\n[\s\S]*Zxid: 0x2\nMode: standalone\nNode count: 6\n$/,
    );
    expect(await ask(await open(), 'stat')).toMatch(
      /Clients:\n \/10\.244\.1\.2:\d+\[1\]\(queued=0,recved=2,sent=2\)/,
    );
    expect(await ask(await open(), 'mntr')).toContain('zk_ephemerals_count\t1\n');
    expect(await ask(await open(), 'conf')).toContain('maxSessionTimeout=40000\n');
    await client.close();
    const strict = running();
    expect(await ask(await strict.open(), 'ruok')).toBe(
      'ruok is not executed because it is not in the whitelist.\n',
    );
  });

  it('limits session timeouts to 2..20 ticks', async () => {
    const { connect } = running({ tickTime: 2000 });
    const [short, long] = [await connect(500), await connect(1_000_000)];
    expect(short.sessionTimeoutMs).toBe(4000);
    expect(long.sessionTimeoutMs).toBe(40_000);
    await Promise.all([short.close(), long.close()]);
  });

  it('refuses a session with a wrong password, and an unknown session', async () => {
    const { open } = running();
    const session = await rawSession(open);
    const welcome = readConnectResponse(await session.next());
    expect(welcome.sessionId).not.toBe(0n);
    for (const sessionId of [welcome.sessionId, 77n]) {
      const other = await rawSession(open, { sessionId, password: Buffer.alloc(16, 1) });
      expect(readConnectResponse(await other.next())).toMatchObject({ timeoutMs: 0, sessionId: 0n });
      await until(other.isEnded, 'the end of the refused connection');
    }
    const back = await rawSession(open, { sessionId: welcome.sessionId, password: welcome.password });
    expect(readConnectResponse(await back.next())).toMatchObject({
      timeoutMs: 6000,
      sessionId: welcome.sessionId,
    });
    await until(session.isEnded, 'the end of the earlier connection');
  });

  it('refuses a client that has seen a later zxid', async () => {
    const { open, log } = running();
    const session = await rawSession(open, { lastZxidSeen: 99n });
    await until(session.isEnded, 'the end of the connection');
    expect(log.join('\n')).toContain('has seen zxid 0x63, our last zxid is 0x0');
  });

  it('closes the connection on a frame above 1 MiB by its length alone', async () => {
    const { open } = running();
    const session = await rawSession(open);
    await session.next();
    session.stream.write(Buffer.from('00100000', 'hex'));
    await until(session.isEnded, 'the end of the connection');
  });

  it('responds UNIMPLEMENTED to nodes with a TTL, and to an unknown type before it closes', async () => {
    const { open } = running();
    const session = await rawSession(open);
    await session.next();
    const withTtl = new JuteWriter();
    writeCreateTtlRequest(withTtl, { path: '/c', data: null, acl: openAcl, flags: 5, ttl: 1000n });
    session.send(1, opcodes.createTTL, withTtl);
    session.send(2, 4242);
    for (const xid of [1, 2]) expect(readReplyHeader(await session.next())).toMatchObject({ xid, error: -6 });
    await until(session.isEnded, 'the end of the connection');
  });

  it('responds to a malformed body, and keeps the connection open', async () => {
    const { open } = running();
    const session = await rawSession(open);
    await session.next();
    session.send(1, opcodes.create, new JuteWriter().i32(77));
    session.send(2, opcodes.multi, new JuteWriter().i32(9999).bool(false).i32(0));
    session.send(3, opcodes.exists, new JuteWriter().string('/').bool(false));
    expect(readReplyHeader(await session.next())).toMatchObject({ xid: 1, error: -5 });
    expect(readReplyHeader(await session.next())).toMatchObject({ xid: 2, error: -5 });
    expect(readReplyHeader(await session.next())).toMatchObject({ xid: 3, error: 0 });
  });

  it('executes a transaction completely or not at all', async () => {
    const { open, connect } = running();
    const client = await connect();
    await client.create('/a', Buffer.from('1'));
    const session = await rawSession(open);
    await session.next();
    const multi = (version: number) => {
      const body = new JuteWriter();
      writeMultiHeader(body, opcodes.create, false, -1);
      writeCreateRequest(body, { path: '/a/b', data: null, acl: openAcl, flags: 0 });
      writeMultiHeader(body, opcodes.check, false, -1);
      body.string('/a').i32(version);
      writeMultiHeader(body, opcodes.setData, false, -1);
      body.string('/a').buffer(Buffer.from('2')).i32(-1);
      writeMultiHeader(body, -1, true, -1);
      return body;
    };
    session.send(1, opcodes.multi, multi(7));
    const failed = await session.next();
    expect(readReplyHeader(failed)).toMatchObject({ xid: 1, error: 0 });
    const results = [0, 1, 2].map(() => [failed.i32(), failed.bool(), failed.i32(), failed.i32()]);
    expect(results).toEqual([
      [-1, false, 0, 0],
      [-1, false, -103, -103],
      [-1, false, -2, -2],
    ]);
    expect(await client.exists('/a/b')).toBeUndefined();
    session.send(2, opcodes.multi, multi(0));
    const done = await session.next();
    expect(readReplyHeader(done)).toMatchObject({ xid: 2, error: 0 });
    expect([done.i32(), done.bool(), done.i32(), done.string()]).toEqual([1, false, 0, '/a/b']);
    expect((await client.getData('/a')).data.toString()).toBe('2');
    await client.close();
  });

  it('answers pings of others while a long transaction is under way, with the zxid before it', async () => {
    const { open } = running();
    const [busy, idle] = [await rawSession(open), await rawSession(open)];
    await busy.next();
    await idle.next();
    const body = new JuteWriter();
    for (let index = 0; index < 9000; index++) {
      writeMultiHeader(body, opcodes.create, false, -1);
      writeCreateRequest(body, { path: `/n${index}`, data: null, acl: openAcl, flags: 0 });
    }
    writeMultiHeader(body, opcodes.error, true, -1);
    busy.send(1, opcodes.multi, body);
    busy.send(-2, opcodes.ping);
    idle.send(-2, opcodes.ping);
    const pong = readReplyHeader(await idle.next());
    expect(busy.frames).toHaveLength(0);
    expect(pong).toMatchObject({ xid: -2, zxid: 2n, error: 0 });
    // Reads and one's own pings wait.
    idle.send(1, opcodes.getAllChildrenNumber, new JuteWriter().string('/'));
    const read = await idle.next();
    expect(readReplyHeader(read)).toMatchObject({ xid: 1, zxid: 3n, error: 0 });
    expect(read.i32()).toBe(9003);
    expect(readReplyHeader(await busy.next())).toMatchObject({ xid: 1, zxid: 3n, error: 0 });
    expect(readReplyHeader(await busy.next())).toMatchObject({ xid: -2, zxid: 3n });
  });

  it('keeps nodes and sessions across a restart if it has a directory', async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'zookeeper-'));
    cleanups.push(() => rmSync(dataDirectory, { recursive: true, force: true }));
    const first = serve({ dataDirectory });
    const client = await first.connect();
    await client.create('/kept', Buffer.from('value'));
    await client.create('/kept/e-', Buffer.alloc(0), { ephemeral: true, sequential: true });
    const session = client.sessionId;
    client.drop();
    first.server.kill();
    expect(await first.server.exited).toEqual({ exitCode: 137, signal: 'SIGKILL' });
    const second = running({ dataDirectory });
    const other = await second.connect();
    expect((await other.getData('/kept')).data.toString()).toBe('value');
    expect((await other.exists('/kept/e-0000000000'))?.ephemeralOwner).toBe(session);
    expect(await other.create('/kept/e-', Buffer.alloc(0), { sequential: true })).toBe('/kept/e-0000000001');
    await other.close();
  });

  it('exits with 1 on a snapshot that it cannot read, and leaves the file unchanged', async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'zookeeper-'));
    cleanups.push(() => rmSync(dataDirectory, { recursive: true, force: true }));
    const first = serve({ dataDirectory });
    await (await first.connect()).close();
    first.server.terminate();
    expect(await first.server.exited).toEqual({ exitCode: 143 });
    writeFileSync(snapshotPath(dataDirectory), '{"format":"other"}');
    const second = serve({ dataDirectory });
    expect(await second.server.exited).toEqual({ exitCode: 1 });
    expect(second.log.at(-1)).toContain('is not a snapshot');
    expect(readFileSync(snapshotPath(dataDirectory), 'utf8')).toBe('{"format":"other"}');
  });

  it('accepts only the configured number of connections from one address', async () => {
    const { open, log } = running({ maxClientConnections: 2 });
    const [first, second, third] = [await rawSession(open), await rawSession(open), await rawSession(open)];
    await first.next();
    await second.next();
    await until(third.isEnded, 'the end of the third connection');
    expect(log.at(-1)).toMatch(/WARN Too many connections from \/10\.244\.1\.2 - max is 2/);
  });

  it('survives hostile bytes: each connection ends or gets a response, and the server continues', async () => {
    const { open, connect } = running();
    let seed = 20_261_122;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    const types = [...Object.values(opcodes), 0, 999];
    for (let round = 0; round < 300; round++) {
      const stream = await open();
      stream.on('error', () => undefined).resume();
      if (round % 3 > 0) {
        const first = new JuteWriter();
        const request = {
          protocolVersion: 0,
          lastZxidSeen: 0n,
          timeoutMs: 6000,
          sessionId: 0n,
          readOnly: false,
        };
        writeConnectRequest(first, { ...request, password: Buffer.alloc(16) });
        stream.write(first.frame());
      }
      for (let count = 0; count < 5; count++) {
        const noise = Buffer.from(
          Array.from({ length: random(60) }, () => (random(3) === 0 ? random(256) : random(3))),
        );
        const type = types[random(types.length)]!;
        stream.write(new JuteWriter().i32(random(100)).i32(type).raw(noise).frame());
      }
      if (random(2) === 0)
        stream.write(Buffer.from([random(256), random(256), random(256), random(256), 1, 2, 3]));
      await settle();
      stream.destroy();
    }
    const client = await connect();
    expect(await client.exists('/zookeeper')).toBeDefined();
    await client.close();
  });
});
