import { release } from 'node:os';
import { hex } from '../log-line.ts';
import type { ServerState } from './server-state.ts';

/** The version line: this is not a build of Apache ZooKeeper. */
export const serverVersion = 'kafka-lab (speaks the client protocol of ZooKeeper 3.6)';

export interface ServerSettings {
  readonly clientPort: number;
  readonly tickTime: number;
  readonly dataDirectory: string | undefined;
  readonly maxClientConnections: number;
  readonly fourLetterWords: readonly string[];
}

type Word = (server: ServerState, settings: ServerSettings) => string;

const words: Readonly<Record<string, Word>> = {
  ruok: () => 'imok',
  srvr: (server) => serverLines(server),
  stat: (server) => {
    const clients = [...server.connections].map(
      (client) => ` ${client.name}[1](queued=0,recved=${client.received},sent=${client.sent})`,
    );
    const [version = '', ...rest] = serverLines(server).split('\n');
    return [version, 'Clients:', ...clients, '', ...rest].join('\n');
  },
  conf: (server, settings) =>
    [
      `clientPort=${settings.clientPort}`,
      'secureClientPort=-1',
      `dataDir=${settings.dataDirectory === undefined ? '' : `${settings.dataDirectory}/version-2`}`,
      `tickTime=${settings.tickTime}`,
      `maxClientCnxns=${settings.maxClientConnections}`,
      `minSessionTimeout=${settings.tickTime * 2}`,
      `maxSessionTimeout=${settings.tickTime * 20}`,
      `serverId=0`,
      `connections=${server.connections.size}`,
      '',
    ].join('\n'),
  mntr: (server) => {
    const { database } = server;
    const lines: [string, string | number][] = [
      ['version', serverVersion],
      ['server_state', 'standalone'],
      ['packets_received', server.received],
      ['packets_sent', server.sent],
      ['num_alive_connections', server.connections.size],
      ['outstanding_requests', 0],
      ['znode_count', database.tree.nodes.size],
      ['watch_count', database.watches.count],
      ['ephemerals_count', database.tree.ephemeralCount],
      ['approximate_data_size', database.tree.approximateSize],
      ['global_sessions', database.sessions.all().length],
    ];
    return lines.map(([name, value]) => `zk_${name}\t${value}\n`).join('');
  },
  envi: () =>
    [
      'Environment:',
      `zookeeper.version=${serverVersion}`,
      `node.version=${process.version}`,
      `os.name=${process.platform}`,
      `os.version=${release()}`,
      '',
    ].join('\n'),
};

/** The reply to a four-letter word, a refusal if it is not whitelisted (`*`: all), undefined if it is none. */
export function answerWord(word: string, server: ServerState, settings: ServerSettings): string | undefined {
  const run = Object.hasOwn(words, word) ? words[word] : undefined;
  if (run === undefined) return undefined;
  const allowed = settings.fourLetterWords.includes('*') || settings.fourLetterWords.includes(word);
  return allowed ? run(server, settings) : `${word} is not executed because it is not in the whitelist.\n`;
}

function serverLines(server: ServerState): string {
  return [
    `Zookeeper version: ${serverVersion}`,
    `Received: ${server.received}`,
    `Sent: ${server.sent}`,
    `Connections: ${server.connections.size}`,
    'Outstanding: 0',
    `Zxid: ${hex(server.database.zxid)}`,
    'Mode: standalone',
    `Node count: ${server.database.tree.nodes.size}`,
    '',
  ].join('\n');
}
