import type { Database } from '../database/database.ts';
import type { Steps } from '../database/exclusive-work.ts';
import type { Transaction } from '../database/transaction.ts';

/** What stands for the files of a server without a directory: it only knows how far it has come. */
export class NoStorage {
  readonly isFromEarlierBoot = false;
  lastZxid = 0n;

  append({ header }: Transaction): void {
    this.lastZxid = header.zxid;
  }

  // A server without files has nothing to write, and so no step to take.
  // biome-ignore lint/correctness/useYield: the shape of what takes steps
  *adopt(database: Database): Steps<void> {
    this.lastZxid = database.zxid;
  }

  close(): void {}
}
