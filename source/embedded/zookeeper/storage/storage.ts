import { pathInside } from '../../paths/path-inside.ts';
import { makePlainDirectory, removePlain } from '../../paths/plain-directory.ts';
import type { Database } from '../database/database.ts';
import { takeAll } from '../database/exclusive-work.ts';
import type { Transaction } from '../database/transaction.ts';
import { LogFile, logPath, logsIn, readLog } from './log-file.ts';
import { replay } from './replay.ts';
import { isSmall, readSnapshot, writeSnapshot, writeSnapshotInSlices } from './snapshot.ts';

export interface StorageOptions {
  /** `dataDir`: the snapshot is in its `version-2`. */
  readonly dataDirectory: string;
  /** `dataLogDir`; the data directory if not given. */
  readonly logDirectory?: string;
  /**
   * Names the machine's run that all clients live in: the sessions of an earlier one are closed, as nobody is left who could come
   * back to them. Not given: every session gets its timeout.
   */
  readonly bootId?: string;
  /** Bytes of log after which a snapshot is taken and another log begun; 8 MiB if not given. */
  readonly snapshotAfterBytes?: number;
}

const snapshotAfterBytes = 8 * 1024 * 1024;

/**
 * What a server keeps on disk: a snapshot, and the log of every transaction since. A transaction is written before it is
 * answered, and not forced to the disk (as with `forceSync=no`): what was answered outlives the process, not the machine.
 */
export class Storage {
  /** Logs whose end was cut short, or was not what had been written: what lies behind is gone. */
  readonly torn: readonly string[];
  readonly #database: Database;
  readonly #options: StorageOptions;
  readonly #logs: string;
  #log: LogFile;
  /** One is being written, in slices. */
  #snapshot: AbortController | undefined;

  /** Fills an empty database with what is there, and begins anew on it. Throws for what cannot be read, and leaves it as it is. */
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
    if (options.bootId !== undefined && snapshot && snapshot.bootId !== options.bootId)
      for (const { id } of database.sessions.all()) takeAll(database.closeSession(id));
    this.#log = this.#begin();
  }

  /** Writes a transaction that was carried out. Throws what the disk says. */
  append(transaction: Transaction): void {
    this.#log.append(transaction);
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

  /** The snapshot first: at no moment is there less on disk than what was answered. */
  #begin(): LogFile {
    const { dataDirectory, bootId } = this.#options;
    writeSnapshot(dataDirectory, this.#database, bootId);
    const log = this.#nextLog();
    this.#removeLogsBefore(log.path);
    return log;
  }

  /** The earlier logs stay until the snapshot is whole, which a disk that is full may keep it from for ever. */
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
