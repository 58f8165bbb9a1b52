import type { Database } from '../database/database.ts';
import type { Transaction, TransactionHeader, TreeTransaction } from '../database/transaction.ts';
import { hex } from '../log-line.ts';

/** Transactions between the database and the next one of the log are missing. */
export class LogGapError extends Error {
  constructor(from: bigint, to: bigint) {
    super(`the transaction log goes from zxid ${hex(from)} to ${hex(to)}`);
    this.name = 'LogGapError';
  }
}

/**
 * Applies a logged transaction to a database. `now` is on the session table's clock. Throws if a transaction is missing or does not
 * apply.
 */
export function replay(database: Database, { header, body }: Transaction, now: number): void {
  if (header.zxid !== database.zxid + 1n) throw new LogGapError(database.zxid, header.zxid);
  database.zxid = header.zxid;
  switch (body.kind) {
    case 'createSession':
      database.sessions.restore(header.session, body.timeoutMs, now);
      return;
    case 'closeSession':
      database.sessions.close(header.session);
      for (const path of body.ephemerals) database.tree.delete(path, -1, header.zxid);
      return;
    case 'multi':
      for (const part of body.transactions) change(database, part, header);
      return;
    case 'error':
      return;
    default:
      change(database, body, header);
  }
}

function change({ tree }: Database, body: TreeTransaction, { session, zxid, time }: TransactionHeader): void {
  switch (body.kind) {
    case 'create': {
      const { path, data, acl, ephemeral } = body;
      const ephemeralOwner = ephemeral ? session : 0n;
      tree.create(path, { data, acl, sequential: false, ephemeralOwner }, zxid, time);
      return;
    }
    case 'delete':
      tree.delete(body.path, -1, zxid);
      return;
    case 'setData':
      tree.setData(body.path, body.data, -1, zxid, time);
      return;
    case 'setAcl':
      tree.setAcl(body.path, body.acl, -1);
      return;
    case 'check':
  }
}
