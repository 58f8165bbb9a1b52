import type { HeldBytes } from '../../bounds/held-bytes.ts';
import type { Peer } from '../../network/pod-network.ts';
import type { ServerClock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { ExclusiveWork } from '../database/exclusive-work.ts';

/** A client's connection as the server sees it. */
export interface ConnectedClient {
  /** `/IP:PORT` */
  readonly name: string;
  readonly peer: Peer;
  /** 0n: none yet. */
  readonly sessionId: bigint;
  readonly received: number;
  readonly sent: number;
  destroy(): void;
}

/** What the connections of one server share. */
export interface ServerState {
  readonly database: Database;
  /** The work on the database. */
  readonly work: ExclusiveWork;
  readonly clock: ServerClock;
  /** The bytes held by connections of all protocols. */
  readonly held: HeldBytes;
  readonly connections: ReadonlySet<ConnectedClient>;
  received: number;
  sent: number;
  log(level: 'INFO' | 'WARN' | 'ERROR', message: string, logger: string): void;
  /** The reply to a four-letter word, or undefined if these bytes are not one. */
  fourLetterWord(word: string): string | undefined;
  /** This connection is closed. */
  left(client: ConnectedClient): void;
  /** A session has one connection: a newer one replaces the earlier one. */
  disconnectSession(id: bigint): void;
}
