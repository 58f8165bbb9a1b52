import { release } from 'node:os';
import type { SessionTimeouts } from '../database/sessions.ts';
import { hex } from '../log-line.ts';
import { type EnsembleConfig, membershipText } from '../quorum/ensemble-config.ts';
import type { LeaderStatus, Serving } from '../quorum/serving.ts';
import type { ConnectedClient, ServerState } from './server-state.ts';

/** The version line: this is not a build of Apache ZooKeeper. */
export const serverVersion = 'kafka-lab (speaks the client protocol of ZooKeeper 3.6)';

export interface ServerSettings {
  readonly clientPort: number;
  readonly tickTime: number;
  readonly dataDirectory: string | undefined;
  readonly maxClientConnections: number;
  readonly fourLetterWords: readonly string[];
  readonly sessionTimeouts: SessionTimeouts;
  readonly shownDirectories: { readonly data: string; readonly log: string } | undefined;
  readonly ensemble: EnsembleConfig | undefined;
}

type Word = (server: ServerState, settings: ServerSettings) => string;

const notServing = 'This ZooKeeper instance is not currently serving requests\n';

/** Words that a server answers in a quorum, or alone. */
const words: Readonly<Record<string, (serving: Serving, ...rest: Parameters<Word>) => string>> = {
  srvr: (serving, server) => serverLines(serving, server),
  stat: (serving, server) => {
    const clients = [...server.connections].map((client) => `${clientText(client)})\n`);
    const [version = '', ...rest] = serverLines(serving, server).split('\n');
    return [version, `Clients:\n${clients.join('')}`, ...rest].join('\n');
  },
  cons: (_serving, server) => {
    const clients = [...server.connections].map((client) => {
      const session = client.sessionId === 0n ? '' : `,sid=${hex(client.sessionId)},est=${client.since}`;
      return `${clientText(client)}${session})\n`;
    });
    return `${clients.join('')}\n`;
  },
  conf: ({ mode }, _server, settings) => confText(settings, mode !== 'standalone'),
  mntr: (serving, server) =>
    monitored(serving, server)
      .map(([name, value]) => `zk_${name}\t${value}\n`)
      .join(''),
  isro: () => 'rw',
  wchs: ({ database: { watches } }, server) => {
    const watching = [...server.connections].filter(({ watcher }) => watches.countOf(watcher) > 0);
    const total = watching.reduce((sum, { watcher }) => sum + watches.countOf(watcher), 0);
    const paths = new Set(watching.flatMap(({ watcher }) => watches.pathsOf(watcher)));
    return `${watching.length} connections watching ${paths.size} paths\nTotal watches:${total}\n`;
  },
};

/** Words that it always answers. */
const always: Readonly<Record<string, Word>> = {
  ruok: () => 'imok',
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
  const anyway = Object.hasOwn(always, word) ? always[word] : undefined;
  if (run === undefined && anyway === undefined) return undefined;
  const allowed = settings.fourLetterWords.includes('*') || settings.fourLetterWords.includes(word);
  if (!allowed) return `${word} is not executed because it is not in the whitelist.\n`;
  if (anyway !== undefined) return anyway(server, settings);
  const { serving } = server;
  return serving === undefined ? notServing : run!(serving, server, settings);
}

function serverLines(serving: Serving, server: ServerState): string {
  const leads = serving.leads?.().proposals;
  return [
    `Zookeeper version: ${serverVersion}`,
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

/** ZooKeeper counts the root twice. */
function nodeCount({ database }: Serving): number {
  return database.tree.nodes.size + 1;
}

function clientText(client: ConnectedClient): string {
  return ` ${client.name}[1](queued=0,recved=${client.received},sent=${client.sent}`;
}

function monitored(serving: Serving, server: ServerState): [string, string | number][] {
  const { tree, watches, sessions } = serving.database;
  const watched = [...server.connections].reduce((sum, { watcher }) => sum + watches.countOf(watcher), 0);
  const leads = serving.leads?.();
  return [
    ['version', serverVersion],
    ['server_state', serving.mode],
    ...(serving.mode === 'standalone' ? [] : [['peer_state', peerState[serving.mode]] as [string, string]]),
    ['avg_latency', server.latency.mean],
    ['max_latency', server.latency.most],
    ['min_latency', server.latency.least],
    ['packets_received', server.received],
    ['packets_sent', server.sent],
    ['num_alive_connections', server.connections.size],
    ['outstanding_requests', 0],
    ['uptime', Math.round(server.clock.monotonic() - server.since)],
    ['znode_count', nodeCount(serving)],
    ['watch_count', watched],
    ['ephemerals_count', tree.ephemeralCount],
    ['approximate_data_size', tree.approximateSize],
    ['global_sessions', sessions.all().length],
    ['local_sessions', 0],
    ...(leads === undefined ? [] : leaderLines(leads, server)),
  ];
}

function leaderLines({ followers, proposals, since }: LeaderStatus, server: ServerState): [string, number][] {
  return [
    ['learners', followers.voting + followers.observers],
    ['synced_followers', followers.voting],
    ['synced_non_voting_followers', 0],
    ['synced_observers', followers.observers],
    ['pending_syncs', 0],
    ['leader_uptime', Math.round(server.clock.monotonic() - since)],
    ['last_proposal_size', proposals.last],
    ['max_proposal_size', proposals.most],
    ['min_proposal_size', proposals.least],
  ];
}

const peerState = {
  leader: 'leading - broadcast',
  follower: 'following - broadcast',
  observer: 'observing - broadcast',
} as const;

function confText(settings: ServerSettings, isQuorum: boolean): string {
  const { clientPort, tickTime, maxClientConnections, sessionTimeouts, ensemble } = settings;
  const { dataDirectory = '', shownDirectories = { data: dataDirectory, log: dataDirectory } } = settings;
  const lines = [
    `clientPort=${clientPort}`,
    'secureClientPort=-1',
    `dataDir=${shownDirectories.data}/version-2`,
    `dataLogDir=${shownDirectories.log}/version-2`,
    `tickTime=${tickTime}`,
    `maxClientCnxns=${maxClientConnections}`,
    `minSessionTimeout=${sessionTimeouts.least}`,
    `maxSessionTimeout=${sessionTimeouts.most}`,
    'clientPortListenBacklog=-1',
    `serverId=${ensemble?.myId ?? 0}`,
    '',
  ];
  const me = ensemble?.members.find(({ id }) => id === ensemble.myId);
  if (!isQuorum || ensemble === undefined || me === undefined) return lines.join('\n');
  return [
    ...lines.slice(0, -1),
    `initLimit=${ensemble.initLimit}`,
    `syncLimit=${ensemble.syncLimit}`,
    'electionAlg=3',
    `electionPort=${me.electionPort}`,
    `quorumPort=${me.quorumPort}`,
    `peerType=${me.role === 'observer' ? 1 : 0}`,
    'membership: ',
    membershipText(ensemble.members),
  ].join('\n');
}
