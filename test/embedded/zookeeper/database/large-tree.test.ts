import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { fullAccess } from '../../../../source/embedded/zookeeper/database/access.ts';
import { Database } from '../../../../source/embedded/zookeeper/database/database.ts';
import { takeAll } from '../../../../source/embedded/zookeeper/database/exclusive-work.ts';
import { treeLimits } from '../../../../source/embedded/zookeeper/database/tree-limits.ts';
import { mostWatches } from '../../../../source/embedded/zookeeper/database/watches.ts';
import { openAcl } from '../../../../source/embedded/zookeeper/protocol/messages.ts';
import { snapshotPath } from '../../../../source/embedded/zookeeper/storage/snapshot-file.ts';
import { Storage } from '../../../../source/embedded/zookeeper/storage/storage.ts';

const origin = { session: 1n, xid: 1 };

function create(database: Database, path: string, data: Buffer = Buffer.alloc(0)): void {
  const options = { data, acl: openAcl, sequential: false, lifetime: { kind: 'persistent' } } as const;
  takeAll(database.write(origin, (zxid, now) => database.tree.create(path, options, zxid, now, fullAccess)));
}

const empty = () => new Database(2000, 1n, () => 0);

function copyInto(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

test('a full tree refuses another node, and accepts it once one is deleted', () => {
  const database = empty();
  for (let index = 0; database.tree.nodes.size < treeLimits.nodes; index++) create(database, `/n${index}`);
  expect(() => create(database, '/more')).toThrow(
    expect.objectContaining({ code: 'QUOTAEXCEEDED', number: -125 }),
  );
  takeAll(database.write(origin, (zxid) => database.tree.delete('/n0', -1, zxid, fullAccess)));
  create(database, '/more');
});

test('the data of a tree is limited, on creation and on update, and deleting makes room', () => {
  const database = empty();
  const half = Buffer.alloc(treeLimits.bytes / 2);
  create(database, '/a', half);
  expect(() => create(database, '/b', Buffer.alloc(treeLimits.bytes / 2))).toThrow(/QUOTAEXCEEDED/);
  create(database, '/b');
  const grow = () =>
    takeAll(
      database.write(origin, (zxid, now) => database.tree.setData('/b', half, -1, zxid, now, fullAccess)),
    );
  expect(grow).toThrow(/QUOTAEXCEEDED/);
  takeAll(database.write(origin, (zxid) => database.tree.delete('/a', -1, zxid, fullAccess)));
  expect(grow).not.toThrow();
});

test('a failed transaction releases its space', () => {
  const database = empty();
  const before = database.tree.bytes;
  const write = database.tree.create(
    '/a',
    { data: Buffer.alloc(1000), acl: openAcl, sequential: false, lifetime: { kind: 'persistent' } },
    1n,
    0,
    fullAccess,
  );
  const change = database.tree.setData('/a', Buffer.alloc(5000), -1, 2n, 0, fullAccess);
  change.undo();
  write.undo();
  expect(database.tree.bytes).toBe(before);
});

test('the number of watches is limited, and a client that leaves makes room', () => {
  const database = empty();
  const watcher = () => {};
  for (let index = 0; index < mostWatches; index++) database.watches.add('data', `/w${index}`, watcher);
  expect(() => database.watches.add('data', '/more', watcher)).toThrow(/QUOTAEXCEEDED/);
  expect(() => database.watches.add('data', '/w0', watcher)).not.toThrow();
  database.watches.forget(watcher);
  database.watches.add('data', '/more', watcher);
});

test('a large tree is written while it changes, and is consistent on disk at every moment', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'large-tree-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const database = empty();
  for (let index = 0; index < 3000; index++) create(database, `/n${index}`, Buffer.from(String(index)));
  const storage = new Storage(database, { dataDirectory: directory, snapshotAfterBytes: 20_000 }, 0);
  database.onTransaction = (transaction) => storage.append(transaction);
  const logs = () => readdirSync(join(directory, 'version-2')).filter((name) => name.startsWith('log.'));
  const reread = () => {
    const copy = empty();
    const again = mkdtempSync(join(tmpdir(), 'large-tree-again-'));
    onTestFinished(() => rmSync(again, { recursive: true, force: true }));
    // A copy of the files, as they would be after a power failure.
    for (const name of readdirSync(join(directory, 'version-2')))
      copyInto(join(directory, 'version-2', name), join(again, 'version-2', name));
    new Storage(copy, { dataDirectory: again }, 0).close();
    return [...copy.tree.nodes.keys()].sort();
  };
  const paths = () => [...database.tree.nodes.keys()].sort();

  for (let index = 0; logs().length < 2; index++) create(database, `/later${index}`);
  expect(reread()).toEqual(paths());
  create(database, '/while-it-is-written');
  await vi.waitFor(() => expect(logs()).toHaveLength(1));
  expect(existsSync(`${snapshotPath(directory)}.new`)).toBe(false);
  expect(reread()).toEqual(paths());
  storage.close();
});
