import type { ServerClock } from './clock.ts';
import type { Database } from './database.ts';
import type { ServerConnection } from './server-connection.ts';

/** What the connections of one server share. */
export interface ServerState {
  readonly database: Database;
  readonly clock: ServerClock;
  readonly connections: Set<ServerConnection>;
  received: number;
  sent: number;
  log(level: 'INFO' | 'WARN' | 'ERROR', message: string, logger: string): void;
  /** The answer to a four-letter word, or undefined if these bytes are none. */
  fourLetterWord(word: string): string | undefined;
  /** A session has one connection: when it comes by another, the earlier one ends. */
  disconnectSession(id: bigint): void;
}
