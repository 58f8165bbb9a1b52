import { readdirSync } from 'node:fs';
import type { HeldBytes } from '../../../bounds/held-bytes.ts';
import { inSlices } from '../../../bounds/lanes/cluster.ts';
import { namedInside } from '../../../paths/path-inside.ts';
import { ClusterImage, type PartitionImage, type TopicImage } from '../../controller/cluster-image.ts';
import type { Controller } from '../../controller/controller.ts';
import { noLeader } from '../../controller/partition-state.ts';
import { offsetsTopic } from '../../controller/topic-names.ts';
import type { GroupStore } from '../../groups/group-store.ts';
import { KafkaError } from '../../messages/errors.ts';
import type { Timers } from '../../timers.ts';
import type { StorageFailure } from '../storage/log-dir-failure.ts';
import { openOffsets } from '../storage/offsets-log.ts';
import { Partition } from '../storage/partition.ts';
import { partitionFolder } from '../storage/partition-folder.ts';

/** One Kafka cluster as its brokers share it: the image, the partitions and their records, the committed offsets. */
export class SharedCluster {
  readonly clusterId: string;
  readonly clock: Timers;
  readonly image = new ClusterImage();
  /** Broker id → its port on 127.0.0.1. */
  readonly outsidePorts = new Map<number, number>();
  /** The active controller, reachable from any broker. */
  controller: Controller | undefined;
  readonly #directory: string;
  /** The directories that an earlier run left. */
  readonly #kept: ReadonlySet<string>;
  readonly #partitions = new Map<string, Partition[]>();
  readonly #offsets = new Map<number, GroupStore>();
  readonly #storageListeners = new Map<number, (failure: StorageFailure) => void>();
  readonly #running = new Set<number>();
  readonly #paused = new Set<number>();

  /** The bytes that clients of its brokers make this process hold. */
  readonly held: HeldBytes;

  constructor(options: { clusterId: string; directory: string; clock: Timers; held: HeldBytes }) {
    this.clusterId = options.clusterId;
    this.held = options.held;
    this.#directory = options.directory;
    this.#kept = new Set(readdirSync(options.directory));
    this.clock = options.clock;
    this.image.listen({
      partitionChanged: (after) => this.#applyState(after),
      topicDeleted: (topic) => this.#dropTopic(topic),
    });
  }

  partition(topic: string, partition: number): Partition | undefined {
    return this.#partitions.get(topic)?.[partition];
  }

  /** The partitions of which a broker has a replica. */
  *replicasOn(brokerId: number): Iterable<Partition> {
    for (const partitions of this.#partitions.values())
      for (const partition of partitions) if (partition.replicas.includes(brokerId)) yield partition;
  }

  offsetsStore(partition: number): GroupStore {
    const store =
      this.#offsets.get(partition) ?? openOffsets(() => this.partition(offsetsTopic, partition), this.clock);
    this.#offsets.set(partition, store);
    return store;
  }

  /** A broker's process has started: its replicas follow their leaders again. */
  brokerStarted(id: number): void {
    this.#running.add(id);
    for (const partition of this.replicasOn(id)) partition.thaw(id);
  }

  /** A broker's process has ended: its replicas stay at their current offset. */
  brokerStopped(id: number): void {
    this.#running.delete(id);
    this.#paused.delete(id);
    this.outsidePorts.delete(id);
    for (const partition of this.replicasOn(id)) partition.freeze(id);
  }

  /** The broker is paused. It stays registered, and may stay in sync, until the others notice. */
  brokerPaused(id: number): void {
    this.#paused.add(id);
    for (const partition of this.replicasOn(id)) partition.freeze(id);
  }

  /** Rejects if its replicas cannot get back into the ISRs. */
  brokerResumed(id: number): Promise<void> {
    if (!this.#paused.delete(id) || !this.#running.has(id)) return Promise.resolve();
    for (const partition of this.replicasOn(id)) partition.thaw(id);
    // Its replicas have caught up. Leaders that dropped them from the ISR add them back.
    return this.controller?.replicasCaughtUp() ?? Promise.resolve();
  }

  /** Calls back when the disk fails while a broker leads a partition. Returns the unsubscribe function. */
  onStorageFailure(brokerId: number, listener: (failure: StorageFailure) => void): () => void {
    this.#storageListeners.set(brokerId, listener);
    return () => {
      if (this.#storageListeners.get(brokerId) === listener) this.#storageListeners.delete(brokerId);
    };
  }

  /** Whether the broker's replicas fetch from their leaders. */
  follows(id: number): boolean {
    return this.#running.has(id) && !this.#paused.has(id);
  }

  #applyState(image: PartitionImage): void {
    const partitions = this.#partitions.get(image.topic) ?? [];
    this.#partitions.set(image.topic, partitions);
    let partition = partitions[image.partition];
    if (!partition) {
      const topic = this.image.topics.get(image.topic);
      const failed = (doing: string, cause: Error) => {
        const leader = this.partition(image.topic, image.partition)?.state?.leader ?? noLeader;
        this.#storageListeners.get(leader)?.({ doing: `${doing} ${image.topic}-${image.partition}`, cause });
      };
      const folder = partitionFolder(image.topic, image.partition, topic?.topicId ?? '');
      const directory = () => namedInside(this.#directory, folder);
      const place = this.#kept.has(folder) ? directory() : directory;
      partition = new Partition(image, place, topic?.config ?? {}, () => this.clock.now(), failed);
      partitions[image.partition] = partition;
      for (const id of image.replicas) if (!this.follows(id)) partition.freeze(id);
    }
    partition.apply(image);
  }

  #dropTopic(topic: TopicImage): void {
    const partitions = this.#partitions.get(topic.name) ?? [];
    this.#partitions.delete(topic.name);
    void this.#destroy(partitions);
    if (topic.name === offsetsTopic) this.#offsets.clear();
    for (const store of this.#offsets.values()) {
      try {
        store.forgetTopic(topic.name);
      } catch (error) {
        // A file that cannot be removed stays: no other topic will get that id.
        if (!(error instanceof KafkaError)) throw error;
      }
    }
  }

  /** Removing thousands of directories takes longer than a time slice. As in Kafka, a failed removal counts as a disk failure. */
  async #destroy(partitions: readonly Partition[]): Promise<void> {
    await inSlices(partitions, (partition) => {
      try {
        partition.destroy();
      } catch (cause) {
        if (!(cause instanceof Error)) throw cause;
        const doing = `deleting the log of ${partition.topic}-${partition.partition} in`;
        for (const id of partition.replicas) this.#storageListeners.get(id)?.({ doing, cause });
      }
    });
  }

  close(): void {
    for (const partitions of this.#partitions.values()) for (const partition of partitions) partition.close();
    this.#partitions.clear();
    this.#offsets.clear();
  }
}
