import { KafkaError } from '../messages/errors.ts';
import { assignReplicas } from './assign-replicas.ts';
import type { TopicImage } from './cluster-image.ts';
import { checkTopicName, collidingTopic } from './topic-names.ts';

/** Partition → the brokers of its replicas, the preferred leader first. */
export type Assignment = ReadonlyMap<number, readonly number[]>;

export interface NewTopic {
  readonly name: string;
  readonly numPartitions: number;
  readonly replicationFactor: number;
  /** The client's assignment. Empty: the controller assigns. */
  readonly assignment: Assignment;
  readonly config: Readonly<Record<string, string>>;
  readonly validateOnly: boolean;
}

/** The inputs of a plan besides the request. */
export interface PlanInputs {
  readonly topics: ReadonlyMap<string, TopicImage>;
  /** The brokers that may get replicas. */
  readonly brokers: ReadonlySet<number>;
  /** Chooses the start of a round of assignments: below the number of brokers. */
  readonly startIndex: (brokers: number) => number;
}

/**
 * Bounds the partitions of all topics of a cluster. A real cluster has no such limit and fails in other ways (each partition has a
 * directory and open files on every broker); here one client must not exhaust the process that serves all others.
 */
export const mostPartitions = 4000;

/** The total number of partitions of these topics. */
export function partitionsOf(topics: ReadonlyMap<string, TopicImage>): number {
  let count = 0;
  for (const { partitions } of topics.values()) count += partitions.length;
  return count;
}

/** The assignment of a new topic's partitions. Throws the {@link KafkaError} that CreateTopics returns. */
export function planTopic(topic: NewTopic, { topics, brokers, startIndex }: PlanInputs): Assignment {
  checkTopicName(topic.name);
  if (topics.has(topic.name))
    throw new KafkaError('TOPIC_ALREADY_EXISTS', `Topic '${topic.name}' already exists.`);
  const twin = collidingTopic(topic.name, topics.keys());
  if (twin)
    throw new KafkaError(
      'INVALID_TOPIC_EXCEPTION',
      `Topic '${topic.name}' collides with existing topics: ${twin}`,
    );
  checkTotal(topics, Math.max(topic.assignment.size, topic.numPartitions));
  if (topic.assignment.size > 0) return checkWhole(topic.assignment);
  checkCounts(topic.numPartitions, topic.replicationFactor, brokers.size);
  return assignReplicas({
    brokers: [...brokers],
    partitions: topic.numPartitions,
    replicationFactor: topic.replicationFactor,
    startIndex: startIndex(brokers.size),
    startShift: startIndex(brokers.size),
  });
}

/** The assignment of the partitions that raise a topic's total to `count`. Throws the error that CreatePartitions returns. */
export function planPartitions(
  topic: TopicImage,
  count: number,
  assignments: readonly (readonly number[])[] | null,
  { topics, brokers: electable }: Pick<PlanInputs, 'topics' | 'brokers'>,
): Assignment {
  const existing = topic.partitions.length;
  if (count === existing)
    throw new KafkaError('INVALID_PARTITIONS', `Topic already has ${existing} partitions.`);
  if (count < existing)
    throw new KafkaError(
      'INVALID_PARTITIONS',
      `Topic currently has ${existing} partitions, which is higher than the requested ${count}.`,
    );
  const added = count - existing;
  checkTotal(topics, added);
  if (assignments) {
    if (assignments.length !== added)
      throw new KafkaError(
        'INVALID_REPLICA_ASSIGNMENT',
        `Increasing the number of partitions by ${added} but ${assignments.length} assignments provided.`,
      );
    const given = assignments.map((replicas, index): [number, readonly number[]] => [
      existing + index,
      replicas,
    ]);
    const unknown = assignments.flat().filter((id) => !electable.has(id));
    if (unknown.length > 0)
      throw new KafkaError(
        'INVALID_REPLICA_ASSIGNMENT',
        `Unknown broker(s) in replica assignment: ${[...new Set(unknown)].join(', ')}.`,
      );
    return checkAdded(new Map(given), topic.partitions[0]!.replicas.length);
  }
  const brokers = [...electable].sort((a, b) => a - b);
  const { replicas } = topic.partitions[0]!;
  checkCounts(added, replicas.length, brokers.length);
  return assignReplicas({
    brokers,
    partitions: added,
    replicationFactor: replicas.length,
    startIndex: Math.max(0, brokers.indexOf(replicas[0]!)),
    firstPartition: existing,
  });
}

const invalid = (why: string) => new KafkaError('INVALID_REPLICA_ASSIGNMENT', why);

/** A new topic may name unknown brokers as replicas: they join the ISR when they register. */
function checkWhole(assignment: Assignment): Assignment {
  const sorted = [...assignment].sort(([a], [b]) => a - b);
  if (new Set(sorted.map(([, replicas]) => replicas.length)).size > 1)
    throw invalid('All partitions should have the same number of replicas');
  if (sorted.some(([, replicas]) => hasTwice(replicas))) {
    // A client may send thousands of them.
    const shown = sorted
      .slice(0, 20)
      .map(([partition, replicas]) => `${partition} -> ArrayBuffer(${replicas.slice(0, 20).join(', ')})`);
    throw invalid(`Duplicate replica assignment found: HashMap(${shown.join(', ')})`);
  }
  if (sorted.some(([partition], index) => partition !== index))
    throw invalid('partitions should be a consecutive 0-based integer sequence');
  if (sorted.some(([, replicas]) => replicas.length === 0)) throw invalid('No replicas are given');
  return new Map(sorted);
}

/** The partitions that a topic gets have as many replicas as its first one. */
function checkAdded(added: Assignment, factor: number): Assignment {
  for (const [partition, replicas] of added) {
    if (replicas.length === 0)
      throw invalid(`Cannot have replication factor of 0 for partition id ${partition}.`);
    if (hasTwice(replicas))
      throw invalid(
        `Duplicate brokers not allowed in replica assignment: ${replicas.slice(0, 20).join(', ')} for partition id ${partition}.`,
      );
  }
  const others = [...added].filter(([, replicas]) => replicas.length !== factor);
  if (others.length === 0) return added;
  const partitions = others.map(([partition]) => partition).join(', ');
  const factors = others.map(([, replicas]) => replicas.length).join(', ');
  throw invalid(
    `Inconsistent replication factor between partitions, partition 0 has ${factor} while partitions [${partitions}] have ` +
      `replication factors [${factors}], respectively.`,
  );
}

function hasTwice(replicas: readonly number[]): boolean {
  return new Set(replicas).size !== replicas.length;
}

function checkTotal(topics: ReadonlyMap<string, TopicImage>, added: number): void {
  const present = partitionsOf(topics);
  if (present + added > mostPartitions)
    throw new KafkaError(
      'INVALID_PARTITIONS',
      `This cluster has at most ${mostPartitions} partitions in all: it has ${present}, and ${added} more do not fit.`,
    );
}

function checkCounts(partitions: number, replicationFactor: number, brokers: number): void {
  if (partitions <= 0)
    throw new KafkaError('INVALID_PARTITIONS', 'Number of partitions must be larger than 0.');
  if (replicationFactor <= 0)
    throw new KafkaError('INVALID_REPLICATION_FACTOR', 'Replication factor must be larger than 0.');
  if (replicationFactor > brokers)
    throw new KafkaError(
      'INVALID_REPLICATION_FACTOR',
      `Replication factor: ${replicationFactor} larger than available brokers: ${brokers}.`,
    );
}
