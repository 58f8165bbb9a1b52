import { fullAccess } from '../database/access.ts';
import type { Database } from '../database/database.ts';
import type { Transaction, TransactionHeader, TreeTransaction } from '../database/transaction.ts';
import type { Lifetime } from '../database/znode.ts';
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
  if (!follows(header.zxid, database.zxid)) throw new LogGapError(database.zxid, header.zxid);
  database.zxid = header.zxid;
  switch (body.kind) {
    case 'createSession':
      database.sessions.restore(header.session, body.timeoutMs, now);
      return;
    case 'closeSession':
      database.sessions.close(header.session);
      for (const path of body.ephemerals) database.tree.delete(path, -1, header.zxid, fullAccess);
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

/** A zxid is an epoch of 32 bits and a counter: each leader of an ensemble begins an epoch, and counts from one. */
function follows(next: bigint, last: bigint): boolean {
  return next === last + 1n || (next >> 32n > last >> 32n && (next & 0xffff_ffffn) === 1n);
}

function change({ tree }: Database, body: TreeTransaction, { session, zxid, time }: TransactionHeader): void {
  switch (body.kind) {
    case 'create':
    case 'createContainer':
    case 'createTtl': {
      const { path, data, acl } = body;
      tree.create(
        path,
        { data, acl, sequential: false, lifetime: lifetimeOf(body, session) },
        zxid,
        time,
        fullAccess,
      );
      return;
    }
    case 'delete':
      tree.delete(body.path, -1, zxid, fullAccess);
      return;
    case 'deleteContainer':
      tree.deleteContainer(body.path, zxid);
      return;
    case 'setData':
      tree.setData(body.path, body.data, -1, zxid, time, fullAccess);
      return;
    case 'setAcl':
      tree.setAcl(body.path, body.acl, -1, fullAccess);
      return;
    case 'check':
  }
}

function lifetimeOf(
  body: Extract<TreeTransaction, { readonly parentCversion: number }>,
  session: bigint,
): Lifetime {
  switch (body.kind) {
    case 'createContainer':
      return { kind: 'container' };
    case 'createTtl':
      return { kind: 'ttl', ttl: body.ttl };
    case 'create':
      return body.ephemeral ? { kind: 'ephemeral', session } : { kind: 'persistent' };
  }
}
