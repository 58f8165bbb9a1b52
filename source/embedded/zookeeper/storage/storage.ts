import { pathInside } from '../../paths/path-inside.ts';
import { makePlainDirectory, removePlain } from '../../paths/plain-directory.ts';
import type { Database } from '../database/database.ts';
import { type Steps, takeAll } from '../database/exclusive-work.ts';
import type { Transaction } from '../database/transaction.ts';
import { LogFile, logPath, logsIn, readLog } from './log-file.ts';
import { replay } from './replay.ts';
import { isSmall, readSnapshot, snapshotSteps, writeSnapshot, writeSnapshotInSlices } from './snapshot.ts';

export interface StorageOptions {
  /** `dataDir`: the snapshot is in its `version-2`. */
  readonly dataDirectory: string;
  /** `dataLogDir`; the data directory if not given. */
  readonly logDirectory?: string;
  /**
   * Identifies the run of the machine with all its clients: sessions of an earlier run are closed, since no client can return to them. If
   * not given, every session gets its timeout.
   */
  readonly bootId?: string;
  /** Keeps the sessions of an earlier boot: whoever becomes the leader of an ensemble closes them. */
  readonly keepsSessions?: boolean;
  /** Bytes of log after which a snapshot is taken and a new log started; 8 MiB if not given. */
  readonly snapshotAfterBytes?: number;
}

const snapshotAfterBytes = 8 * 1024 * 1024;

/**
 * A server's files: a snapshot, and the log of every transaction since. A transaction is written before it is answered, but not fsynced
 * (as with `forceSync=no`): it survives the process, not the machine.
 */
export class Storage {
  /** Logs that were truncated or corrupt at the end: the rest is lost. */
  readonly torn: readonly string[];
  #isFromEarlierBoot: boolean;
  #database: Database;
  #lastZxid: bigint;
  readonly #options: StorageOptions;
  readonly #logs: string;
  #log: LogFile;
  /** A snapshot is being written, in slices. */
  #snapshot: AbortController | undefined;

  /** Loads the data into an empty database and starts a new log. Throws if it cannot be read, and then leaves it as it is. */
  constructor(database: Database, options: StorageOptions, now: number) {
    this.#database = database;
    this.#options = options;
    this.#logs = pathInside(options.logDirectory ?? options.dataDirectory, 'version-2');
    const snapshot = readSnapshot(options.dataDirectory, database, now);
    makePlainDirectory(this.#logs);
    const torn: string[] = [];
    for (const { path } of logsIn(this.#logs)) {
      const log = readLog(path);
      if (log.torn) torn.push(path);
      for (const transaction of log.transactions)
        if (transaction.header.zxid > database.zxid) replay(database, transaction, now);
    }
    this.torn = torn;
    this.#isFromEarlierBoot =
      options.bootId !== undefined && snapshot !== undefined && snapshot.bootId !== options.bootId;
    if (this.#isFromEarlierBoot && options.keepsSessions !== true)
      for (const { id } of database.sessions.all()) takeAll(database.closeSession(id));
    this.#lastZxid = database.zxid;
    this.#log = this.#begin(options.keepsSessions === true ? snapshot?.bootId : options.bootId);
  }

  /** The sessions are those of an earlier boot. */
  get isFromEarlierBoot(): boolean {
    return this.#isFromEarlierBoot;
  }

  /** The last transaction on disk. */
  get lastZxid(): bigint {
    return this.#lastZxid;
  }

  /** Logs an executed transaction. Throws disk errors. */
  append(transaction: Transaction): void {
    this.#log.append(transaction);
    this.#lastZxid = transaction.header.zxid;
    if (this.#snapshot || this.#log.size < (this.#options.snapshotAfterBytes ?? snapshotAfterBytes)) return;
    this.#log.close();
    if (isSmall(this.#database)) this.#log = this.#begin();
    else {
      this.#log = this.#nextLog();
      void this.#writeInSlices(this.#log.path);
    }
  }

  close(): void {
    this.#snapshot?.abort();
    this.#log.close();
  }

  /** Makes these the files of another database: of the leader that this server follows. A step for each part. Throws disk errors. */
  *adopt(database: Database): Steps<void> {
    this.#snapshot?.abort();
    yield* snapshotSteps(this.#options.dataDirectory, database, this.#options.bootId);
    this.#log.close();
    this.#database = database;
    this.#lastZxid = database.zxid;
    this.#isFromEarlierBoot = false;
    this.#log = this.#nextLog();
    this.#removeLogsBefore(this.#log.path);
  }

  /** The snapshot first: at every moment the disk has everything that was answered. */
  #begin(bootId = this.#options.bootId): LogFile {
    const { dataDirectory } = this.#options;
    writeSnapshot(dataDirectory, this.#database, bootId);
    const log = this.#nextLog();
    this.#removeLogsBefore(log.path);
    return log;
  }

  /** The earlier logs stay until the snapshot is complete, which a full disk may delay forever. */
  async #writeInSlices(firstLog: string): Promise<void> {
    const { dataDirectory, bootId } = this.#options;
    this.#snapshot = new AbortController();
    const { signal } = this.#snapshot;
    try {
      await writeSnapshotInSlices(dataDirectory, this.#database, bootId, signal);
      if (!signal.aborted) this.#removeLogsBefore(firstLog);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    } finally {
      this.#snapshot = undefined;
    }
  }

  #nextLog(): LogFile {
    return new LogFile(logPath(this.#logs, this.#database.zxid + 1n));
  }

  #removeLogsBefore(path: string): void {
    for (const other of logsIn(this.#logs)) if (other.path !== path) removePlain(other.path);
  }
}
