import { offsetsTopic } from '../controller/topic-names.ts';
import { type ErrorName, KafkaError } from '../messages/errors.ts';
import type { BrokerContext } from './request-context.ts';

const logger = 'kafka.server.DefaultAutoTopicCreationManager';
const underWay = new WeakMap<object, Map<string, Promise<ErrorName>>>();

/** Starts to create a topic on first use. The answer is what Metadata says until it is there; clients ask again. */
export function autoCreateTopic(broker: BrokerContext, name: string): ErrorName {
  const { settings, cluster } = broker;
  const factor =
    name === offsetsTopic ? settings.offsetsTopicReplicationFactor : settings.defaultReplicationFactor;
  const alive = cluster.image.brokers.size;
  if (alive < factor) {
    broker.log(
      'ERROR',
      `Number of alive brokers '${alive}' does not meet the required replication factor '${factor}' for ` +
        `${name === offsetsTopic ? 'the offsets topic' : `auto creation of topic ${name}`}`,
      logger,
    );
    return 'INVALID_REPLICATION_FACTOR';
  }
  void creating(broker, name, factor);
  return 'LEADER_NOT_AVAILABLE';
}

/** The offsets topic, created now if there is none; settles when it has leaders or cannot have them yet. */
export async function ensureOffsetsTopic(broker: BrokerContext): Promise<void> {
  if (broker.cluster.image.topics.has(offsetsTopic)) return;
  if (autoCreateTopic(broker, offsetsTopic) !== 'LEADER_NOT_AVAILABLE') return;
  await creating(broker, offsetsTopic, broker.settings.offsetsTopicReplicationFactor);
}

function creating(broker: BrokerContext, name: string, replicationFactor: number): Promise<ErrorName> {
  const known = underWay.get(broker.cluster) ?? new Map<string, Promise<ErrorName>>();
  underWay.set(broker.cluster, known);
  const before = known.get(name);
  if (before) return before;
  const creation = create(broker, name, replicationFactor).finally(() => known.delete(name));
  known.set(name, creation);
  return creation;
}

async function create(broker: BrokerContext, name: string, replicationFactor: number): Promise<ErrorName> {
  const { controller } = broker.cluster;
  if (!controller?.active) return 'LEADER_NOT_AVAILABLE';
  const isOffsets = name === offsetsTopic;
  try {
    await controller.createTopic({
      name,
      numPartitions: isOffsets ? broker.settings.group.offsetsPartitions : broker.settings.numPartitions,
      replicationFactor,
      assignment: new Map(),
      config: isOffsets
        ? { 'compression.type': 'producer', 'cleanup.policy': 'compact', 'segment.bytes': '104857600' }
        : {},
      validateOnly: false,
    });
    return 'NONE';
  } catch (error) {
    if (error instanceof KafkaError && error.code === 'TOPIC_ALREADY_EXISTS') return 'NONE';
    broker.log('WARN', `Auto topic creation failed for ${name}: ${(error as Error).message}`, logger);
    return error instanceof KafkaError ? error.code : 'UNKNOWN_SERVER_ERROR';
  }
}
