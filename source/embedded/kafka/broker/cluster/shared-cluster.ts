import type { HeldBytes } from '../../../bounds/held-bytes.ts';
import type { BeginSlice } from '../../../bounds/slices.ts';
import { namedInside } from '../../../paths/path-inside.ts';
import { ClusterImage, type PartitionImage, type TopicImage } from '../../controller/cluster-image.ts';
import type { Controller } from '../../controller/controller.ts';
import { noLeader } from '../../controller/partition-state.ts';
import { offsetsTopic } from '../../controller/topic-names.ts';
import type { GroupMemory } from '../../groups/group-memory.ts';
import type { GroupStore } from '../../groups/group-store.ts';
import type { SegmentLimits } from '../../log/log-segments.ts';
import type { Timers } from '../../timers.ts';
import type { SessionMemory } from '../fetch-sessions/session-memory.ts';
import { logBounds } from '../storage/log-bounds.ts';
import type { StorageFailure } from '../storage/log-dir-failure.ts';
import type { LogDirectories } from '../storage/log-directories.ts';
import { Partition } from '../storage/partition.ts';
import { partitionFolder } from '../storage/partition-folder.ts';
import { RememberedProducers } from '../storage/producer-states.ts';
import { destroyPartitions } from './destroy-partitions.ts';
import { KeptLogs } from './kept-logs.ts';
import { OffsetsStores } from './offsets-stores.ts';
import { ReplicaFetchers } from './replica-fetchers.ts';

/** The setting of this name that applies now, on a broker, to a topic with these settings of its own. */
type TopicSettings = (name: string, own: Readonly<Record<string, string>>) => string;

/** A log of an earlier run that no broker has a replica of any longer. */
export interface LostLog {
  readonly topic: string;
  readonly partition: number;
  readonly directory: string;
  /** How many it has. */
  readonly records: number;
}

export interface SharedClusterOptions {
  readonly clusterId: string;
  readonly directory: string;
  readonly clock: Timers;
  readonly held: HeldBytes;
  readonly groupMemory: GroupMemory;
  readonly sessionMemory: SessionMemory;
  /** Moves the directory of a lost log away; if not given, it is removed. */
  readonly setAside?: ((lost: LostLog) => void) | undefined;
}

/** One Kafka cluster as its brokers share it: the image, the partitions and their records, the committed offsets. */
export class SharedCluster {
  readonly clusterId: string;
  readonly clock: Timers;
  readonly image = new ClusterImage();
  /** Broker id → its port on 127.0.0.1, which stays reserved for it: clients learn of a dead broker until its session has expired. */
  readonly outsidePorts = new Map<number, number>();
  /** `/config/brokers` as last read or written: a broker's id, or `<default>` → its settings. */
  readonly brokerConfigs = new Map<string, Readonly<Record<string, string>>>();
  /** The active controller, reachable from any broker. */
  controller: Controller | undefined;
  readonly #directory: string;
  readonly #kept: KeptLogs;
  readonly #partitions = new Map<string, Partition[]>();
  readonly #offsets: OffsetsStores;
  readonly #producers = new RememberedProducers();
  readonly #storageListeners = new Map<number, (failure: StorageFailure) => void>();
  readonly #fetchers: ReplicaFetchers;
  readonly #running = new Set<number>();
  readonly #paused = new Set<number>();
  /** Broker id → its `log.dirs`, since it started last. */
  readonly #directories = new Map<number, LogDirectories>();
  /** Broker id → what applies to topics there, since it started last. */
  readonly #settings = new Map<number, TopicSettings>();
  /** The brokers that have begun once: what their directories lack, they lost while no cluster ran. */
  readonly #begunOnce = new Set<number>();
  readonly #setAside: ((lost: LostLog) => void) | undefined;

  /** The bytes that clients of its brokers make this process hold. */
  readonly held: HeldBytes;
  /** What clients make its groups hold. */
  readonly groupMemory: GroupMemory;
  /** What the fetch sessions of its clients hold. */
  readonly sessionMemory: SessionMemory;

  constructor(options: SharedClusterOptions) {
    this.#setAside = options.setAside;
    this.clusterId = options.clusterId;
    this.held = options.held;
    this.groupMemory = options.groupMemory;
    this.sessionMemory = options.sessionMemory;
    this.#directory = options.directory;
    this.clock = options.clock;
    this.#offsets = new OffsetsStores({
      partition: (partition) => this.partition(offsetsTopic, partition),
      timers: options.clock,
      memory: options.groupMemory,
    });
    this.#kept = new KeptLogs(
      options.directory,
      (image, folder) => this.#newPartition(image, folder),
      (partition) => this.#offsets.readInSteps(partition),
    );
    this.#fetchers = new ReplicaFetchers(options.clock);
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
    return this.#offsets.get(partition);
  }

  /** A broker begins with these directories: what they lack is empty until it has followed a leader. */
  brokerBegins(id: number, directories: LogDirectories, settings: TopicSettings): void {
    if (this.#directories.has(id)) this.#begunOnce.delete(id);
    else this.#begunOnce.add(id);
    this.#directories.set(id, directories);
    this.#settings.set(id, settings);
    for (const partition of this.replicasOn(id)) this.#loseReplica(id, partition);
  }

  /** Opens the logs that an earlier run left of topics that the image is about to get, in slices. */
  openKept(topics: readonly TopicImage[], begin?: BeginSlice): Promise<void> {
    return this.#kept.open(topics, ({ topic, partition }) => !!this.partition(topic, partition), begin);
  }

  #loseReplica(id: number, partition: Partition): void {
    const { topic, partition: number } = partition;
    if (!this.#directories.get(id)?.hasLost(topic, number)) return;
    partition.loseReplica(id, this.#begunOnce.has(id) && this.#kept.has(this.#folderOf(partition)));
  }

  #folderOf({ topic, partition }: { readonly topic: string; readonly partition: number }): string {
    return partitionFolder(topic, partition, this.image.topics.get(topic)?.topicId ?? '');
  }

  /** Whether a running broker lost this replica while no cluster ran, and another replica has the records. */
  mayNotLead(id: number, topic: string, partition: number): boolean {
    return this.partition(topic, partition)?.mayNotLead(id) ?? false;
  }

  /** The `log.dirs` of a broker that has begun. */
  directoriesOf(id: number): LogDirectories | undefined {
    return this.#directories.get(id);
  }

  /** Whether the directory of a running broker that holds this replica has failed. */
  isOffline(id: number, topic: string, partition: number): boolean {
    return this.#directories.get(id)?.isOffline(topic, partition) ?? false;
  }

  /** A directory of a running broker has failed. Rejects if its leaders cannot be replaced. */
  directoryFailed(id: number): Promise<void> {
    for (const partition of this.replicasOn(id)) this.#applyDirectory(id, partition);
    return this.controller?.replicasFailed(id) ?? Promise.resolve();
  }

  #applyDirectory(id: number, partition: Partition): void {
    if (this.isOffline(id, partition.topic, partition.partition)) partition.goOffline(id);
    else partition.comeOnline(id);
  }

  /** A broker's process has started: its replicas follow their leaders again. */
  brokerStarted(id: number): void {
    this.#running.add(id);
    // Without a controller, nobody elects another leader than the one that ZooKeeper names.
    if (this.controller === undefined)
      for (const partition of this.replicasOn(id))
        if (partition.leadEmpty(id)) this.#forgetOffsets(partition);
    for (const partition of this.replicasOn(id)) {
      this.#applyDirectory(id, partition);
      partition.thaw(id);
    }
  }

  /** A broker's process has ended: its replicas stay at their current offset. */
  brokerStopped(id: number): void {
    this.#running.delete(id);
    this.#paused.delete(id);
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
      const folder = this.#folderOf(image);
      partition = this.#kept.take(image, folder) ?? this.#newPartition(image, folder);
      partitions[image.partition] = partition;
      for (const id of image.replicas) {
        if (!this.follows(id)) partition.freeze(id);
        else this.#applyDirectory(id, partition);
        if (this.#kept.has(folder)) this.#loseReplica(id, partition);
      }
    }
    for (const id of image.replicas)
      if (!partition.replicas.includes(id) && !this.follows(id)) partition.freeze(id);
    if (partition.apply(image)) this.#forgetOffsets(partition);
  }

  #newPartition(image: PartitionImage, folder: string): Partition {
    const failed = (doing: string, cause: Error) => {
      const leader = this.partition(image.topic, image.partition)?.state?.leader ?? noLeader;
      const what = `${doing} ${image.topic}-${image.partition}`;
      this.#storageListeners.get(leader)?.({ doing: what, cause, at: image });
    };
    const setAside = this.#setAside;
    const directory = () => namedInside(this.#directory, folder);
    const place = this.#kept.has(folder) ? directory() : directory;
    return new Partition(image, place, {
      now: () => this.clock.now(),
      limits: () => this.#boundsOf(image),
      onFailure: failed,
      producers: this.#producers,
      fetch: (id, one) => this.#fetchers.fetch(id, one),
      ...(setAside && {
        setAside: (at, records) =>
          setAside({ topic: image.topic, partition: image.partition, directory: at, records }),
      }),
    });
  }

  /** The bounds of a partition's log as they are now, by the settings of its topic and its leader. */
  #boundsOf({ topic, partition }: PartitionImage): SegmentLimits {
    const leader = this.partition(topic, partition)?.state?.leader ?? noLeader;
    const own = this.image.topics.get(topic)?.config ?? {};
    const settingOf = this.#settings.get(leader);
    return logBounds(topic, (name) => settingOf?.(name, own) ?? own[name]);
  }

  /** What was committed is read from the records again. */
  #forgetOffsets({ topic, partition }: Partition): void {
    if (topic === offsetsTopic) this.#offsets.forget(partition);
  }

  #dropTopic(topic: TopicImage): void {
    const partitions = this.#partitions.get(topic.name) ?? [];
    this.#partitions.delete(topic.name);
    void destroyPartitions(partitions, (id, failure) => this.#storageListeners.get(id)?.(failure));
    if (topic.name === offsetsTopic) this.#offsets.close();
    this.#offsets.forgetTopic(topic.name);
  }

  close(): void {
    for (const partitions of this.#partitions.values()) for (const partition of partitions) partition.close();
    this.#partitions.clear();
    this.#kept.close();
    this.#offsets.close();
  }
}
