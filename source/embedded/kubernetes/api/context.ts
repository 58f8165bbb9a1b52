import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HeldBytes } from '../../bounds/held-bytes.ts';
import type { NodeAgent } from '../objects/agent-api.ts';
import type { Store } from '../objects/store-api.ts';
import type { YamlThread } from '../yaml/yaml-thread.ts';
import type { ResourcePath } from './request-path.ts';

/** What every handler depends on. */
export interface ApiContext {
  readonly store: Store;
  readonly agent: NodeAgent;
  readonly yaml: YamlThread;
  /** The bytes of bodies being read, and of responses and watches waiting for their client. */
  readonly held: HeldBytes;
  /** Aborted when the server closes: streams end then. */
  readonly closing: AbortSignal;
  readonly now: () => number;
  /** Why no change can be stored now, in one line; undefined while storing works. */
  readonly cannotKeep?: () => string | undefined;
  log(line: string): void;
}

/** An authenticated request for a resource. */
export interface ApiRequest {
  readonly target: ResourcePath;
  readonly query: URLSearchParams;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}
