import { afterEach, describe, expect, it } from 'vitest';
import { JuteWriter } from '../../../../source/embedded/zookeeper/protocol/bytes.ts';
import {
  type Acl,
  opcodes,
  openAcl,
  readAcl,
  readReplyHeader,
  writeAcl,
  writeCreateRequest,
  writeMultiHeader,
} from '../../../../source/embedded/zookeeper/protocol/messages.ts';
import { digestOf } from '../../../../source/embedded/zookeeper/server/identities.ts';
import { rawSession } from '../raw-session.ts';
import { serve, until } from '../server-under-test.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** Sends a request, and returns the error and the rest of the reply. */
async function client(open: ReturnType<typeof serve>['open']) {
  const session = await rawSession(open);
  await session.next();
  let xid = 0;
  const ask = async (type: number, body: JuteWriter) => {
    session.send(++xid, type, body);
    const reader = await session.next();
    return { error: readReplyHeader(reader).error, reader };
  };
  return {
    session,
    ask,
    auth: async (scheme: string, text: string) => {
      session.send(-4, opcodes.auth, new JuteWriter().i32(0).string(scheme).buffer(Buffer.from(text)));
      return readReplyHeader(await session.next());
    },
    create: async (path: string, acl: readonly Acl[]) => {
      const body = new JuteWriter();
      writeCreateRequest(body, { path, data: null, acl, flags: 0 });
      return (await ask(opcodes.create, body)).error;
    },
    get: async (path: string) =>
      (await ask(opcodes.getData, new JuteWriter().string(path).bool(false))).error,
    children: async (path: string) =>
      (await ask(opcodes.getChildren2, new JuteWriter().string(path).bool(false))).error,
    exists: async (path: string) =>
      (await ask(opcodes.exists, new JuteWriter().string(path).bool(false))).error,
    count: async (path: string) =>
      (await ask(opcodes.getAllChildrenNumber, new JuteWriter().string(path))).error,
    set: async (path: string) =>
      (await ask(opcodes.setData, new JuteWriter().string(path).buffer(null).i32(-1))).error,
    delete: async (path: string) => (await ask(opcodes.delete, new JuteWriter().string(path).i32(-1))).error,
    getAcl: async (path: string) => {
      const { error, reader } = await ask(opcodes.getACL, new JuteWriter().string(path));
      return error === 0 ? readAcl(reader) : error;
    },
    setAcl: async (path: string, acl: readonly Acl[], version = -1) => {
      const body = new JuteWriter().string(path);
      writeAcl(body, acl);
      return (await ask(opcodes.setACL, body.i32(version))).error;
    },
  };
}

const [noAuth, invalidAcl, badVersion] = [-102, -114, -103];

describe('ACLs', () => {
  const world = () => {
    const started = serve();
    cleanups.push(() => started.server.kill());
    return started;
  };
  const ownerOnly: readonly Acl[] = [{ permissions: 31, scheme: 'auth', id: '' }];

  it('apply to every operation: read, write, create and delete below, admin', async () => {
    const { open } = world();
    const [owner, other] = [await client(open), await client(open)];
    expect(await owner.create('/a', ownerOnly)).toBe(invalidAcl);
    expect(await owner.auth('digest', 'u:p')).toEqual({ xid: -4, zxid: 0n, error: 0 });
    expect(await owner.create('/a', ownerOnly)).toBe(0);
    expect(await owner.create('/a/b', openAcl)).toBe(0);
    for (const ask of ['get', 'children', 'count', 'set', 'getAcl'] as const)
      expect(await other[ask]('/a'), ask).toBe(noAuth);
    expect(await other.setAcl('/a', openAcl)).toBe(noAuth);
    expect(await other.create('/a/c', openAcl)).toBe(noAuth);
    expect(await other.delete('/a/b')).toBe(noAuth);
    // A client without read permission may check whether a node exists; permission to delete it comes from its parent.
    expect(await other.exists('/a')).toBe(0);
    expect(await owner.delete('/a/b')).toBe(0);
    expect(await other.delete('/a')).toBe(0);
  });

  it('are readable with read or admin permission, with the hashes of others only for admins', async () => {
    const { open } = world();
    const [owner, other] = [await client(open), await client(open)];
    await owner.auth('digest', 'u:p');
    const readable = [{ permissions: 1, scheme: 'world', id: 'anyone' }, ...ownerOnly];
    await owner.create('/a', readable);
    const hash = digestOf('u:p');
    expect(await owner.getAcl('/a')).toEqual([readable[0], { permissions: 31, scheme: 'digest', id: hash }]);
    expect(await other.getAcl('/a')).toEqual([readable[0], { permissions: 31, scheme: 'digest', id: 'u:x' }]);
    expect(await owner.setAcl('/a', openAcl, 3)).toBe(badVersion);
    expect(await owner.setAcl('/a', [], 0)).toBe(invalidAcl);
    expect(await owner.setAcl('/a', openAcl, 0)).toBe(0);
    expect(await other.set('/a')).toBe(0);
  });

  it('fail a transaction as a whole', async () => {
    const { open } = world();
    const [owner, other] = [await client(open), await client(open)];
    await owner.auth('digest', 'u:p');
    await owner.create('/a', ownerOnly);
    const body = new JuteWriter();
    writeMultiHeader(body, opcodes.create, false, -1);
    writeCreateRequest(body, { path: '/mine', data: null, acl: openAcl, flags: 0 });
    writeMultiHeader(body, opcodes.check, false, -1);
    body.string('/a').i32(-1);
    writeMultiHeader(body, -1, true, -1);
    const { error, reader } = await other.ask(opcodes.multi, body);
    expect(error).toBe(0);
    const results = [0, 1].map(() => [reader.i32(), reader.bool(), reader.i32(), reader.i32()]);
    expect(results).toEqual([
      [-1, false, 0, 0],
      [-1, false, noAuth, noAuth],
    ]);
    expect(await owner.exists('/mine')).toBe(-101);
  });

  it('close the connection of a client that fails to authenticate, after they report it', async () => {
    const { open, log } = world();
    for (const scheme of ['x509', 'sasl', 'nobody']) {
      const someone = await client(open);
      expect(await someone.auth(scheme, 'a:b')).toEqual({ xid: -4, zxid: 0n, error: -115 });
      await until(someone.session.isEnded, 'the end of the connection');
    }
    expect(log.join('\n')).toContain('No authentication provider for scheme: x509 has ip digest');
  });

  it('protect the node of the configuration', async () => {
    const { open } = world();
    const someone = await client(open);
    expect(await someone.get('/zookeeper/config')).toBe(0);
    expect(await someone.set('/zookeeper/config')).toBe(noAuth);
    expect(await someone.getAcl('/zookeeper/config')).toEqual([
      { permissions: 1, scheme: 'world', id: 'anyone' },
    ]);
  });

  it('were logged so long that no server could read its log: auth in every part of a transaction', async () => {
    const { open } = world();
    const someone = await client(open);
    for (let user = 0; user < 300; user++) await someone.auth('digest', `u${user}:p`);
    const body = new JuteWriter();
    for (let part = 0; part < 500; part++) {
      writeMultiHeader(body, opcodes.create, false, -1);
      writeCreateRequest(body, { path: '/n', data: null, acl: ownerOnly, flags: 0 });
      writeMultiHeader(body, opcodes.delete, false, -1);
      body.string('/n').i32(-1);
    }
    writeMultiHeader(body, -1, true, -1);
    const { error, reader } = await someone.ask(opcodes.multi, body);
    expect(error).toBe(0);
    const results = Array.from({ length: 1000 }, () => [
      reader.i32(),
      reader.bool(),
      reader.i32(),
      reader.i32(),
    ]);
    expect(results.filter(([, , code]) => code === -125)).toHaveLength(1);
    expect(await someone.exists('/n')).toBe(-101);
  });

  it('are shown alike however often they are asked for, the hashes only to who may set them', async () => {
    const { open } = world();
    const [owner, other] = [await client(open), await client(open)];
    await owner.auth('digest', 'u:p');
    const own = { permissions: 31, scheme: 'digest', id: digestOf('u:p') };
    const long = Array.from({ length: 2000 }, (_, index) => ({
      permissions: 1,
      scheme: 'digest',
      id: `v${index}:h`,
    }));
    const everyone = { permissions: 1, scheme: 'world', id: 'anyone' };
    const acl = [own, ...long, everyone];
    expect(await owner.create('/a', acl)).toBe(0);
    const hidden = acl.map((entry) =>
      entry.scheme === 'digest' ? { ...entry, id: entry.id.replace(/:.*/, ':x') } : entry,
    );
    for (let round = 0; round < 2; round++) {
      expect(await owner.getAcl('/a')).toEqual(acl);
      expect(await other.getAcl('/a')).toEqual(hidden);
    }
    expect(await owner.setAcl('/a', [own, everyone])).toBe(0);
    expect(await owner.getAcl('/a')).toEqual([own, everyone]);
  });
});
