import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fullAccess } from '../../../../source/embedded/zookeeper/database/access.ts';
import { Database } from '../../../../source/embedded/zookeeper/database/database.ts';
import { takeAll } from '../../../../source/embedded/zookeeper/database/exclusive-work.ts';
import { aclEntriesInStep } from '../../../../source/embedded/zookeeper/protocol/messages.ts';
import {
  readSnapshot,
  snapshotSteps,
  writeSnapshotInSlices,
} from '../../../../source/embedded/zookeeper/storage/snapshot.ts';
import { countedAcl, ranges } from '../counted-acl.ts';

function withAcl(length: number) {
  const directory = mkdtempSync(join(tmpdir(), 'snapshot-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const database = new Database(2000, 1n, () => 0);
  const { acl, looks } = countedAcl('ip', ranges(length));
  const options = { data: null, acl, sequential: false, lifetime: { kind: 'persistent' } } as const;
  const origin = { session: 1n, xid: 1 };
  takeAll(database.write(origin, (zxid, now) => database.tree.create('/a', options, zxid, now, fullAccess)));
  looks.count = 0;
  return { directory, database, acl, looks };
}

test.each([1, aclEntriesInStep, aclEntriesInStep + 1, 5 * aclEntriesInStep + 2])(
  'an ACL of %i entries was written in one turn of the loop',
  (length) => {
    const { directory, database, acl, looks } = withAcl(length);
    const steps = snapshotSteps(directory, database, undefined);
    for (let before = looks.count; steps.next().done !== true; before = looks.count)
      expect(looks.count - before).toBeLessThanOrEqual(aclEntriesInStep);

    const restored = new Database(2000, 1n, () => 0);
    readSnapshot(directory, restored, 0);
    expect(restored.tree.acl('/a')).toEqual(acl);
    expect(restored.tree.bytes).toBe(database.tree.bytes);
  },
);

test('the servers of an ensemble wrote the first slices of their snapshots in the same turn of the loop', async () => {
  const { directory, database, acl, looks } = withAcl(1000);
  const written = writeSnapshotInSlices(directory, database, undefined, new AbortController().signal);
  expect(looks.count).toBe(0);
  await written;
  expect(looks.count).toBe(acl.length);
  const restored = new Database(2000, 1n, () => 0);
  readSnapshot(directory, restored, 0);
  expect(restored.tree.acl('/a')).toEqual(acl);
});
