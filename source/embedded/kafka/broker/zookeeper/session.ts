import { randomUUID } from 'node:crypto';
import type { ZooKeeperClient } from '../../../zookeeper/client-api.ts';
import type { BrokerConfig, BrokerHost } from '../../broker-api.ts';
import { createIfAbsent, readIfPresent, zooKeeperCode } from '../../controller/zk-operations.ts';
import * as znodes from '../../controller/znodes.ts';
import type { BrokerSettings } from '../config/broker-settings.ts';
import { retrying } from './retrying-zookeeper.ts';

/** What ends a broker's start in ZooKeeper's or Kafka's own class name. */
export class StartupError extends Error {
  constructor(className: string, message: string) {
    super(message);
    this.name = className;
  }
}

/**
 * Opens a ZooKeeper session within `zookeeper.connection.timeout.ms`, trying again as the client does. The chroot is made if the
 * connect string names one. Throws {@link StartupError}, or the signal's reason.
 */
export async function openSession(
  config: BrokerConfig,
  settings: BrokerSettings,
  host: BrokerHost,
  signal: AbortSignal,
): Promise<ZooKeeperClient> {
  const limit = AbortSignal.timeout(settings.zookeeperConnectionTimeoutMs);
  const connect = async (connectString: string) => {
    for (;;) {
      try {
        const client = await host.connectZooKeeper({
          connectString,
          sessionTimeoutMs: settings.zookeeperSessionTimeoutMs,
          open: (name, port) => host.network.connect(host.podIp, name, port),
          signal: AbortSignal.any([signal, limit]),
        });
        return retrying(client);
      } catch (error) {
        signal.throwIfAborted();
        if (zooKeeperCode(error) !== 'CONNECTIONLOSS' || limit.aborted)
          throw new StartupError(
            'kafka.zookeeper.ZooKeeperClientTimeoutException',
            'Timed out waiting for connection while in state: CONNECTING',
          );
      }
    }
  };
  const slash = config.zookeeperConnect.indexOf('/');
  if (slash >= 0 && slash < config.zookeeperConnect.length - 1) {
    const root = await connect(config.zookeeperConnect.slice(0, slash));
    const parts = config.zookeeperConnect.slice(slash + 1).split('/');
    for (let depth = 1; depth <= parts.length; depth++)
      await createIfAbsent(root, `/${parts.slice(0, depth).join('/')}`);
    await root.close();
  }
  return await connect(config.zookeeperConnect);
}

/** The nodes that every broker makes sure of. Parents are asked for first, and a session keeps the order of its requests. */
export async function createPersistentPaths(zooKeeper: ZooKeeperClient): Promise<void> {
  await Promise.all(znodes.persistentPaths.map((path) => createIfAbsent(zooKeeper, path)));
  await createIfAbsent(zooKeeper, znodes.featureNode.path, znodes.featureNode.data());
}

/** `/cluster/id`: the first broker draws it, a UUID as Kafka prints one. */
export async function getOrCreateClusterId(zooKeeper: ZooKeeperClient): Promise<string> {
  const present = await readIfPresent(zooKeeper, znodes.clusterIdPath);
  if (present) return znodes.decodeClusterId(present.data);
  const id = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
  await createIfAbsent(zooKeeper, '/cluster');
  if (await createIfAbsent(zooKeeper, znodes.clusterIdPath, znodes.encodeClusterId(id))) return id;
  return znodes.decodeClusterId((await zooKeeper.getData(znodes.clusterIdPath)).data);
}

/** Registers the broker for this session. Resolves with the czxid, its broker epoch. Throws {@link StartupError}. */
export async function register(
  zooKeeper: ZooKeeperClient,
  id: number,
  registration: Buffer,
): Promise<bigint> {
  const path = znodes.brokerPath(id);
  try {
    await zooKeeper.create(path, registration, { ephemeral: true });
  } catch (error) {
    if (zooKeeperCode(error) !== 'NODEEXISTS') throw error;
    const owner = (await zooKeeper.exists(path))?.ephemeralOwner;
    if (owner !== undefined && owner !== zooKeeper.sessionId)
      throw new StartupError(
        'org.apache.zookeeper.KeeperException$NodeExistsException',
        `KeeperErrorCode = NodeExists: node ${path} already exists and owner '${owner}' does not match current ` +
          `session '${zooKeeper.sessionId}'`,
      );
    if (owner === undefined) return register(zooKeeper, id, registration);
  }
  const stat = await zooKeeper.exists(path);
  return stat?.czxid ?? 0n;
}
