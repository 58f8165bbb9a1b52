import type { HeldBytes } from '../../bounds/held-bytes.ts';
import type { Peer } from '../../network/pod-network.ts';
import type { ServerClock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { ExclusiveWork } from '../database/exclusive-work.ts';

/** A client's connection as the server knows it. */
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
  /** What happens to the database. */
  readonly work: ExclusiveWork;
  readonly clock: ServerClock;
  /** What connections of all protocols hold. */
  readonly held: HeldBytes;
  readonly connections: ReadonlySet<ConnectedClient>;
  received: number;
  sent: number;
  log(level: 'INFO' | 'WARN' | 'ERROR', message: string, logger: string): void;
  /** The answer to a four-letter word, or undefined if these bytes are none. */
  fourLetterWord(word: string): string | undefined;
  /** This connection is over. */
  left(client: ConnectedClient): void;
  /** A session has one connection: when it comes by another, the earlier one ends. */
  disconnectSession(id: bigint): void;
}
