import type { SessionTimeouts } from '../database/sessions.ts';
import type { EnsembleConfig } from '../quorum/ensemble-config.ts';

/** What four-letter words tell of a server's configuration. */
export interface ServerSettings {
  readonly clientPort: number;
  readonly tickTime: number;
  readonly dataDirectory: string | undefined;
  readonly logDirectory: string | undefined;
  readonly maxClientConnections: number;
  /** The words that are allowed; `*`: all. */
  readonly fourLetterWords: readonly string[];
  readonly sessionTimeouts: SessionTimeouts;
  readonly shownDirectories: { readonly data: string; readonly log: string } | undefined;
  readonly ensemble: EnsembleConfig | undefined;
}
