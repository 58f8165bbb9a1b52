import type { WatchedEvent } from '../client-api.ts';
import type { Database } from '../database/database.ts';
import type { Steps } from '../database/exclusive-work.ts';
import type { Watcher } from '../database/watches.ts';
import type { JuteReader } from '../protocol/bytes.ts';
import { opcodes } from '../protocol/messages.ts';

/**
 * After a reconnect: reports what changed while the client was away, and re-registers the other watches. A step for each path.
 *
 * SetWatches => relativeZxid i64, dataWatches, existWatches, childWatches: vectors of ustring
 * SetWatches2 adds persistentWatches, persistentRecursiveWatches
 */
export function* setWatches(
  { tree, watches }: Database,
  watcher: Watcher,
  type: number,
  reader: JuteReader,
): Steps<undefined> {
  const relativeZxid = reader.i64();
  const paths = () => reader.elements(4, () => reader.string());
  const tell = (event: WatchedEvent['type'], path: string) =>
    watcher({ type: event, state: 'SyncConnected', path });
  for (const path of paths()) {
    if (!tree.has(path)) tell('NodeDeleted', path);
    else if (tree.stat(path).mzxid > relativeZxid) tell('NodeDataChanged', path);
    else watches.add('data', path, watcher);
    yield;
  }
  for (const path of paths()) {
    if (tree.has(path)) tell('NodeCreated', path);
    else watches.add('data', path, watcher);
    yield;
  }
  for (const path of paths()) {
    if (!tree.has(path)) tell('NodeDeleted', path);
    else if (tree.stat(path).pzxid > relativeZxid) tell('NodeChildrenChanged', path);
    else watches.add('children', path, watcher);
    yield;
  }
  if (type !== opcodes.setWatches2) return;
  for (const kind of ['persistent', 'recursive'] as const)
    for (const path of paths()) {
      watches.add(kind, path, watcher);
      yield;
    }
}
