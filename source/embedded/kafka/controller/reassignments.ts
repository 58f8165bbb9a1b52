import { inBatches, inSlices } from '../../bounds/lanes/cluster.ts';
import type { ZooKeeperClient } from '../../zookeeper/client-api.ts';
import { KafkaError } from '../messages/errors.ts';
import { type ClusterImage, isReassigned, type PartitionImage, type TopicImage } from './cluster-image.ts';
import { noLeader } from './partition-state.ts';
import { type PartitionStates, writesAtOnce } from './partition-states.ts';
import * as znodes from './znodes.ts';

/** A partition and the replicas that it shall have; null cancels what is in progress. */
export interface Reassignment {
  readonly topic: string;
  readonly partition: number;
  readonly replicas: readonly number[] | null;
}

export interface ReassignmentsOptions {
  readonly zooKeeper: ZooKeeperClient;
  readonly image: ClusterImage;
  readonly states: PartitionStates;
  readonly log: (line: string) => void;
  /** The brokers that can lead a partition. */
  readonly electable: (partition: PartitionImage) => ReadonlySet<number>;
}

/**
 * Moves replicas to other brokers (KIP-455): the new ones are added, follow until they are in sync, and then the old ones are dropped. What
 * is in progress is in the topic's node, so that another controller continues.
 */
export class Reassignments {
  readonly #options: ReassignmentsOptions;

  constructor(options: ReassignmentsOptions) {
    this.#options = options;
  }

  /** Begins or cancels reassignments. Returns the error for each, in order; undefined where there is none. */
  async begin(wanted: readonly Reassignment[]): Promise<(KafkaError | undefined)[]> {
    const { image } = this.#options;
    const changes = new Map<string, Map<number, PartitionImage>>();
    const errors: (KafkaError | undefined)[] = [];
    const prepare = ({ topic, partition, replicas }: Reassignment): KafkaError | undefined => {
      const present = image.partition(topic, partition);
      if (present === undefined)
        return new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', 'The partition does not exist.');
      const error = replicas === null ? cannotCancel(present) : cannotMove(present, replicas, image.liveIds);
      if (error !== undefined) return error;
      const ofTopic = changes.get(topic) ?? new Map<number, PartitionImage>();
      changes.set(topic, ofTopic);
      ofTopic.set(partition, reassignedTo(present, replicas ?? originalsOf(present)));
      return undefined;
    };
    await inSlices(wanted, (one) => errors.push(prepare(one)));
    for (const [name, changed] of changes) {
      const topic = image.topics.get(name);
      if (topic === undefined) continue;
      await this.#write({
        ...topic,
        partitions: topic.partitions.map((one) => changed.get(one.partition) ?? one),
      });
    }
    return errors;
  }

  /** Drops the old replicas of the partitions whose new ones are all in sync. */
  async complete(): Promise<void> {
    for (const { name } of [...this.#options.image.topics.values()]) {
      const done = this.#current(name)?.partitions.filter(isComplete) ?? [];
      if (done.length === 0) continue;
      await inBatches(done, writesAtOnce, (partition) => this.#leadByTarget(partition));
      const topic = this.#current(name);
      if (topic === undefined) continue;
      const names = new Set(done.map(({ partition }) => partition));
      const partitions = topic.partitions.map((one): PartitionImage => {
        if (!names.has(one.partition)) return one;
        const { adding: _, removing: __, ...rest } = one;
        return { ...rest, replicas: targetOf(one) };
      });
      await this.#write({ ...topic, partitions });
      for (const { topic: of, partition } of done)
        this.#options.log(`Successfully completed reassignment of partition ${of}-${partition}`);
    }
  }

  #current(name: string): TopicImage | undefined {
    return this.#options.image.topics.get(name);
  }

  /** Leader and ISR without the replicas that go. */
  async #leadByTarget(partition: PartitionImage): Promise<void> {
    const { state } = partition;
    if (state === undefined) return;
    const target = targetOf(partition);
    const isr = state.isr.filter((id) => target.includes(id));
    const live = this.#options.electable(partition);
    const leader = target.includes(state.leader)
      ? state.leader
      : (target.find((id) => isr.includes(id) && live.has(id)) ?? noLeader);
    await this.#options.states.writeState(partition, { leader, isr, leaderEpoch: state.leaderEpoch + 1 });
  }

  async #write(topic: TopicImage): Promise<void> {
    const { zooKeeper, image } = this.#options;
    await zooKeeper.setData(znodes.topicPath(topic.name), znodes.encodeTopic(znodes.topicNode(topic)));
    image.putTopic(topic);
  }
}

function isComplete(partition: PartitionImage): boolean {
  const { state } = partition;
  return isReassigned(partition) && targetOf(partition).every((id) => state?.isr.includes(id));
}

function originalsOf({ replicas, adding = [] }: PartitionImage): readonly number[] {
  return replicas.filter((id) => !adding.includes(id));
}

function targetOf({ replicas, removing = [] }: PartitionImage): readonly number[] {
  return replicas.filter((id) => !removing.includes(id));
}

function reassignedTo(partition: PartitionImage, target: readonly number[]): PartitionImage {
  const { adding: _, removing: __, ...rest } = partition;
  const originals = originalsOf(partition);
  // Replicas that were being added, and are no longer wanted, may be in sync by now: they go like the others.
  const present = [...new Set([...originals, ...(partition.state?.isr ?? [])])];
  const replicas = [...new Set([...target, ...present])];
  const adding = replicas.filter((id) => !present.includes(id));
  const removing = replicas.filter((id) => !target.includes(id));
  return adding.length + removing.length === 0
    ? { ...rest, replicas }
    : { ...rest, replicas, adding, removing };
}

function cannotCancel(partition: PartitionImage): KafkaError | undefined {
  return isReassigned(partition)
    ? undefined
    : new KafkaError('NO_REASSIGNMENT_IN_PROGRESS', 'No partition reassignment is in progress.');
}

/** A client may send a list of any length. */
const mostShown = 20;

function cannotMove(
  partition: PartitionImage,
  target: readonly number[],
  live: ReadonlySet<number>,
): KafkaError | undefined {
  const invalid = (why: string) => new KafkaError('INVALID_REPLICA_ASSIGNMENT', why);
  const list = (ids: readonly number[]) =>
    `ArrayBuffer(${ids.slice(0, mostShown).join(', ')}${ids.length > mostShown ? ', …' : ''})`;
  if (target.length === 0) return invalid('Empty replica list specified in partition reassignment.');
  if (new Set(target).size !== target.length)
    return invalid(`Duplicate replica ids in partition reassignment replica list: ${list(target)}`);
  if (target.some((id) => id < 0)) return invalid(`Invalid broker id in replica list: ${list(target)}`);
  const originals = originalsOf(partition);
  const added = target.filter((id) => !originals.includes(id));
  if (added.every((id) => live.has(id))) return undefined;
  return invalid(
    `Replica assignment has brokers that are not alive. Replica list: ${list(added)}, live broker list: Set(${[...live].join(', ')})`,
  );
}
