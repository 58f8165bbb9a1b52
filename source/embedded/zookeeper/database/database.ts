import { ZooKeeperError } from '../protocol/error.ts';
import { fullAccess } from './access.ts';
import { isSteps, type Steps } from './exclusive-work.ts';
import { type Session, SessionTable, type SessionTimeouts } from './sessions.ts';
import type { Transaction, TransactionBody } from './transaction.ts';
import { Tree } from './tree.ts';
import type { Change, Write } from './tree-write.ts';
import { WatchTable } from './watches.ts';

/** The request behind a transaction. */
export interface Origin {
  readonly session: bigint;
  readonly xid: number;
}

/** The tree, sessions and watches, and the counter (zxid) that orders all changes. */
export class Database {
  readonly tree = new Tree();
  readonly watches = new WatchTable();
  readonly sessions: SessionTable;
  zxid = 0n;
  /** Called after every transaction, before it is visible to anyone. Its errors go to the caller. */
  onTransaction: (transaction: Transaction) => void = () => undefined;
  readonly #wall: () => number;
  #isUnderWay = false;

  /** `wall` gives ms since the epoch. */
  constructor(tickTimeMs: number, firstSessionId: bigint, wall: () => number, timeouts?: SessionTimeouts) {
    this.sessions = new SessionTable(tickTimeMs, firstSessionId, timeouts);
    this.#wall = wall;
  }

  /** The zxid of the last transaction that is done: others may be answered while the next one is under way. */
  get lastDone(): bigint {
    return this.#isUnderWay ? this.zxid - 1n : this.zxid;
  }

  /** `id` is of the server's own choice; the next one if not given. Throws QUOTAEXCEEDED. */
  openSession(timeoutMs: number, now: number, id?: bigint): Session {
    const session = this.sessions.open(timeoutMs, now, id);
    this.zxid++;
    this.#done(
      { session: session.id, xid: 0 },
      { kind: 'createSession', timeoutMs: session.timeoutMs },
      this.#wall(),
    );
    return session;
  }

  /** Ends a session: deletes its ephemeral nodes at once and fires watches. `xid`: of the client's closeSession, 0 if there was none. */
  *closeSession(id: bigint, xid = 0): Steps<void> {
    if (!this.sessions.close(id)) return;
    yield* this.#alone(this.#closeSession(id, xid));
  }

  *#closeSession(id: bigint, xid: number): Steps<void> {
    const ephemerals = this.tree.ephemeralsOf(id);
    const changes: Change[] = [];
    for (const path of ephemerals) {
      changes.push(...this.tree.delete(path, -1, this.zxid, fullAccess).changes);
      yield;
    }
    this.#done({ session: id, xid }, { kind: 'closeSession', ephemerals }, this.#wall());
    yield* this.#fire(changes);
  }

  /** One write. A failed write takes a zxid too, and is logged. Nothing else may access the database between its steps. */
  *write<Result extends Write>(
    origin: Origin,
    run: (zxid: bigint, now: number) => Result | Steps<Result>,
  ): Steps<Result> {
    return yield* this.#alone(this.#write(origin, run));
  }

  *#write<Result extends Write>(
    origin: Origin,
    run: (zxid: bigint, now: number) => Result | Steps<Result>,
  ): Steps<Result> {
    const now = this.#wall();
    let result: Result;
    try {
      const outcome = run(this.zxid, now);
      result = isSteps(outcome) ? yield* outcome : outcome;
    } catch (error) {
      if (error instanceof ZooKeeperError) this.#done(origin, { kind: 'error', error: error.number }, now);
      throw error;
    }
    this.#done(origin, result.transaction, now);
    yield* this.#fire(result.changes);
    return result;
  }

  /** Deletes a container or a node with a time to live, unless it has children or is gone by now. */
  *deleteContainer(path: string): Steps<void> {
    try {
      yield* this.write({ session: 0n, xid: 0 }, (zxid) => this.tree.deleteContainer(path, zxid));
    } catch (error) {
      if (!(error instanceof ZooKeeperError)) throw error;
    }
  }

  /** The steps of one transaction. */
  *#alone<Result>(steps: Steps<Result>): Steps<Result> {
    this.zxid++;
    this.#isUnderWay = true;
    try {
      return yield* steps;
    } finally {
      this.#isUnderWay = false;
    }
  }

  #done({ session, xid }: Origin, body: TransactionBody, time: number): void {
    this.onTransaction({ header: { session, cxid: xid, zxid: this.zxid, time }, body });
  }

  *#fire(changes: readonly Change[]): Steps<void> {
    for (const change of changes) {
      yield* this.watches.fire(change);
      yield;
    }
  }
}
