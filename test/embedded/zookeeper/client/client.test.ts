import type { Duplex } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { connectZooKeeper } from '../../../../source/embedded/zookeeper/client/client.ts';
import { parseConnectString } from '../../../../source/embedded/zookeeper/client/connect-string.ts';
import type { WatchedEvent } from '../../../../source/embedded/zookeeper/client-api.ts';
import { JuteWriter } from '../../../../source/embedded/zookeeper/protocol/bytes.ts';
import {
  writeConnectResponse,
  writeReplyHeader,
} from '../../../../source/embedded/zookeeper/protocol/messages.ts';
import { serve, settle, until } from '../server-under-test.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function running() {
  const world = serve();
  cleanups.push(() => world.server.kill());
  return world;
}

describe('client', () => {
  it('creates, reads, changes and deletes, and reports errors by name', async () => {
    const { connect } = running();
    const client = await connect();
    expect(await client.create('/a', Buffer.from('one'))).toBe('/a');
    await client.create('/a/b', Buffer.alloc(0));
    expect((await client.getChildren('/a')).children).toEqual(['b']);
    expect((await client.setData('/a', Buffer.from('two'), 0)).version).toBe(1);
    expect((await client.getData('/a')).data.toString()).toBe('two');
    await expect(client.setData('/a', Buffer.from('x'), 0)).rejects.toMatchObject({
      code: 'BADVERSION',
      path: '/a',
    });
    await expect(client.create('/a', Buffer.alloc(0))).rejects.toMatchObject({ code: 'NODEEXISTS' });
    await expect(client.delete('/a')).rejects.toMatchObject({ code: 'NOTEMPTY' });
    await expect(client.getData('/none')).rejects.toMatchObject({ code: 'NONODE' });
    await expect(client.getData('none')).rejects.toMatchObject({ code: 'BADARGUMENTS' });
    await client.delete('/a/b');
    await client.delete('/a', 1);
    expect(await client.exists('/a')).toBeUndefined();
    await client.close();
  });

  it('fires each watch once, for what it watches', async () => {
    const { connect } = running();
    const [client, other] = [await connect(), await connect()];
    const seen: string[] = [];
    const note = (name: string) => (event: WatchedEvent) => seen.push(`${name} ${event.type} ${event.path}`);
    await client.exists('/a', note('exists'));
    await client.getChildren('/', note('children'));
    await other.create('/a', Buffer.alloc(0));
    await until(() => seen.length === 2);
    expect(seen.splice(0).sort()).toEqual(['children NodeChildrenChanged /', 'exists NodeCreated /a']);
    await client.getData('/a', note('data'));
    await client.getChildren('/a', note('children'));
    await other.setData('/a', Buffer.from('1'));
    await other.setData('/a', Buffer.from('2'));
    await other.delete('/a');
    await until(() => seen.length === 2);
    await settle();
    expect(seen).toEqual(['data NodeDataChanged /a', 'children NodeDeleted /a']);
    await Promise.all([client.close(), other.close()]);
  });

  it('reconnects within its session when the connection breaks, and receives what it missed', async () => {
    const { open, connect } = running();
    let wire: Duplex | undefined;
    let reachable = true;
    const client = await connectZooKeeper({
      connectString: 'a:2181,b:2181',
      sessionTimeoutMs: 10_000,
      open: async () => {
        if (!reachable) throw new Error('refused');
        wire = await open();
        return wire;
      },
    });
    const other = await connect();
    const session = client.sessionId;
    const seen: string[] = [];
    await client.create('/mine', Buffer.from('1'), { ephemeral: true });
    await client.getData('/mine', (event) => seen.push(event.type));
    await client.exists('/later', (event) => seen.push(event.type));
    await client.exists('/never', (event) => seen.push(event.type));
    reachable = false;
    wire?.destroy();
    await settle();
    await other.setData('/mine', Buffer.from('2'));
    await other.create('/later', Buffer.alloc(0));
    const waiting = client.getData('/mine');
    reachable = true;
    expect((await waiting).data.toString()).toBe('2');
    expect(client.sessionId).toBe(session);
    await until(() => seen.length === 2);
    expect(seen.splice(0).sort()).toEqual(['NodeCreated', 'NodeDataChanged']);
    await other.create('/never', Buffer.alloc(0));
    await until(() => seen.length === 1);
    await Promise.all([client.close(), other.close()]);
  });

  it('works under a chroot, and its watches report paths relative to it', async () => {
    const { connect } = running();
    const plain = await connect();
    await plain.create('/kafka', Buffer.alloc(0));
    const client = await connect(18_000, 'localhost:2181/kafka');
    const seen: unknown[] = [];
    await client.getChildren('/', (event) => seen.push(event.path));
    expect(await client.create('/a', Buffer.alloc(0))).toBe('/a');
    await until(() => seen.length === 1);
    expect(seen).toEqual(['/']);
    expect((await plain.getChildren('/kafka')).children).toEqual(['a']);
    await Promise.all([client.close(), plain.close()]);
  });

  it('reports CONNECTIONLOSS if no server responds within the session timeout, and stops on request', async () => {
    const open = () => Promise.reject(new Error('refused'));
    const options = { connectString: 'localhost:2181', open };
    await expect(connectZooKeeper({ ...options, sessionTimeoutMs: 120 })).rejects.toMatchObject({
      code: 'CONNECTIONLOSS',
    });
    const control = new AbortController();
    const trying = connectZooKeeper({ ...options, sessionTimeoutMs: 60_000, signal: control.signal });
    control.abort(new Error('enough'));
    await expect(trying).rejects.toThrow('enough');
  });

  it('loses its session if the server is away for the session timeout', async () => {
    const { server, connect } = serve({ tickTime: 50 });
    const client = await connect(100);
    server.kill();
    expect(await client.closed).toBe('lost');
  });

  it('closes the connection on bytes that are not a reply', async () => {
    const { network } = running();
    network.listen('10.244.1.2', 9999, (stream) => {
      stream.on('error', () => undefined).resume();
      stream.write('HTTP/1.1 400 Bad Request\r\n\r\n');
    });
    const open = () => network.connect('10.244.1.2', 'localhost', 9999);
    await expect(
      connectZooKeeper({ connectString: 'localhost:9999', sessionTimeoutMs: 150, open }),
    ).rejects.toMatchObject({ code: 'CONNECTIONLOSS' });
  });

  it('fails a request whose reply cannot be read, and does not leave it waiting', async () => {
    const { network } = running();
    network.listen('10.244.1.2', 9998, (stream) => {
      stream.on('error', () => undefined);
      let asked = 0;
      stream.on('data', (piece: Buffer) => {
        const writer = new JuteWriter();
        if (asked++ === 0) {
          const session = { protocolVersion: 0, timeoutMs: 300, sessionId: 7n, readOnly: false };
          writeConnectResponse(writer, { ...session, password: Buffer.alloc(16) });
        } else {
          writeReplyHeader(writer, { xid: piece.readInt32BE(4), zxid: 1n, error: 0 });
          writer.i32(0x7fffffff);
        }
        stream.write(writer.frame());
      });
    });
    const open = () => network.connect('10.244.1.2', 'localhost', 9998);
    const client = await connectZooKeeper({ connectString: 'localhost:9998', sessionTimeoutMs: 300, open });
    await expect(client.getData('/a')).rejects.toMatchObject({ code: 'MARSHALLINGERROR' });
    client.drop();
  });
});

describe('connect string', () => {
  it('has hosts, ports and a chroot', () => {
    expect(parseConnectString('zk-0:2182,[fd00::1]:2183,zk-2/a/b')).toEqual({
      hosts: [
        { host: 'zk-0', port: 2182 },
        { host: 'fd00::1', port: 2183 },
        { host: 'zk-2', port: 2181 },
      ],
      chroot: '/a/b',
    });
    for (const wrong of ['', 'a:b', 'a:0', 'a:99999', 'a,,b', 'a//b']) {
      expect(() => parseConnectString(wrong), wrong).toThrow(
        expect.objectContaining({ code: 'BADARGUMENTS' }),
      );
    }
  });
});

it('clients of an ensemble all went to its first server: now they spread over all', async () => {
  const firsts = new Set<string>();
  const refuse = async () => {
    let isFirst = true;
    const open = (host: string): Promise<Duplex> => {
      if (isFirst) firsts.add(host);
      isFirst = false;
      return Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    };
    const options = { connectString: 'one:2181,two:2181,three:2181', sessionTimeoutMs: 20, open };
    await expect(connectZooKeeper(options)).rejects.toMatchObject({ code: 'CONNECTIONLOSS' });
  };
  // The chance that one of three servers is never the first is one in ten million.
  await Promise.all(Array.from({ length: 40 }, refuse));
  expect([...firsts].sort()).toEqual(['one', 'three', 'two']);
});
