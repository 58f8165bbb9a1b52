import { lstatSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
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
  'this ZooKeeper starts empty, without the topics and their configurations; create them again';

/** A log's path relative to the cluster's directory, and its first transaction. */
interface LogName {
  readonly path: string;
  readonly firstZxid: bigint;
}

/** Checks a snapshot and the logs beside it: `path` is their `version-2`. Undefined: the snapshot is lost, and everything was quarantined. */
export function checkZooKeeper(context: CheckContext, path: string): Database | undefined {
  const { directory, changed } = context;
  const snapshot = `${path}/snapshot.json`;
  const database = emptyDatabase();
  const wrong = changed.get(snapshot) ?? wrongSnapshot(join(directory, path, '..'), database);
  if (wrong !== undefined) {
    putAside(context, path, `has a snapshot.json that ${wrong}`, startsEmpty);
    return undefined;
  }
  const logs = listLogs(context, path);
  return logs && checkLogs(context, logs, [database])[0];
}

/** The logs in a `version-2`; undefined: they cannot be listed, and the directory was quarantined. */
export function listLogs(context: CheckContext, path: string): LogName[] | undefined {
  try {
    return logsIn(join(context.directory, path)).map((log) => ({
      path: `${path}/${basename(log.path)}`,
      firstZxid: log.firstZxid,
    }));
  } catch (error) {
    putAside(context, path, `cannot be read: ${describeError(error)}`, startsEmpty);
    return undefined;
  }
}

/**
 * Checks logs that follow each other and replays them on each database that they may continue. Returns the databases that got furthest.
 * Without any database the logs are checked, not replayed.
 */
export function checkLogs(
  context: CheckContext,
  logs: readonly LogName[],
  databases: readonly Database[],
): readonly Database[] {
  let furthest = databases;
  let broken = false;
  for (const [index, { path }] of logs.entries()) {
    if (broken) {
      putAside(context, path, 'follows a damaged log', 'it cannot be replayed');
      continue;
    }
    const checked = checkLog(context, path, furthest, index === logs.length - 1);
    broken = checked.broken;
    furthest = checked.furthest;
  }
  return furthest;
}

/** What a ZooKeeper with sound files in this `version-2` would serve. */
export function loadDatabase(directory: string, path: string): Database {
  const database = emptyDatabase();
  readSnapshot(join(directory, path, '..'), database, 0);
  for (const log of logsIn(join(directory, path)))
    countFitting(database, readEntries(readStoredFile(log.path, longestLog)).transactions);
  return database;
}

/** To read into: its clock and its own sessions do not matter. */
export const emptyDatabase = (): Database => new Database(2000, 0n, () => 0);

/** What is wrong with a snapshot; undefined if it was loaded. */
function wrongSnapshot(dataDirectory: string, database: Database): string | undefined {
  try {
    return readSnapshot(dataDirectory, database, 0) === undefined ? 'is missing' : undefined;
  } catch (error) {
    return `cannot be read: ${describeError(error)}`;
  }
}

/** `broken`: later logs cannot be replayed. */
function checkLog(
  context: CheckContext,
  path: string,
  databases: readonly Database[],
  isLast: boolean,
): { readonly broken: boolean; readonly furthest: readonly Database[] } {
  const { directory, changed, damages, note } = context;
  const todo = 'ZooKeeper is in its state before the missing part; create the missing topics again';
  let file: Buffer;
  try {
    file = readStoredFile(join(directory, path), longestLog);
  } catch (error) {
    putAside(context, path, `cannot be read: ${describeError(error)}`, todo);
    return { broken: true, furthest: databases };
  }
  const { transactions, end } = readEntries(file);
  const replayed = databases.map((database) => ({ database, count: countFitting(database, transactions) }));
  const fits = replayed.length === 0 ? transactions.length : Math.max(...replayed.map(({ count }) => count));
  const furthest = replayed.filter(({ count }) => count === fits).map(({ database }) => database);
  const soundEnd = fits === transactions.length ? end : fits === 0 ? 0 : endOfEntryAt(file, fits - 1);
  if (soundEnd === file.length) {
    if (changed.has(path)) damages.push({ path, wrong: changed.get(path)!, todo });
    return { broken: false, furthest };
  }
  if (isLast && soundEnd === end && end > 0 && !changed.has(path) && isTornEntry(file.subarray(end))) {
    note(`the last ${file.length - end} bytes of \`${path}\` were written incompletely and are cut off`);
    return { broken: false, furthest };
  }
  const wrong = `has ${file.length - soundEnd} of ${file.length} bytes that are not a whole transaction, from byte ${soundEnd} on`;
  putAside(context, path, wrong, todo);
  if (soundEnd > 0) replacePlain(join(directory, path), file.subarray(0, soundEnd));
  return { broken: true, furthest };
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
