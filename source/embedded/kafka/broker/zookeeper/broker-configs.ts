import type { ZooKeeperClient } from '../../../zookeeper/client-api.ts';
import { readIfPresent } from '../../controller/zk-operations.ts';
import * as znodes from '../../controller/znodes.ts';

/** What is set in ZooKeeper for a broker and for every broker, by the names of the nodes. */
export async function readBrokerConfigs(
  zooKeeper: ZooKeeperClient,
  id: number,
): Promise<Map<string, Record<string, string>>> {
  const configs = new Map<string, Record<string, string>>();
  for (const name of [znodes.everyBroker, String(id)]) {
    const node = await readIfPresent(zooKeeper, znodes.brokerConfigPath(name));
    if (node) configs.set(name, znodes.decodeConfig(node.data));
  }
  return configs;
}
