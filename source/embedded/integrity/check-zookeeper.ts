import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeError } from '../../errors/lab-error.ts';
import { replacePlain } from '../paths/plain-directory.ts';
import { Database } from '../zookeeper/database/database.ts';
import type { Transaction } from '../zookeeper/database/transaction.ts';
import { ZooKeeperError } from '../zookeeper/protocol/error.ts';
import { endOfEntryAt, isTornEntry, logsIn, longestLog, readEntries } from '../zookeeper/storage/log-file.ts';
import { LogGapError, replay } from '../zookeeper/storage/replay.ts';
import { readSnapshot } from '../zookeeper/storage/snapshot.ts';
import { type CheckContext, putAside } from './check-context.ts';
import { findBelow } from './find-below.ts';
import { readStoredFile } from './read-stored-file.ts';

const startsEmpty =
  'that ZooKeeper starts empty: topics, their configurations and offsets are lost to it; create them again';

/**
 * Checks a ZooKeeper's data: `path` is its `version-2`. False: it is lost and was quarantined. A directory with only logs belongs to a
 * snapshot on another volume; its logs are checked but not replayed. Adds loaded databases to `databases`.
 */
export function checkZooKeeper(
  context: CheckContext,
  path: string,
  isLogAlone: boolean,
  databases: Database[] = [],
): boolean {
  const { directory, changed } = context;
  const snapshot = `${path}/snapshot.json`;
  const database = new Database(2000, 0n, () => 0);
  if (!isLogAlone) {
    const wrong = changed.get(snapshot) ?? wrongSnapshot(join(directory, path, '..'), database);
    if (wrong !== undefined) {
      putAside(context, path, `has a snapshot.json that ${wrong}`, startsEmpty);
      return false;
    }
  }
  let logs: readonly { readonly path: string }[];
  try {
    logs = logsIn(join(directory, path));
  } catch (error) {
    putAside(context, path, `cannot be read: ${describeError(error)}`, startsEmpty);
    return false;
  }
  let broken = false;
  for (const [index, log] of logs.entries()) {
    const file = `${path}/${log.path.slice(join(directory, path).length + 1)}`;
    if (broken) putAside(context, file, 'follows a damaged log', 'it cannot be replayed');
    else broken = !checkLog(context, file, isLogAlone ? undefined : database, index === logs.length - 1);
  }
  if (!isLogAlone) databases.push(database);
  return true;
}

/** What is wrong with a snapshot; undefined if it was loaded. */
function wrongSnapshot(dataDirectory: string, database: Database): string | undefined {
  try {
    return readSnapshot(dataDirectory, database, 0) === undefined ? 'is missing' : undefined;
  } catch (error) {
    return `cannot be read: ${describeError(error)}`;
  }
}

/** False: later logs cannot be replayed. */
function checkLog(
  context: CheckContext,
  path: string,
  database: Database | undefined,
  isLast: boolean,
): boolean {
  const { directory, changed, damages, note } = context;
  const todo = 'ZooKeeper is as it was before what is missing; create topics again that are gone';
  let file: Buffer;
  try {
    file = readStoredFile(join(directory, path), longestLog);
  } catch (error) {
    putAside(context, path, `cannot be read: ${describeError(error)}`, todo);
    return false;
  }
  const { transactions, end } = readEntries(file);
  const fits = database === undefined ? transactions.length : countFitting(database, transactions);
  const soundEnd = fits === transactions.length ? end : fits === 0 ? 0 : endOfEntryAt(file, fits - 1);
  if (soundEnd === file.length) {
    if (changed.has(path)) damages.push({ path, wrong: changed.get(path)!, todo });
    return true;
  }
  if (isLast && soundEnd === end && end > 0 && !changed.has(path) && isTornEntry(file.subarray(end))) {
    note(`the last ${file.length - end} bytes of \`${path}\` were written incompletely and are cut off`);
    return true;
  }
  const wrong = `has ${file.length - soundEnd} of ${file.length} bytes that are not a whole transaction, from byte ${soundEnd} on`;
  putAside(context, path, wrong, todo);
  if (soundEnd > 0) replacePlain(join(directory, path), file.subarray(0, soundEnd));
  return false;
}

function countFitting(database: Database, transactions: readonly Transaction[]): number {
  for (const [index, transaction] of transactions.entries()) {
    if (transaction.header.zxid <= database.zxid) continue;
    try {
      replay(database, transaction, 0);
    } catch (error) {
      if (!(error instanceof ZooKeeperError || error instanceof LogGapError)) throw error;
      return index;
    }
  }
  return transactions.length;
}

/** All directories named `version-2` below a path; links are not followed. */
export function zooKeeperDirectories(root: string, path: string): string[] {
  return findBelow(
    root,
    path,
    ({ name }, inner) => name === 'version-2' && holdsZooKeeper(join(root, inner)),
  );
}

function holdsZooKeeper(path: string): boolean {
  if (!lstatSync(path).isDirectory()) return false;
  return readdirSync(path).some((name) => name === 'snapshot.json' || /^log\.[0-9a-f]{1,16}$/.test(name));
}
