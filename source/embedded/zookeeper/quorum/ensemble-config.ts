/** One server of an ensemble: a `server.N` line of zoo.cfg. */
export interface Member {
  readonly id: number;
  readonly host: string;
  /** Where followers reach the leader, and where servers elect one. */
  readonly quorumPort: number;
  readonly electionPort: number;
  /** Observers follow, and do not vote. */
  readonly role: 'participant' | 'observer';
}

/** The `server.N` lines, and which of them this server is: `myid`. */
export interface EnsembleConfig {
  readonly myId: number;
  readonly members: readonly Member[];
  /** `quorumListenOnAllIPs`: this server's own name need not be its own address. */
  readonly listensOnAllIps?: boolean;
  /** In ticks. */
  readonly initLimit: number;
  readonly syncLimit: number;
}

/** Refused by QuorumPeerConfig, with its words. */
export class EnsembleConfigError extends Error {
  override readonly name = 'EnsembleConfigError';
}

const wrongFormat =
  ' does not have the form server_config or server_config;client_config where server_config is the pipe separated list of ' +
  'host:port:port or host:port:port:type and client_config is port or host:port';

/** Reads the value of a `server.N` line, `host:port:port[:role]`. Throws {@link EnsembleConfigError}. */
export function parseMember(id: number, value: string): Member {
  const [server = '', client, more] = value.split(';');
  const parts = /^\[([^\]]+)\]:(.*)$/.exec(server);
  const [host = '', quorum, election, role, extra] = parts
    ? [parts[1]!, ...parts[2]!.split(':')]
    : server.split(':');
  if (quorum === undefined || election === undefined || extra !== undefined || more !== undefined)
    throw new EnsembleConfigError(value + wrongFormat);
  if (client !== undefined && client.split(':').length > 2)
    throw new EnsembleConfigError(value + wrongFormat);
  const quorumPort = portOf(host, quorum);
  const electionPort = portOf(host, election);
  if (quorumPort === electionPort)
    throw new EnsembleConfigError(
      `Client and election port must be different! Please update the configuration file on server.${id}`,
    );
  return { id, host, quorumPort, electionPort, role: role === undefined ? 'participant' : roleOf(role) };
}

/** As `conf` and the node /zookeeper/config show the ensemble. */
export function membershipText(members: readonly Member[]): string {
  const lines = members.map(
    ({ id, host, quorumPort, electionPort, role }) =>
      `server.${id}=${host}:${quorumPort}:${electionPort}:${role}\n`,
  );
  return `${lines.join('')}version=0`;
}

/** How many voting members make a quorum. */
export function quorumOf(members: readonly Member[]): number {
  return Math.floor(members.filter(({ role }) => role === 'participant').length / 2) + 1;
}

function portOf(host: string, text: string): number {
  const port = /^\+?\d{1,6}$/.test(text) ? Number(text) : -1;
  if (port < 0) throw new EnsembleConfigError(`Address unresolved: ${host}:${text}`);
  if (port > 65_535) throw new EnsembleConfigError(`port out of range:${port}`);
  return port;
}

function roleOf(text: string): Member['role'] {
  const role = text.trim().toLowerCase();
  if (role === 'observer' || role === 'participant') return role;
  throw new EnsembleConfigError(`Unrecognised peertype: ${text}`);
}
