import type { Serving } from '../quorum/serving.ts';
import type { ServerState } from './server-state.ts';

/** `srst`, which does not count itself. */
export function* resetServer(serving: Serving, server: ServerState): Generator<string> {
  server.received = server.sent = 0;
  server.latency.reset();
  serving.leads?.().proposals.reset();
  yield 'Server stats reset.\n';
}

/** `crst` */
export function* resetClients(server: ServerState): Generator<string> {
  for (const { stats } of server.connections.values()) stats.reset();
  yield 'Connection stats reset.\n';
}
