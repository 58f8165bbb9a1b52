import type { HeldBytes } from '../../bounds/held-bytes.ts';
import type { Peer } from '../../network/pod-network.ts';
import type { ServerClock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { ExclusiveWork } from '../database/exclusive-work.ts';
import type { Watcher } from '../database/watches.ts';
import type { Serving } from '../quorum/serving.ts';
import type { ClientStats } from './client-stats.ts';
import type { AclSettings } from './identities.ts';
import type { Latency } from './latency.ts';
import type { RequestSettings } from './request-context.ts';
import type { Pieces } from './word.ts';

/** A client's connection as the server sees it. */
export interface ConnectedClient {
  /** `/IP:PORT` */
  readonly name: string;
  readonly peer: Peer;
  /** 0n: none yet. */
  readonly sessionId: bigint;
  readonly stats: ClientStats;
  /** Ms since the epoch. */
  readonly since: number;
  /** How long it may be silent; without a session, ten seconds. */
  readonly sessionTimeoutMs: number;
  /** When it was last heard of, on the monotonic clock. */
  readonly touched: number;
  readonly watcher: Watcher;
  destroy(): void;
}

/** What the connections of one server share. */
export interface ServerState {
  /** Undefined while there is no quorum: nobody is served. */
  readonly serving: Serving | undefined;
  readonly database: Database;
  /** The work on the database. */
  readonly work: ExclusiveWork;
  readonly clock: ServerClock;
  /** The bytes held by connections of all protocols. */
  readonly held: HeldBytes;
  readonly requestSettings: RequestSettings & AclSettings;
  readonly connections: ReadonlyMap<Watcher, ConnectedClient>;
  received: number;
  sent: number;
  readonly latency: Latency;
  /** Of `stmk`. */
  traceMask: bigint;
  /** When it started, on its monotonic clock. */
  readonly since: number;
  log(level: 'INFO' | 'WARN' | 'ERROR', message: string, logger: string): void;
  /** The reply to a four-letter word at the start of these bytes, or undefined if there is none. */
  fourLetterWord(input: Buffer, client: ConnectedClient): Pieces | undefined;
  /** This connection is closed. */
  left(client: ConnectedClient): void;
  /** For a new session. */
  nextSessionId(): bigint;
  /** A session has one connection: a newer one replaces the earlier one. */
  disconnectSession(id: bigint): void;
}
