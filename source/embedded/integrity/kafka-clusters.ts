import { fieldsOf } from '../../files/parse-json.ts';
import { brokerIdsPath, clusterIdPath, topicPath, topicsPath } from '../kafka/controller/znodes.ts';
import type { Database } from '../zookeeper/database/database.ts';
import type { Tree } from '../zookeeper/database/tree.ts';

export interface KnownTopic {
  readonly name: string;
  readonly topicId: string;
  /** ms since the epoch */
  readonly createdAt: number;
  /** The brokers of each partition. */
  readonly replicas: ReadonlyMap<number, readonly number[]>;
}

/** A Kafka cluster as ZooKeeper has it. */
export interface KnownCluster {
  readonly id: string | undefined;
  readonly topics: readonly KnownTopic[];
  /** The brokers that were registered: those of a killed cluster still are. */
  readonly registered: ReadonlySet<number>;
}

/** The Kafka clusters of all ZooKeepers, each of them below its chroot; what the servers of one ensemble have comes from each of them. */
export function kafkaClustersIn(databases: readonly Database[]): KnownCluster[] {
  // The one that is furthest knows best.
  const sorted = [...databases].sort((a, b) => (a.zxid < b.zxid ? 1 : a.zxid > b.zxid ? -1 : 0));
  return sorted.flatMap(({ tree }) => [...rootsIn(tree)].map((root) => clusterAt(tree, root)));
}

/** The chroot of each, as its paths begin. */
function rootsIn(tree: Tree): ReadonlySet<string> {
  const roots = new Set<string>();
  for (const path of tree.nodes.keys())
    for (const end of [clusterIdPath, topicsPath])
      if (path.endsWith(end)) roots.add(path.slice(0, -end.length));
  return roots;
}

function clusterAt(tree: Tree, root: string): KnownCluster {
  const { id } = fieldsAt(tree, `${root}${clusterIdPath}`);
  return {
    id: typeof id === 'string' ? id : undefined,
    topics: childrenOf(tree, `${root}${topicsPath}`).map((name) => topicAt(tree, root, name)),
    registered: new Set(childrenOf(tree, `${root}${brokerIdsPath}`).map(Number)),
  };
}

function topicAt(tree: Tree, root: string, name: string): KnownTopic {
  const path = `${root}${topicPath(name)}`;
  const { topic_id: topicId, partitions } = fieldsAt(tree, path);
  const assigned = typeof partitions === 'object' && partitions !== null ? Object.entries(partitions) : [];
  return {
    name,
    topicId: typeof topicId === 'string' ? topicId : '',
    createdAt: Number(tree.stat(path).ctime),
    replicas: new Map(
      assigned.flatMap(([partition, ids]): [number, readonly number[]][] =>
        Array.isArray(ids) ? [[Number(partition), ids.map(Number)]] : [],
      ),
    ),
  };
}

function childrenOf(tree: Tree, path: string): string[] {
  return tree.has(path) ? tree.children(path) : [];
}

/** Any client may have written the node. */
function fieldsAt(tree: Tree, path: string): Readonly<Record<string, unknown>> {
  return tree.has(path) ? fieldsOf(tree.data(path)?.toString('utf8') ?? '') : {};
}
