import { EnsembleConfigError, type Member, parseMember } from '../../zookeeper/quorum/ensemble-config.ts';
import type { ZooKeeperConfig } from '../../zookeeper/server/server.ts';

/** What QuorumPeerConfig refuses, as Java prints the cause. The server exits with 2. */
export class InvalidConfig extends Error {
  override readonly name = 'InvalidConfig';
}

/** A setting that the embedded ZooKeeper does not have. */
export class NotModelled extends Error {
  override readonly name = 'NotModelled';
}

type Settings = Omit<ZooKeeperConfig, 'dataDirectory' | 'logDirectory' | 'bootId'>;

/**
 * Reads zoo.cfg and the JVM's system properties as ZooKeeper 3.6 does. `myId` is the content of the file myid, undefined without one. Throws
 * {@link InvalidConfig} and {@link NotModelled}.
 */
export function readConfig(
  cfg: ReadonlyMap<string, string>,
  system: ReadonlyMap<string, string>,
  myId: string | undefined,
): Settings {
  refuseWhatIsNotModelled(cfg);
  const clientPort = integer(cfg, 'clientPort', 0);
  if (clientPort < 0 || clientPort > 65_535)
    throw new InvalidConfig(`java.lang.IllegalArgumentException: port out of range:${clientPort}`);
  if (clientPort === 0)
    throw new NotModelled('clientPort=0: the embedded ZooKeeper needs a port for its clients');
  const tickTime = integer(cfg, 'tickTime', 3000);
  if (tickTime === 0) throw illegal('tickTime is not set');
  for (const key of ['autopurge.snapRetainCount', 'autopurge.purgeInterval']) integer(cfg, key, 0);
  if (integer(cfg, 'electionAlg', 3) !== 3)
    throw new InvalidConfig(
      'org.apache.zookeeper.server.quorum.QuorumPeerConfig$ConfigException: Invalid electionAlg value. Only 3 is supported.',
    );
  const least = orTicks(integer(cfg, 'minSessionTimeout', -1), tickTime * 2);
  const most = orTicks(integer(cfg, 'maxSessionTimeout', -1), tickTime * 20);
  if (least > most) throw illegal('minSessionTimeout must not be larger than maxSessionTimeout');
  const ensemble = readEnsemble(cfg, myId);
  const superDigest = system.get('zookeeper.DigestAuthenticationProvider.superDigest');
  return {
    clientPort,
    tickTime,
    maxClientConnections: integer(cfg, 'maxClientCnxns', 60),
    sessionTimeouts: { least, most },
    fourLetterWords: wordsOf(system.get('zookeeper.4lw.commands.whitelist')),
    skipAcl: system.get('zookeeper.skipACL') === 'yes',
    extendedTypes: system.get('zookeeper.extendedTypesEnabled')?.toLowerCase() === 'true',
    containers: containersOf(system),
    ...(superDigest === undefined ? {} : { superDigest }),
    ...(ensemble === undefined ? {} : { ensemble }),
  };
}

/** `server.N` lines of more than one voter make an ensemble; a single one is ignored, as ZooKeeper ignores it. */
function readEnsemble(cfg: ReadonlyMap<string, string>, myId: string | undefined): Settings['ensemble'] {
  const members: Member[] = [];
  for (const [key, value] of cfg) {
    const id = /^server\.(\d{1,9})$/.exec(key)?.[1];
    if (id !== undefined) members.push(memberOf(Number(id), value.trim()));
  }
  const voters = members.filter(({ role }) => role === 'participant').length;
  if (voters === 0 && members.length > 0)
    throw illegal('Observers w/o participants is an invalid configuration');
  if (voters === 1 && members.length > 1) throw illegal('Observers w/o quorum is an invalid configuration');
  const id = readMyId(myId);
  if (voters <= 1) return undefined;
  const initLimit = integer(cfg, 'initLimit', 0);
  const syncLimit = integer(cfg, 'syncLimit', 0);
  if (initLimit === 0) throw illegal('initLimit is not set');
  if (syncLimit === 0) throw illegal('syncLimit is not set');
  if (id === undefined) throw illegal('myid file is missing');
  const listensOnAllIps = cfg.get('quorumListenOnAllIPs')?.trim().toLowerCase() === 'true';
  return { myId: id, members, initLimit, syncLimit, listensOnAllIps };
}

function memberOf(id: number, value: string): Member {
  try {
    return parseMember(id, value);
  } catch (error) {
    if (!(error instanceof EnsembleConfigError)) throw error;
    throw new InvalidConfig(
      `org.apache.zookeeper.server.quorum.QuorumPeerConfig$ConfigException: ${error.message}`,
    );
  }
}

function readMyId(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const line = text.split(/\r?\n/, 1)[0] ?? '';
  if (!/^[+-]?\d{1,15}$/.test(line)) throw illegal(`serverid ${line} is not a number`);
  return Number(line);
}

function refuseWhatIsNotModelled(cfg: ReadonlyMap<string, string>): void {
  for (const key of cfg.keys()) {
    if (key === 'secureClientPort' || key === 'sslQuorum')
      throw new NotModelled(`${key}: the embedded ZooKeeper has no TLS`);
    if (key.startsWith('group.') || key.startsWith('weight.'))
      throw new NotModelled(`${key}: the embedded ZooKeeper has majority quorums only`);
  }
}

/** As Integer.parseInt reads it. */
function integer(cfg: ReadonlyMap<string, string>, key: string, otherwise: number): number {
  const text = cfg.get(key)?.trim();
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!/^[+-]?\d+$/.test(text) || value > 2 ** 31 - 1 || value < -(2 ** 31))
    throw new InvalidConfig(`java.lang.NumberFormatException: For input string: "${text}"`);
  return value;
}

function orTicks(value: number, ticks: number): number {
  return value === -1 ? ticks : value;
}

function wordsOf(list: string | undefined): string[] {
  return ['srvr', ...(list ?? '').split(',').map((word) => word.trim())].filter((word) => word !== '');
}

function containersOf(system: ReadonlyMap<string, string>): NonNullable<Settings['containers']> {
  const number = (name: string) => {
    const text = system.get(`znode.container.${name}`);
    return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  };
  const checkIntervalMs = number('checkIntervalMs');
  const maxNeverUsedMs = number('maxNeverUsedIntervalMs');
  return {
    ...(checkIntervalMs === undefined || checkIntervalMs === 0 ? {} : { checkIntervalMs }),
    ...(maxNeverUsedMs === undefined ? {} : { maxNeverUsedMs }),
  };
}

function illegal(message: string): InvalidConfig {
  return new InvalidConfig(`java.lang.IllegalArgumentException: ${message}`);
}
