import { hex } from '../log-line.ts';
import type { Serving } from '../quorum/serving.ts';
import type { ConnectedClient, ServerState } from './server-state.ts';
import { serverVersion } from './server-version.ts';
import type { WordContext } from './word.ts';

/** `srvr` */
export function* serverStatus(serving: Serving, { server }: WordContext): Generator<string> {
  yield `Zookeeper version: ${serverVersion}\n`;
  yield statusLines(serving, server);
}

/** `stat`: the same, with the clients. */
export function* serverStatusWithClients(serving: Serving, context: WordContext): Generator<string> {
  yield `Zookeeper version: ${serverVersion}\nClients:\n`;
  for (const client of context.server.connections.values()) yield `${clientText(client, context)})\n`;
  yield `\n${statusLines(serving, context.server)}`;
}

/** `cons`: the clients with their sessions and last requests. */
export function* clients(_serving: Serving, context: WordContext): Generator<string> {
  for (const client of context.server.connections.values()) {
    const { stats, sessionId, since, sessionTimeoutMs } = client;
    const session = sessionId === 0n ? '' : stats.session(sessionId, since, sessionTimeoutMs);
    yield `${clientText(client, context)}${session})\n`;
  }
  yield '\n';
}

/** ZooKeeper counts the root twice. */
export function nodeCount({ database }: Serving): number {
  return database.tree.nodes.size + 1;
}

function statusLines(serving: Serving, server: ServerState): string {
  const leads = serving.leads?.().proposals;
  return [
    `Latency min/avg/max: ${server.latency.least}/${server.latency.mean}/${server.latency.most}`,
    `Received: ${server.received}`,
    `Sent: ${server.sent}`,
    `Connections: ${server.connections.size}`,
    'Outstanding: 0',
    `Zxid: ${hex(serving.database.zxid)}`,
    `Mode: ${serving.mode}`,
    `Node count: ${nodeCount(serving)}`,
    ...(leads === undefined
      ? []
      : [`Proposal sizes last/min/max: ${leads.last}/${leads.least}/${leads.most}`]),
    '',
  ].join('\n');
}

/** `[0]`: from who asks, nothing more is read. */
function clientText(client: ConnectedClient, asking: WordContext): string {
  return ` ${client.name}[${client === asking.client ? 0 : 1}]${client.stats.counts}`;
}
