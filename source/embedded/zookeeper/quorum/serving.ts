import type { Database } from '../database/database.ts';
import type { ExclusiveWork } from '../database/exclusive-work.ts';
import type { ProposalSizes } from './proposal-sizes.ts';

/** What a server serves to clients while it is in a quorum, or alone. */
export interface Serving {
  readonly database: Database;
  /** The work on the database, of all servers that share it. */
  readonly work: ExclusiveWork;
  readonly mode: 'standalone' | 'leader' | 'follower' | 'observer';
  /** Ends a session's connection, whichever server has it. */
  disconnectSession(id: bigint): void;
  /** Of the leader. */
  readonly leads?: () => LeaderStatus;
}

/** What a leader tells of its time. */
export interface LeaderStatus {
  readonly followers: FollowerCounts;
  readonly proposals: ProposalSizes;
  /** When a quorum followed it, on its monotonic clock. */
  readonly since: number;
}

/** Who follows a leader. */
export interface FollowerCounts {
  readonly voting: number;
  readonly observers: number;
}
