import { inBatches } from '../../bounds/lanes/cluster.ts';
import type { ZooKeeperClient } from '../../zookeeper/client-api.ts';

const deletionsAtOnce = 100;

/** The protocol's name of a ZooKeeper error, such as `NONODE`; undefined for other errors. */
export function zooKeeperCode(thrown: unknown): string | undefined {
  const code = thrown instanceof Error ? (thrown as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Creates a persistent node; false if it existed. */
export async function createIfAbsent(
  zooKeeper: ZooKeeperClient,
  path: string,
  data: Buffer = Buffer.alloc(0),
): Promise<boolean> {
  try {
    await zooKeeper.create(path, data);
    return true;
  } catch (error) {
    if (zooKeeperCode(error) === 'NODEEXISTS') return false;
    throw error;
  }
}

export async function readIfPresent(
  zooKeeper: ZooKeeperClient,
  path: string,
): Promise<Awaited<ReturnType<ZooKeeperClient['getData']>> | undefined> {
  try {
    return await zooKeeper.getData(path);
  } catch (error) {
    if (zooKeeperCode(error) === 'NONODE') return undefined;
    throw error;
  }
}

export async function deleteIfPresent(zooKeeper: ZooKeeperClient, path: string): Promise<void> {
  try {
    await zooKeeper.delete(path);
  } catch (error) {
    if (zooKeeperCode(error) !== 'NONODE') throw error;
  }
}

export async function deleteTree(zooKeeper: ZooKeeperClient, path: string): Promise<void> {
  let children: string[];
  try {
    children = (await zooKeeper.getChildren(path)).children;
  } catch (error) {
    if (zooKeeperCode(error) === 'NONODE') return;
    throw error;
  }
  await inBatches(children, deletionsAtOnce, (child) => deleteTree(zooKeeper, `${path}/${child}`));
  await deleteIfPresent(zooKeeper, path);
}

/** Sets the data of a node that may not exist yet. */
export async function writeNode(zooKeeper: ZooKeeperClient, path: string, data: Buffer): Promise<void> {
  if (!(await createIfAbsent(zooKeeper, path, data))) await zooKeeper.setData(path, data);
}
