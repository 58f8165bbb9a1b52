import type { Database } from '../database/database.ts';
import type { ExclusiveWork, Steps } from '../database/exclusive-work.ts';
import type { Transaction } from '../database/transaction.ts';
import type { ProposalSizes } from './proposal-sizes.ts';
import type { FollowerCounts } from './serving.ts';

/** One server of an ensemble, as the others know it. */
export interface EnsemblePeer {
  readonly id: number;
  /** Not an observer. */
  readonly isVoter: boolean;
  /** The last transaction on its disk; -1n before it has read it. */
  readonly lastZxid: bigint;
  /** Whom it follows, or that it leads; undefined while it looks for a leader. */
  readonly term: Term | undefined;
  /** Whether a server is among its members. */
  knows(id: number): boolean;
  /** Somebody came, went or changed: it may have to act. */
  changed(): void;
  /** Takes over what the leader has. */
  adopt(database: Database): Steps<void>;
  log(transaction: Transaction): void;
  serve(term: Term): void;
  /** Its leader or quorum is gone: it ends its clients' connections. */
  rest(): void;
  /** It looks for a leader, unless it has found another than `last`. */
  look(last: Term): void;
  /** Its disk refused a write. */
  failWith(error: unknown): void;
  disconnectSession(id: bigint): void;
}

/** One leader's time. */
export interface Term {
  readonly leader: EnsemblePeer;
  /** The leader's last transaction before its election. */
  readonly baseZxid: bigint;
  readonly database: Database;
  /** The work on the database, of all servers that share it. */
  readonly work: ExclusiveWork;
  /** A quorum follows. */
  readonly isActive: boolean;
  readonly isOver: boolean;
  readonly followers: FollowerCounts;
  readonly proposals: ProposalSizes;
  /** Brings a server up to date once nobody else's work is under way; from then on it follows. */
  admit(peer: EnsemblePeer): void;
  /** A server has stopped, or cannot reach the leader. */
  leave(peer: EnsemblePeer): void;
  end(): void;
  /** Ends a session's connection, whichever server has it. */
  disconnectSession(id: bigint): void;
}
