import type { Database } from '../database/database.ts';
import type { Watcher } from '../database/watches.ts';
import type { Identities } from './identities.ts';

/** What the server's configuration decides about requests. */
export interface RequestSettings {
  /** `extendedTypesEnabled`: nodes may have a time to live. */
  readonly extendedTypes?: boolean;
}

/** Who asks, and what for. */
export interface RequestContext {
  readonly database: Database;
  readonly settings: RequestSettings;
  readonly session: bigint;
  readonly xid: number;
  readonly watcher: Watcher;
  readonly access: Identities;
}
