import type { ServerSettings } from './server-settings.ts';
import type { ConnectedClient, ServerState } from './server-state.ts';

/** What a four-letter word is answered from. */
export interface WordContext {
  readonly server: ServerState;
  readonly settings: ServerSettings;
  /** Who asks. */
  readonly client: ConnectedClient;
  /** What follows the word. */
  readonly rest: Buffer;
}

/** The answer in pieces, which may be long: others are served between any two of them. */
export type Pieces = Iterable<string>;
