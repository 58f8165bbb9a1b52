import { type Session, SessionTable } from './sessions.ts';
import { type Change, Tree, type Write } from './tree.ts';
import { WatchTable } from './watches.ts';

/** The tree, its sessions and watches, and the one counter (zxid) that orders everything that changes them. */
export class Database {
  readonly tree = new Tree();
  readonly watches = new WatchTable();
  readonly sessions: SessionTable;
  zxid = 0n;
  /** Called after every transaction. */
  onTransaction: () => void = () => undefined;
  readonly #wall: () => number;

  /** `wall` gives ms since the epoch. */
  constructor(tickTimeMs: number, firstSessionId: bigint, wall: () => number) {
    this.sessions = new SessionTable(tickTimeMs, firstSessionId);
    this.#wall = wall;
  }

  openSession(timeoutMs: number, now: number): Session {
    this.zxid++;
    const session = this.sessions.open(timeoutMs, now);
    this.onTransaction();
    return session;
  }

  /** Ends a session: what it owned goes at once, and watchers learn of it. */
  closeSession(id: bigint): void {
    if (!this.sessions.close(id)) return;
    this.zxid++;
    const changes: Change[] = [];
    for (const path of this.tree.ephemeralsOf(id))
      changes.push(...this.tree.delete(path, -1, this.zxid).changes);
    this.onTransaction();
    this.#fire(changes);
  }

  /** One write. A write that fails takes a zxid too, as it does in the real log. */
  write<Result extends Write>(run: (zxid: bigint, now: number) => Result): Result {
    this.zxid++;
    const result = run(this.zxid, this.#wall());
    this.onTransaction();
    this.#fire(result.changes);
    return result;
  }

  #fire(changes: readonly Change[]): void {
    for (const change of changes) this.watches.fire(change);
  }
}
