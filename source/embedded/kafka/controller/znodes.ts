import { KafkaError } from '../messages/errors.ts';
import type { TopicImage } from './cluster-image.ts';
import type { PartitionState } from './partition-state.ts';

/*
 * What Kafka 3.3 in ZooKeeper mode keeps in ZooKeeper (kafka.zk.ZkData), field order included: learners print these nodes.
 */

export const brokerIdsPath = '/brokers/ids';
export const topicsPath = '/brokers/topics';
export const controllerPath = '/controller';
export const controllerEpochPath = '/controller_epoch';
export const clusterIdPath = '/cluster/id';
export const deleteTopicsPath = '/admin/delete_topics';
export const producerIdBlockPath = '/latest_producer_id_block';

export const brokerPath = (id: number) => `${brokerIdsPath}/${id}`;
export const topicPath = (topic: string) => `${topicsPath}/${topic}`;
export const partitionsPath = (topic: string) => `${topicPath(topic)}/partitions`;
export const partitionPath = (topic: string, partition: number) => `${partitionsPath(topic)}/${partition}`;
export const statePath = (topic: string, partition: number) => `${partitionPath(topic, partition)}/state`;
export const topicConfigPath = (topic: string) => `/config/topics/${topic}`;
/** `broker` is an id, or {@link everyBroker}. */
export const brokerConfigPath = (broker: string) => `/config/brokers/${broker}`;
/** The name under which settings for all brokers are kept. */
export const everyBroker = '<default>';
/** Below it, a sequential node tells the brokers of each changed configuration. */
export const configChangePath = '/config/changes/config_change_';
export const deleteTopicPath = (topic: string) => `${deleteTopicsPath}/${topic}`;

/** The nodes that a starting broker creates, parents first. */
export const persistentPaths: readonly string[] = [
  '/consumers',
  '/brokers',
  brokerIdsPath,
  topicsPath,
  '/config',
  '/config/changes',
  '/admin',
  deleteTopicsPath,
  '/brokers/seqid',
  '/isr_change_notification',
  '/latest_producer_id_block',
  '/log_dir_event_notification',
  '/config/topics',
  '/config/clients',
  '/config/users',
  '/config/brokers',
  '/config/ips',
  '/cluster',
];

/** `/feature`: no finalized features, as with inter.broker.protocol.version 3.3 in ZooKeeper mode. */
export const featureNode = { path: '/feature', data: () => json({ features: {}, version: 2, status: 1 }) };

export interface Endpoint {
  /** The listener's name. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/** The data of `/brokers/ids/N`. */
export interface BrokerRegistration {
  readonly id: number;
  readonly endpoints: readonly Endpoint[];
  readonly rack: string | null;
}

export function encodeBroker(
  endpoints: readonly Endpoint[],
  securityProtocol: (listener: string) => string,
  timestamp: number,
): Buffer {
  const plain = endpoints.find((endpoint) => securityProtocol(endpoint.name) === 'PLAINTEXT');
  return json({
    features: {},
    listener_security_protocol_map: Object.fromEntries(
      endpoints.map(({ name }) => [name, securityProtocol(name)]),
    ),
    endpoints: endpoints.map(({ name, host, port }) => `${name}://${host}:${port}`),
    jmx_port: -1,
    port: plain?.port ?? -1,
    host: plain?.host ?? null,
    version: 5,
    timestamp: String(timestamp),
  });
}

export function decodeBroker(id: number, data: Buffer): BrokerRegistration {
  const node = record(parse(data));
  const endpoints = array(node.endpoints).flatMap((text): Endpoint[] => {
    const match = /^(\w+):\/\/(.*):(\d+)$/.exec(String(text));
    return match
      ? [{ name: match[1]!, host: match[2]!.replace(/^\[(.*)\]$/, '$1'), port: Number(match[3]) }]
      : [];
  });
  return { id, endpoints, rack: typeof node.rack === 'string' ? node.rack : null };
}

export function encodeController(brokerId: number, timestamp: number): Buffer {
  return json({ version: 1, brokerid: brokerId, timestamp: String(timestamp) });
}

export function encodeClusterId(id: string): Buffer {
  return json({ version: '1', id });
}

export function decodeClusterId(data: Buffer): string {
  const { id } = record(parse(data));
  if (typeof id !== 'string') throw new KafkaError('UNKNOWN_SERVER_ERROR', `no cluster id in \`${data}\``);
  return id;
}

export interface TopicNode {
  readonly topicId: string;
  readonly assignment: ReadonlyMap<number, readonly number[]>;
  /** The replicas of reassigned partitions that are added, and those that go. */
  readonly adding?: ReadonlyMap<number, readonly number[]>;
  readonly removing?: ReadonlyMap<number, readonly number[]>;
}

/** The node of a topic as it is. */
export function topicNode({ topicId, partitions }: Pick<TopicImage, 'topicId' | 'partitions'>): TopicNode {
  const some = (of: 'adding' | 'removing') =>
    new Map(
      partitions.flatMap((one): [number, readonly number[]][] => {
        const ids = one[of] ?? [];
        return ids.length === 0 ? [] : [[one.partition, ids]];
      }),
    );
  const assignment = new Map(partitions.map(({ partition, replicas }) => [partition, replicas]));
  return { topicId, assignment, adding: some('adding'), removing: some('removing') };
}

export function encodeTopic({ topicId, assignment, adding, removing }: TopicNode): Buffer {
  return json({
    partitions: Object.fromEntries(assignment),
    topic_id: topicId,
    adding_replicas: Object.fromEntries(adding ?? []),
    removing_replicas: Object.fromEntries(removing ?? []),
    version: 3,
  });
}

export function decodeTopic(data: Buffer): TopicNode {
  const node = record(parse(data));
  const idsOf = (value: unknown) =>
    new Map(
      Object.entries(record(value)).map(([partition, ids]): [number, number[]] => [
        Number(partition),
        array(ids).map(Number),
      ]),
    );
  return {
    topicId: typeof node.topic_id === 'string' ? node.topic_id : '',
    assignment: idsOf(node.partitions),
    adding: idsOf(node.adding_replicas),
    removing: idsOf(node.removing_replicas),
  };
}

export function encodeState(state: Omit<PartitionState, 'zkVersion'>): Buffer {
  return json({
    controller_epoch: state.controllerEpoch,
    leader: state.leader,
    version: 1,
    leader_epoch: state.leaderEpoch,
    isr: state.isr,
  });
}

export function decodeState(data: Buffer, zkVersion: number): PartitionState {
  const node = record(parse(data));
  return {
    leader: Number(node.leader),
    isr: array(node.isr).map(Number),
    leaderEpoch: Number(node.leader_epoch),
    controllerEpoch: Number(node.controller_epoch),
    zkVersion,
  };
}

export function encodeConfig(config: Readonly<Record<string, string>>): Buffer {
  return json({ version: 1, config });
}

/** Which configuration has changed: `topics/NAME`, `brokers/ID`. */
export function encodeConfigChange(entityPath: string): Buffer {
  return json({ version: 2, entity_path: entityPath });
}

export function decodeConfig(data: Buffer): Record<string, string> {
  const config = record(record(parse(data)).config);
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [name, String(value)]));
}

/** Producer ids are allocated in blocks; the node names the last allocated block. */
export function encodeProducerIdBlock(brokerId: number, start: number, end: number): Buffer {
  return json({ version: 1, broker: brokerId, block_start: String(start), block_end: String(end) });
}

/** The first producer id not allocated yet. */
export function nextProducerId(data: Buffer): number {
  if (data.length === 0) return 0;
  const end = Number(record(parse(data)).block_end);
  return Number.isSafeInteger(end) ? end + 1 : 0;
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function parse(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString());
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new KafkaError(
      'UNKNOWN_SERVER_ERROR',
      `not JSON in ZooKeeper: \`${data.toString().slice(0, 200)}\``,
    );
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function array(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
