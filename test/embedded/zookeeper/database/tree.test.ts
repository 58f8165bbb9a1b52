import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fullAccess } from '../../../../source/embedded/zookeeper/database/access.ts';
import { Tree } from '../../../../source/embedded/zookeeper/database/tree.ts';
import type { Lifetime } from '../../../../source/embedded/zookeeper/database/znode.ts';
import { openAcl } from '../../../../source/embedded/zookeeper/protocol/messages.ts';

const plain = {
  data: Buffer.from('x'),
  acl: openAcl,
  sequential: false,
  lifetime: { kind: 'persistent' },
} as const;
const lifetimes: Readonly<Record<string, Lifetime>> = {
  ephemeral: { kind: 'ephemeral', session: 7n },
  container: { kind: 'container' },
  ttl: { kind: 'ttl', ttl: 1000n },
};
const code = (name: string) => expect.objectContaining({ code: name });

describe('tree', () => {
  it('starts with the nodes of a new ZooKeeper', () => {
    const tree = new Tree();
    expect(tree.children('/')).toEqual(['zookeeper']);
    expect(tree.children('/zookeeper').sort()).toEqual(['config', 'quota']);
    expect(tree.stat('/').cversion).toBe(-1);
    expect(tree.stat('/zookeeper').cversion).toBe(-2);
    expect(() => tree.delete('/zookeeper/quota', -1, 1n, fullAccess)).toThrow(code('BADARGUMENTS'));
  });

  it('maintains versions, zxids and times as Stat reports them', () => {
    const tree = new Tree();
    tree.create('/a', plain, 5n, 1000, fullAccess);
    tree.create('/a/b', plain, 6n, 1001, fullAccess);
    tree.setData('/a', Buffer.from('yy'), 0, 7n, 1002, fullAccess);
    expect(tree.stat('/a')).toEqual({
      czxid: 5n,
      mzxid: 7n,
      pzxid: 6n,
      ctime: 1000n,
      mtime: 1002n,
      version: 1,
      cversion: 1,
      aversion: 0,
      ephemeralOwner: 0n,
      dataLength: 2,
      numChildren: 1,
    });
    tree.delete('/a/b', 0, 8n, fullAccess);
    expect(tree.stat('/a')).toMatchObject({ cversion: 2, numChildren: 0, pzxid: 8n });
  });

  it('numbers sequential nodes by the creations under their parent, and never reuses a number', () => {
    const tree = new Tree();
    tree.create('/q', plain, 1n, 0, fullAccess);
    const sequential = { ...plain, sequential: true };
    expect(tree.create('/q/n-', sequential, 2n, 0, fullAccess).path).toBe('/q/n-0000000000');
    expect(tree.create('/q/n-', sequential, 3n, 0, fullAccess).path).toBe('/q/n-0000000001');
    tree.delete('/q/n-0000000001', -1, 4n, fullAccess);
    expect(tree.create('/q/', sequential, 5n, 0, fullAccess).path).toBe('/q/0000000002');
  });

  it('refuses what ZooKeeper refuses', () => {
    const tree = new Tree();
    tree.create('/a', plain, 1n, 0, fullAccess);
    tree.create('/a/e', { ...plain, lifetime: { kind: 'ephemeral', session: 9n } }, 2n, 0, fullAccess);
    expect(() => tree.create('/a', plain, 3n, 0, fullAccess)).toThrow(code('NODEEXISTS'));
    expect(() => tree.create('/x/y', plain, 3n, 0, fullAccess)).toThrow(code('NONODE'));
    expect(() => tree.create('/a/e/c', plain, 3n, 0, fullAccess)).toThrow(code('NOCHILDRENFOREPHEMERALS'));
    expect(() => tree.delete('/a', -1, 3n, fullAccess)).toThrow(code('NOTEMPTY'));
    expect(() => tree.delete('/a/e', 4, 3n, fullAccess)).toThrow(code('BADVERSION'));
    expect(() => tree.setData('/a', null, 1, 3n, 0, fullAccess)).toThrow(code('BADVERSION'));
    for (const path of ['', 'a', '/a/', '//a', '/a/.', '/a\u0000']) {
      expect(() => tree.create(path, plain, 3n, 0, fullAccess), path).toThrow(code('BADARGUMENTS'));
    }
  });

  it('rolls any sequence of writes back to exactly the state before', () => {
    const path = fc.constantFrom('/a', '/b', '/a/c', '/a/d', '/a/c/e');
    const write = fc.record({
      kind: fc.constantFrom('create', 'sequential', 'ephemeral', 'container', 'ttl', 'delete', 'set', 'acl'),
      path,
    });
    fc.assert(
      fc.property(fc.array(write), fc.array(write), (before, after) => {
        const tree = new Tree();
        let zxid = 0n;
        const apply = (step: { kind: string; path: string }) => {
          zxid++;
          try {
            if (step.kind === 'acl')
              return [
                tree.setAcl(step.path, [{ permissions: 1, scheme: 'ip', id: String(zxid) }], -1, fullAccess),
              ];
            if (step.kind === 'delete') return [tree.delete(step.path, -1, zxid, fullAccess)];
            if (step.kind === 'set')
              return [tree.setData(step.path, Buffer.from(String(zxid)), -1, zxid, 1, fullAccess)];
            const options = {
              ...plain,
              sequential: step.kind === 'sequential',
              lifetime: lifetimes[step.kind] ?? plain.lifetime,
            };
            return [tree.create(step.path, options, zxid, 1, fullAccess)];
          } catch {
            return [];
          }
        };
        const picture = () =>
          [...tree.nodes.keys()]
            .sort()
            .map((key) => [
              key,
              tree.stat(key),
              String(tree.data(key)),
              tree.acl(key),
              tree.children(key).sort(),
            ]);
        for (const step of before) apply(step);
        const owned = () => [
          tree.ephemeralsOf(7n),
          [...tree.containers].sort(),
          [...tree.ttls].sort(),
          tree.bytes,
        ];
        const [seen, ownedThen] = [picture(), owned()];
        const writes = after.flatMap(apply);
        for (const done of writes.toReversed()) done.undo();
        expect(picture()).toEqual(seen);
        expect(owned()).toEqual(ownedThen);
      }),
    );
  });
});
