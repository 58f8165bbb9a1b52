import { nextTurn } from '../../../bounds/lanes/kafka.ts';
import { mostPartitions, partitionsOf } from '../../controller/plan-partitions.ts';
import { offsetsTopic } from '../../controller/topic-names.ts';
import { type ErrorName, KafkaError } from '../../messages/errors.ts';
import type { BrokerContext } from './request-context.ts';

const logger = 'kafka.server.DefaultAutoTopicCreationManager';

/** The most topics of one cluster that may wait for auto-creation. */
export const mostAutoCreations = 100;
/** The most topics named in one log line. */
const namesInLine = 10;

interface AutoCreations {
  /** Queued or being created; at most {@link mostAutoCreations}. */
  readonly queued: Set<string>;
  /** Settles when all queued topics are created or refused. */
  last: Promise<void>;
  offsets: Promise<void> | undefined;
}

const underWay = new WeakMap<object, AutoCreations>();

function creationsOf({ cluster }: BrokerContext): AutoCreations {
  const creations = underWay.get(cluster) ?? {
    queued: new Set<string>(),
    last: Promise.resolve(),
    offsets: undefined,
  };
  underWay.set(cluster, creations);
  return creations;
}

/**
 * Auto-creates the topics of one request, one after the other. Topics beyond the queue's capacity wait for the client's next request. One
 * request may name 30,000 topics, so all its failures share one log line.
 */
export class AutoCreation {
  readonly #broker: BrokerContext;
  readonly #names: string[] = [];
  readonly #refused = new Map<ErrorName, string[]>();
  #room: number | undefined;

  constructor(broker: BrokerContext) {
    this.#broker = broker;
  }

  /** Queues a topic for creation. Returns the error that Metadata reports until it exists. */
  add(name: string): ErrorName {
    const { cluster, config } = this.#broker;
    const isOffsets = name === offsetsTopic;
    if (cluster.image.brokers.size < replicationFactor(this.#broker, name))
      return this.#refuse('INVALID_REPLICATION_FACTOR', name);
    if (isOffsets) {
      void ensureOffsetsTopic(this.#broker);
      return 'LEADER_NOT_AVAILABLE';
    }
    this.#room ??= mostPartitions - partitionsOf(cluster.image.topics);
    if (config.settings.numPartitions > this.#room) return this.#refuse('INVALID_PARTITIONS', name);
    if (this.#names.length < mostAutoCreations) this.#names.push(name);
    return 'LEADER_NOT_AVAILABLE';
  }

  /** Starts creating the queued topics. */
  begin(): void {
    for (const [code, names] of this.#refused) logRefusal(this.#broker, code, names);
    if (this.#names.length === 0) return;
    const creations = creationsOf(this.#broker);
    const { queued } = creations;
    const added = this.#names.filter((name) => {
      if (queued.size >= mostAutoCreations || queued.has(name)) return false;
      queued.add(name);
      return true;
    });
    if (added.length > 0) creations.last = creations.last.then(() => createAll(this.#broker, added, queued));
  }

  #refuse(code: ErrorName, name: string): ErrorName {
    const names = this.#refused.get(code) ?? [];
    this.#refused.set(code, names);
    names.push(name);
    return code;
  }
}

/** Creates the offsets topic if it does not exist; settles when it has leaders or cannot have them yet. */
export async function ensureOffsetsTopic(broker: BrokerContext): Promise<void> {
  if (broker.cluster.image.topics.has(offsetsTopic)) return;
  if (broker.cluster.image.brokers.size < replicationFactor(broker, offsetsTopic)) {
    logRefusal(broker, 'INVALID_REPLICATION_FACTOR', [offsetsTopic]);
    return;
  }
  const creations = creationsOf(broker);
  creations.offsets ??= create(broker, offsetsTopic)
    .then((why) => {
      if (why !== undefined) logFailure(broker, [offsetsTopic], why);
    })
    .finally(() => {
      creations.offsets = undefined;
    });
  await creations.offsets;
}

function replicationFactor({ config }: BrokerContext, name: string): number {
  const { settings } = config;
  return name === offsetsTopic ? settings.offsetsTopicReplicationFactor : settings.defaultReplicationFactor;
}

async function createAll(
  broker: BrokerContext,
  names: readonly string[],
  queued: Set<string>,
): Promise<void> {
  const failed: string[] = [];
  let firstWhy = '';
  for (const name of names) {
    await nextTurn();
    const why = await create(broker, name);
    queued.delete(name);
    if (why === undefined) continue;
    if (failed.length === 0) firstWhy = why;
    failed.push(name);
  }
  if (failed.length > 0) logFailure(broker, failed, firstWhy);
}

/** Returns the reason if the topic could not be created. */
async function create(broker: BrokerContext, name: string): Promise<string | undefined> {
  const { controller } = broker.cluster;
  // Clients retry once there is a controller.
  if (!controller?.active) return undefined;
  const isOffsets = name === offsetsTopic;
  try {
    await controller.createTopic({
      name,
      numPartitions: isOffsets
        ? broker.config.settings.group.offsetsPartitions
        : broker.config.settings.numPartitions,
      replicationFactor: replicationFactor(broker, name),
      assignment: new Map(),
      config: isOffsets
        ? { 'compression.type': 'producer', 'cleanup.policy': 'compact', 'segment.bytes': '104857600' }
        : {},
      validateOnly: false,
    });
    return undefined;
  } catch (error) {
    if (error instanceof KafkaError && error.code === 'TOPIC_ALREADY_EXISTS') return undefined;
    return (error as Error).message;
  }
}

function logFailure(broker: BrokerContext, names: readonly string[], why: string): void {
  const reason = names.length === 1 ? why : `the first because: ${why}`;
  broker.log('WARN', `Auto topic creation failed for ${listed(names)}: ${reason}`, logger);
}

function logRefusal(broker: BrokerContext, code: ErrorName, names: readonly string[]): void {
  if (code === 'INVALID_PARTITIONS') {
    const why = `this cluster has at most ${mostPartitions} partitions in all`;
    broker.log('WARN', `Auto topic creation failed for ${listed(names)}: ${why}`, logger);
    return;
  }
  const [first = ''] = names;
  const what =
    first === offsetsTopic
      ? 'the offsets topic'
      : `auto creation of topic${names.length === 1 ? '' : 's'} ${listed(names)}`;
  broker.log(
    'ERROR',
    `Number of alive brokers '${broker.cluster.image.brokers.size}' does not meet the required replication factor ` +
      `'${replicationFactor(broker, first)}' for ${what}`,
    logger,
  );
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, namesInLine).join(', ');
  return names.length > namesInLine ? `${shown} and ${names.length - namesInLine} more` : shown;
}
