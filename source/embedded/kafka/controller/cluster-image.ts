import { finish } from '../../bounds/slices.ts';
import { noNode } from '../messages/sentinels.ts';
import type { PartitionState } from './partition-state.ts';
import type { BrokerRegistration } from './znodes.ts';

export interface LiveBroker extends BrokerRegistration {
  /** The czxid of its registration: a restarted broker has another one. */
  readonly epoch: bigint;
}

export interface PartitionImage {
  readonly topic: string;
  readonly partition: number;
  readonly replicas: readonly number[];
  /** Those of the replicas that a reassignment adds, and those that it drops when the others are in sync; undefined without one. */
  readonly adding?: readonly number[];
  readonly removing?: readonly number[];
  /** Undefined until the first election. */
  readonly state: PartitionState | undefined;
}

/** Whether replicas of the partition are moving. */
export function isReassigned({ adding = [], removing = [] }: PartitionImage): boolean {
  return adding.length + removing.length > 0;
}

export interface TopicImage {
  readonly name: string;
  readonly topicId: string;
  /** By partition number, without gaps. */
  readonly partitions: readonly PartitionImage[];
  readonly config: Readonly<Record<string, string>>;
}

export interface ImageListener {
  partitionChanged?(after: PartitionImage, before: PartitionImage | undefined): void;
  topicDeleted?(topic: TopicImage): void;
  brokersChanged?(): void;
  /** Another controller, of this epoch, now owns the image. */
  controllerClaimed?(epoch: number): void;
}

/**
 * What the controller has told the brokers: ZooKeeper's state as of its last write. All brokers of a cluster share one image, since they
 * run in one process. Only the controller with the highest epoch may change it.
 */
export class ClusterImage {
  readonly brokers = new Map<number, LiveBroker>();
  readonly topics = new Map<string, TopicImage>();
  readonly topicNames = new Map<string, string>();
  /** −1 if unknown. */
  controllerId = noNode;
  #epoch = 0;
  readonly #listeners = new Set<ImageListener>();

  /**
   * Takes the image over for a new controller. Returns false if a newer one owns it. If ZooKeeper lost its tree, epochs start over, as
   * `firstOfTree` indicates.
   */
  claim(controllerId: number, epoch: number, firstOfTree = false): boolean {
    if (epoch < this.#epoch && !firstOfTree) return false;
    this.#epoch = epoch;
    this.controllerId = controllerId;
    for (const listener of [...this.#listeners]) listener.controllerClaimed?.(epoch);
    return true;
  }

  /** Whether the controller of this epoch is still the active one. */
  accepts(epoch: number): boolean {
    return epoch === this.#epoch;
  }

  resign(epoch: number): void {
    if (epoch === this.#epoch) this.controllerId = noNode;
  }

  listen(listener: ImageListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  partition(topic: string, partition: number): PartitionImage | undefined {
    return this.topics.get(topic)?.partitions[partition];
  }

  get liveIds(): Set<number> {
    return new Set(this.brokers.keys());
  }

  putBrokers(brokers: Iterable<LiveBroker>): void {
    this.brokers.clear();
    for (const broker of brokers) this.brokers.set(broker.id, broker);
    for (const listener of this.#listeners) listener.brokersChanged?.();
  }

  /** For a topic of known size; {@link putTopicInSteps} takes any. */
  putTopic(topic: TopicImage): void {
    finish(this.putTopicInSteps(topic));
  }

  /**
   * Tells the brokers of a partition in each step. Between steps the image has the whole topic, and brokers know the partitions so far. If
   * the topic is replaced or removed meanwhile, the remaining steps are not taken.
   */
  *putTopicInSteps(topic: TopicImage): Generator<undefined, void> {
    const before = this.topics.get(topic.name);
    this.topics.set(topic.name, topic);
    this.topicNames.set(topic.topicId, topic.name);
    for (const partition of topic.partitions) {
      const old = before?.partitions[partition.partition];
      if (old === partition) continue;
      for (const listener of this.#listeners) listener.partitionChanged?.(partition, old);
      yield;
      if (this.topics.get(topic.name) !== topic) return;
    }
  }

  putState(topic: string, partition: number, state: PartitionState): void {
    const image = this.topics.get(topic);
    const before = image?.partitions[partition];
    if (!image || !before) return;
    const after = { ...before, state };
    this.topics.set(topic, { ...image, partitions: image.partitions.with(partition, after) });
    for (const listener of this.#listeners) listener.partitionChanged?.(after, before);
  }

  removeTopic(name: string): void {
    const topic = this.topics.get(name);
    if (!topic) return;
    this.topics.delete(name);
    this.topicNames.delete(topic.topicId);
    for (const listener of this.#listeners) listener.topicDeleted?.(topic);
  }
}
