import type { Database } from '../zookeeper/database/database.ts';
import { type CheckContext, putAside } from './check-context.ts';
import { checkLogs, checkZooKeeper, emptyDatabase, listLogs, loadDatabase } from './check-zookeeper.ts';

/**
 * Checks the data of every ZooKeeper and returns what each would serve; none where all is lost. `paths`: their `version-2` directories. Where
 * `hasSnapshot` is false for one, it has the logs of a ZooKeeper whose snapshot is on another volume; if no directory has a snapshot, each of
 * them has lost its own.
 */
export function checkZooKeepers(
  context: CheckContext,
  paths: readonly string[],
  hasSnapshot: (path: string) => boolean,
): Database[] {
  const owners = paths.some(hasSnapshot) ? paths.filter(hasSnapshot) : paths;
  const sound = owners.flatMap((path) => {
    const database = checkZooKeeper(context, path);
    return database === undefined ? [] : [{ path, database }];
  });
  const served = new Set(sound.map(({ database }) => database));
  const isSnapshotLost = sound.length < owners.length;
  for (const path of paths) {
    if (owners.includes(path)) continue;
    const logs = listLogs(context, path);
    if (logs === undefined) continue;
    const begins = new Set(logs.map(({ firstZxid }) => firstZxid));
    // A server begins a log right after its snapshot. Two that are new may both have begun with the same transaction.
    const bases = sound
      .filter(({ database }) => begins.has(database.zxid + 1n))
      .map((owner) => ({ before: owner.database, database: loadDatabase(context.directory, owner.path) }));
    const databases = bases.map(({ database }) => database);
    // A log that begins with the first transaction needs no snapshot.
    const fromNothing = emptyDatabase();
    if (isSnapshotLost && begins.has(1n)) databases.push(fromNothing);
    if (isSnapshotLost && databases.length === 0) {
      const todo = 'without the snapshot it cannot be replayed; create the missing topics again';
      putAside(context, path, 'continues a snapshot that is lost', todo);
      continue;
    }
    const continued = checkLogs(context, logs, databases);
    for (const { before, database } of bases) {
      if (!continued.includes(database)) continue;
      served.delete(before);
      served.add(database);
    }
    if (continued.includes(fromNothing) && fromNothing.zxid > 0n) served.add(fromNothing);
  }
  return [...served];
}
