import { expect, test } from 'vitest';
import { fullAccess } from '../../../../source/embedded/zookeeper/database/access.ts';
import { Tree } from '../../../../source/embedded/zookeeper/database/tree.ts';
import type { Lifetime } from '../../../../source/embedded/zookeeper/database/znode.ts';
import { JuteWriter } from '../../../../source/embedded/zookeeper/protocol/bytes.ts';
import {
  opcodes,
  openAcl,
  readReplyHeader,
  writeCreateRequest,
  writeCreateTtlRequest,
} from '../../../../source/embedded/zookeeper/protocol/messages.ts';
import { containerDefaults, dueNodes } from '../../../../source/embedded/zookeeper/server/due-nodes.ts';
import { rawSession } from '../raw-session.ts';
import { FakeClock, serve } from '../server-under-test.ts';

function treeOf(nodes: Readonly<Record<string, Lifetime>>): Tree {
  const tree = new Tree();
  for (const [path, lifetime] of Object.entries(nodes))
    tree.create(path, { data: null, acl: openAcl, sequential: false, lifetime }, 1n, 1000, fullAccess);
  return tree;
}
const container = { kind: 'container' } as const;
const persistent = { kind: 'persistent' } as const;

test('a container is due once its last child is deleted', () => {
  const tree = treeOf({ '/new': container, '/used': container, '/used/a': persistent });
  expect(dueNodes(tree, containerDefaults, 1e9)).toEqual([]);
  tree.delete('/used/a', -1, 2n, fullAccess);
  expect(dueNodes(tree, containerDefaults, 1e9)).toEqual(['/used']);
});

test('a container that never had a child is due after maxNeverUsedIntervalMs, if that is set', () => {
  const tree = treeOf({ '/new': container });
  const settings = { ...containerDefaults, maxNeverUsedMs: 500 };
  expect(dueNodes(tree, settings, 1500)).toEqual([]);
  expect(dueNodes(tree, settings, 1501)).toEqual(['/new']);
});

test('a node with a TTL is due if it has not been changed for that time and has no children', () => {
  const tree = treeOf({
    '/t': { kind: 'ttl', ttl: 100n },
    '/u': { kind: 'ttl', ttl: 100n },
    '/u/a': persistent,
  });
  expect(dueNodes(tree, containerDefaults, 1100)).toEqual([]);
  expect(dueNodes(tree, containerDefaults, 1101)).toEqual(['/t']);
  tree.setData('/t', null, -1, 2n, 1050, fullAccess);
  expect(dueNodes(tree, containerDefaults, 1101)).toEqual([]);
});

test('the server deletes them at its check interval, and notifies their watchers', async () => {
  const clock = new FakeClock();
  const { open, server } = serve({ clock, extendedTypes: true, tickTime: 600_000 });
  const session = await rawSession(open);
  await session.next();
  const create = new JuteWriter();
  writeCreateRequest(create, { path: '/c', data: null, acl: openAcl, flags: 4 });
  session.send(1, opcodes.createContainer, create);
  const createTtl = new JuteWriter();
  writeCreateTtlRequest(createTtl, { path: '/t', data: null, acl: openAcl, flags: 5, ttl: 1000n });
  session.send(2, opcodes.createTTL, createTtl);
  const child = new JuteWriter();
  writeCreateRequest(child, { path: '/c/a', data: null, acl: openAcl, flags: 0 });
  session.send(3, opcodes.create, child);
  session.send(4, opcodes.delete, new JuteWriter().string('/c/a').i32(-1));
  for (const xid of [1, 2, 3, 4])
    expect(readReplyHeader(await session.next())).toMatchObject({ xid, error: 0 });
  for (const [index, path] of ['/c', '/t'].entries()) {
    session.send(5 + index, opcodes.exists, new JuteWriter().string(path).bool(true));
    expect(readReplyHeader(await session.next())).toMatchObject({ error: 0 });
  }
  clock.pass(60_000);
  for (const path of ['/c', '/t']) {
    const event = await session.next();
    expect(readReplyHeader(event)).toMatchObject({ xid: -1 });
    expect([event.i32(), event.i32(), event.string()]).toEqual([2, 3, path]);
  }
  server.kill();
});
