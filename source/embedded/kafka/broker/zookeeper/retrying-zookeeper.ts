import type { ZooKeeperClient } from '../../../zookeeper/client-api.ts';
import { zooKeeperCode } from '../../controller/zk-operations.ts';

/**
 * A session whose requests survive a broken connection: requests that failed with CONNECTIONLOSS are retried once the client has
 * reconnected, or fail when the session is over. A create that succeeded the first time counts as done.
 */
export function retrying(client: ZooKeeperClient): ZooKeeperClient {
  async function again<T>(request: () => Promise<T>, onRepeat?: (error: unknown) => Promise<T>): Promise<T> {
    for (let repeated = false; ; repeated = true) {
      try {
        return await request();
      } catch (error) {
        if (zooKeeperCode(error) === 'CONNECTIONLOSS') continue;
        if (repeated && onRepeat) return await onRepeat(error);
        throw error;
      }
    }
  }
  return {
    get sessionId() {
      return client.sessionId;
    },
    get sessionTimeoutMs() {
      return client.sessionTimeoutMs;
    },
    closed: client.closed,
    close: () => client.close(),
    drop: () => client.drop(),
    exists: (path, watch) => again(() => client.exists(path, watch)),
    getData: (path, watch) => again(() => client.getData(path, watch)),
    getChildren: (path, watch) => again(() => client.getChildren(path, watch)),
    setData: (path, data, version) => again(() => client.setData(path, data, version)),
    delete: (path, version) =>
      again(
        () => client.delete(path, version),
        async (error) => {
          if (zooKeeperCode(error) !== 'NONODE') throw error;
        },
      ),
    create: (path, data, flags) =>
      again(
        () => client.create(path, data, flags),
        async (error) => {
          if (zooKeeperCode(error) !== 'NODEEXISTS' || flags?.sequential) throw error;
          const { data: present, stat } = await client.getData(path);
          const owner = flags?.ephemeral ? client.sessionId : 0n;
          if (stat.ephemeralOwner !== owner || !present.equals(data)) throw error;
          return path;
        },
      ),
  };
}
