import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HeldBytes } from '../../bounds/held-bytes.ts';
import type { NodeAgent } from '../objects/agent-api.ts';
import type { Store } from '../objects/store-api.ts';
import type { YamlThread } from '../yaml/yaml-thread.ts';
import type { ResourcePath } from './request-path.ts';

/** What every handler works with. */
export interface ApiContext {
  readonly store: Store;
  readonly agent: NodeAgent;
  readonly yaml: YamlThread;
  /** What bodies hold that are being read, and answers and watches that wait for their client. */
  readonly held: HeldBytes;
  /** Aborted when the server closes: streams end on it. */
  readonly closing: AbortSignal;
  readonly now: () => number;
  /** Why no change can be kept now, in one line; undefined while all is well. */
  readonly cannotKeep?: () => string | undefined;
  log(line: string): void;
}

/** A request to a resource, authenticated. */
export interface ApiRequest {
  readonly target: ResourcePath;
  readonly query: URLSearchParams;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}
