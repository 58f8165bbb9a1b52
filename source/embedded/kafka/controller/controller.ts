import { randomBytes, randomInt } from 'node:crypto';
import { inBatches } from '../../bounds/slices.ts';
import type { ZooKeeperClient } from '../../zookeeper/client-api.ts';
import { KafkaError } from '../messages/errors.ts';
import type { ClusterImage, LiveBroker, PartitionImage, TopicImage } from './cluster-image.ts';
import { electFirst, electOffline, expandIsr, handOver, withoutBroker } from './elections.ts';
import type { LeaderAndIsr, PartitionState } from './partition-state.ts';
import { type NewTopic, planPartitions, planTopic } from './plan-partitions.ts';
import { electPreferred, imbalancedBrokers } from './preferred-leaders.ts';
import { readTopics } from './read-topics.ts';
import {
  createIfAbsent,
  deleteIfPresent,
  deleteTree,
  readIfPresent,
  zooKeeperCode,
} from './zk-operations.ts';
import * as znodes from './znodes.ts';

export interface ControllerOptions {
  readonly brokerId: number;
  readonly epoch: number;
  readonly zooKeeper: ZooKeeperClient;
  readonly image: ClusterImage;
  readonly log: (line: string) => void;
  /** Whether a live broker's replicas fetch from their leaders; they do unless it stands still. */
  readonly follows?: (brokerId: number) => boolean;
  /** The first index of an assignment; random unless a test wants to know it. */
  readonly startIndex?: (brokers: number) => number;
}

/** How many partitions' states are on their way to ZooKeeper together. */
const writesAtOnce = 100;

/** A leader's wish to drop replicas from the ISR of a partition, as AlterPartition carries it. */
export interface IsrShrink {
  readonly topic: string;
  readonly partition: number;
  readonly leaderEpoch: number;
  /** What is left. */
  readonly isr: readonly number[];
}

/** The one broker that decides about topics and leaders. It does one thing after another, ZooKeeper first, then the image. */
export class Controller {
  readonly brokerId: number;
  readonly epoch: number;
  private readonly zooKeeper: ZooKeeperClient;
  private readonly image: ClusterImage;
  private readonly log: (line: string) => void;
  private readonly startIndex: (brokers: number) => number;
  private readonly follows: (brokerId: number) => boolean;
  private readonly shuttingDown = new Set<number>();
  private work: Promise<unknown> = Promise.resolve();
  private readonly waiting = new Set<(reason: KafkaError) => void>();
  private readonly forget: () => void;
  private stopped = false;

  constructor(options: ControllerOptions) {
    this.brokerId = options.brokerId;
    this.epoch = options.epoch;
    this.zooKeeper = options.zooKeeper;
    this.image = options.image;
    this.log = (line) => options.log(`[Controller id=${options.brokerId}] ${line}`);
    this.follows = options.follows ?? (() => true);
    this.startIndex = options.startIndex ?? ((brokers) => randomInt(brokers));
    this.forget = this.image.listen({
      controllerClaimed: (epoch) => {
        if (epoch !== this.epoch) this.giveUp();
      },
    });
  }

  get active(): boolean {
    return !this.stopped && this.image.accepts(this.epoch);
  }

  /** Reads everything from ZooKeeper, then takes care of what changed while there was no controller. */
  start(): Promise<void> {
    return this.enqueue(async () => {
      await this.readTopics();
      await this.refreshBrokers(true);
      await this.refreshDeletions();
    });
  }

  stop(): void {
    this.stopped = true;
    this.giveUp();
    this.image.resign(this.epoch);
  }

  /** Whoever waits is told to look for the controller: what was under way here may never end. */
  private giveUp(): void {
    this.forget();
    for (const reject of this.waiting) reject(new KafkaError('NOT_CONTROLLER'));
    this.waiting.clear();
  }

  private enqueue<T>(task: () => Promise<T>): Promise<T> {
    const result = this.work.then(() => {
      if (!this.active) throw new KafkaError('NOT_CONTROLLER');
      return task();
    });
    this.work = result.catch(() => {});
    return new Promise((resolve, reject) => {
      this.waiting.add(reject);
      const done = () => this.waiting.delete(reject);
      result.then(resolve, reject).finally(done);
    });
  }

  /** For what a watch sets off: nobody waits for it, and a lost session ends this controller anyway. */
  private enqueueEvent(task: () => Promise<void>): void {
    this.enqueue(task).catch((error: unknown) => {
      if (this.active) this.log(`Error processing event: ${error instanceof Error ? error.message : error}`);
    });
  }

  private async readTopics(): Promise<void> {
    const { children } = await this.zooKeeper.getChildren(znodes.topicsPath);
    const read = await readTopics(this.zooKeeper, children);
    const present = new Set(children);
    for (const name of [...this.image.topics.keys()]) if (!present.has(name)) this.image.removeTopic(name);
    for (const topic of read) this.image.putTopic(topic);
  }

  private async refreshBrokers(starting = false): Promise<void> {
    const { children } = await this.zooKeeper.getChildren(znodes.brokerIdsPath, () =>
      this.enqueueEvent(() => this.refreshBrokers()),
    );
    const current = new Map<number, LiveBroker>();
    for (const child of children) {
      const node = await readIfPresent(this.zooKeeper, znodes.brokerPath(Number(child)));
      if (!node) continue;
      const registration = znodes.decodeBroker(Number(child), node.data);
      current.set(registration.id, { ...registration, epoch: node.stat.czxid });
    }
    const known = this.image.brokers;
    const bounced = [...current.values()].filter(
      ({ id, epoch }) => known.has(id) && known.get(id)!.epoch !== epoch,
    );
    const gone = starting
      ? this.assignedBrokers().filter((id) => !current.has(id))
      : [...known.keys()].filter((id) => !current.has(id));
    const came = starting ? [...current.keys()] : [...current.keys()].filter((id) => !known.has(id));
    this.image.putBrokers(current.values());
    const list = (ids: Iterable<number>) => [...ids].sort((a, b) => a - b).join(',');
    this.log(
      `Newly added brokers: ${list(came)}, deleted brokers: ${list(gone)}, ` +
        `bounced brokers: ${list(bounced.map(({ id }) => id))}, all live brokers: ${list(current.keys())}`,
    );
    for (const id of [...gone, ...bounced.map((broker) => broker.id)]) {
      this.shuttingDown.delete(id);
      await this.brokerGone(id);
    }
    if (came.length + bounced.length > 0) await this.brokersCame([...came, ...bounced.map(({ id }) => id)]);
  }

  private assignedBrokers(): number[] {
    const assigned = new Set<number>();
    for (const topic of this.image.topics.values())
      for (const partition of topic.partitions) for (const id of partition.replicas) assigned.add(id);
    return [...assigned];
  }

  private get electable(): Set<number> {
    const live = this.image.liveIds;
    for (const id of this.shuttingDown) live.delete(id);
    return live;
  }

  private async brokerGone(id: number): Promise<void> {
    const live = this.electable;
    live.delete(id);
    await this.changeStates((state, { replicas }) => withoutBroker(state, replicas, id, live));
  }

  private async brokersCame(ids: readonly number[]): Promise<void> {
    for (const id of ids) this.shuttingDown.delete(id);
    const live = this.electable;
    await this.electNewPartitions();
    await this.changeStates((state, { replicas }) => electOffline(state, replicas, live));
    await this.expandIsrs();
  }

  /** A replica fetches what it missed, then its leader asks for it to be in sync again. The records are here already. */
  private async expandIsrs(): Promise<void> {
    const following = this.electable;
    for (const id of following) if (!this.follows(id)) following.delete(id);
    await this.changeStates((state, { replicas }) => expandIsr(state, replicas, following));
  }

  /** Replicas that stood still follow again. */
  replicasCaughtUp(): Promise<void> {
    return this.enqueue(() => this.expandIsrs());
  }

  /** Gives leadership back to brokers that lead too few of the partitions whose first replica they are. */
  rebalanceLeaders(percentage: number): Promise<void> {
    return this.enqueue(async () => {
      const imbalanced = imbalancedBrokers(this.image.topics.values(), percentage);
      if (imbalanced.size === 0) return;
      const live = this.electable;
      await this.changeStates((state, { topic, partition, replicas }) => {
        const elected = imbalanced.has(replicas[0]!) ? electPreferred(state, replicas, live) : undefined;
        if (elected)
          this.log(
            `Partition ${topic}-${partition} completed preferred replica leader election. New leader is ${elected.leader}`,
          );
        return elected;
      });
    });
  }

  /** Shrinks ISRs at their leaders' wish; a wish of an earlier leader epoch is ignored. The leader epoch stays. */
  shrinkIsr(shrinks: readonly IsrShrink[]): Promise<void> {
    return this.enqueue(async () => {
      await inBatches(shrinks, writesAtOnce, async ({ topic, partition: number, leaderEpoch, isr }) => {
        const partition = this.image.partition(topic, number);
        const state = partition?.state;
        if (!state || state.leaderEpoch !== leaderEpoch) return;
        const left = state.isr.filter((id) => isr.includes(id));
        if (left.length < state.isr.length && left.includes(state.leader))
          await this.writeState(partition, { ...state, isr: left });
      });
    });
  }

  private async changeStates(
    decide: (state: PartitionState, partition: PartitionImage) => LeaderAndIsr | undefined,
  ): Promise<void> {
    const all = [...this.image.topics.values()].flatMap(({ partitions }) => partitions);
    await this.writeAll(all, (partition) => partition.state && decide(partition.state, partition));
  }

  private async writeAll(
    partitions: readonly PartitionImage[],
    decide: (partition: PartitionImage) => LeaderAndIsr | undefined,
  ): Promise<void> {
    const decided = partitions.flatMap((partition) => {
      const decision = decide(partition);
      return decision ? [{ partition, decision }] : [];
    });
    const begun = new Set(decided.flatMap(({ partition: { topic, state } }) => (state ? [] : [topic])));
    await inBatches([...begun], writesAtOnce, (topic) =>
      createIfAbsent(this.zooKeeper, znodes.partitionsPath(topic)),
    );
    await inBatches(decided, writesAtOnce, ({ partition, decision }) => this.writeState(partition, decision));
  }

  private async writeState(partition: PartitionImage, decision: LeaderAndIsr): Promise<void> {
    const { topic, partition: number, state: before } = partition;
    const { leader, isr, leaderEpoch } = decision;
    const next = { leader, isr, leaderEpoch, controllerEpoch: this.epoch };
    const data = znodes.encodeState(next);
    const path = znodes.statePath(topic, number);
    let zkVersion = 0;
    if (before) {
      try {
        zkVersion = (await this.zooKeeper.setData(path, data, before.zkVersion)).version;
      } catch (error) {
        if (zooKeeperCode(error) !== 'BADVERSION') throw error;
        // Somebody else wrote the node: what it holds now is the truth to decide from next time.
        const node = await this.zooKeeper.getData(path);
        this.publish(topic, number, znodes.decodeState(node.data, node.stat.version));
        return;
      }
    } else {
      await createIfAbsent(this.zooKeeper, znodes.partitionPath(topic, number));
      await createIfAbsent(this.zooKeeper, path, data);
    }
    this.publish(topic, number, { ...next, zkVersion });
  }

  private publish(topic: string, partition: number, state: PartitionState): void {
    if (this.active) this.image.putState(topic, partition, state);
  }

  private async electNewPartitions(): Promise<void> {
    const live = this.electable;
    const fresh = [...this.image.topics.values()].flatMap(({ partitions }) =>
      partitions.filter(({ state }) => !state),
    );
    await this.writeAll(fresh, (partition) => electFirst(partition.replicas, live));
  }

  createTopic(topic: NewTopic): Promise<TopicImage> {
    return this.enqueue(async () => {
      const { image: cluster, startIndex } = this;
      const assignment = planTopic(topic, { topics: cluster.topics, brokers: this.electable, startIndex });
      // A UUID whose text starts with a dash would read as a flag on a command line, so Kafka draws another.
      let topicId: string;
      do topicId = randomBytes(16).toString('base64url');
      while (topicId.startsWith('-'));
      const image: TopicImage = {
        name: topic.name,
        topicId,
        partitions: [...assignment].map(([partition, replicas]) => ({
          topic: topic.name,
          partition,
          replicas,
          state: undefined,
        })),
        config: topic.config,
      };
      if (topic.validateOnly) return image;
      await createIfAbsent(
        this.zooKeeper,
        znodes.topicConfigPath(topic.name),
        znodes.encodeConfig(topic.config),
      );
      await this.zooKeeper.create(znodes.topicPath(topic.name), znodes.encodeTopic({ topicId, assignment }));
      const placed = [...assignment].map(
        ([partition, replicas]) => `${partition} -> (${replicas.join(', ')})`,
      );
      this.log(
        `New topic ${topic.name} with configuration ${JSON.stringify(topic.config)}: ${placed.join(', ')}`,
      );
      this.image.putTopic(image);
      await this.electNewPartitions();
      return this.image.topics.get(topic.name) ?? image;
    });
  }

  createPartitions(options: {
    topic: string;
    count: number;
    /** Replicas of each new partition, or none: the controller assigns. */
    assignments: readonly (readonly number[])[] | null;
    validateOnly: boolean;
  }): Promise<void> {
    return this.enqueue(async () => {
      const { topic: name, count, assignments } = options;
      const topic = this.image.topics.get(name);
      if (!topic) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', `The topic '${name}' does not exist.`);
      const added = planPartitions(topic, count, assignments, {
        topics: this.image.topics,
        brokers: this.electable,
      });
      if (options.validateOnly) return;
      const assignment = new Map<number, readonly number[]>(
        topic.partitions.map(({ partition, replicas }) => [partition, replicas]),
      );
      for (const [partition, replicas] of added) assignment.set(partition, replicas);
      await this.zooKeeper.setData(
        znodes.topicPath(name),
        znodes.encodeTopic({ topicId: topic.topicId, assignment }),
      );
      const partitions = [...added].map(
        ([partition, replicas]): PartitionImage => ({ topic: name, partition, replicas, state: undefined }),
      );
      this.image.putTopic({ ...topic, partitions: [...topic.partitions, ...partitions] });
      await this.electNewPartitions();
    });
  }

  deleteTopic(name: string): Promise<void> {
    return this.enqueue(async () => {
      if (!this.image.topics.has(name)) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION');
      await createIfAbsent(this.zooKeeper, znodes.deleteTopicPath(name));
      await this.carryOutDeletion(name);
    });
  }

  private async refreshDeletions(): Promise<void> {
    const { children } = await this.zooKeeper.getChildren(znodes.deleteTopicsPath, () =>
      this.enqueueEvent(() => this.refreshDeletions()),
    );
    for (const name of children) await this.carryOutDeletion(name);
  }

  private async carryOutDeletion(name: string): Promise<void> {
    if (this.image.topics.has(name)) {
      this.log(`Starting topic deletion for topics ${name}`);
      await deleteTree(this.zooKeeper, znodes.topicPath(name));
      await deleteIfPresent(this.zooKeeper, znodes.topicConfigPath(name));
      if (this.active) this.image.removeTopic(name);
    }
    await deleteIfPresent(this.zooKeeper, znodes.deleteTopicPath(name));
  }

  /** Moves leaders off a broker that is about to stop. Resolves with the number of partitions that it still leads. */
  controlledShutdown(id: number): Promise<number> {
    return this.enqueue(async () => {
      this.shuttingDown.add(id);
      this.log(`Shutting down broker ${id}`);
      const live = this.electable;
      await this.changeStates((state, { replicas }) => handOver(state, replicas, id, live));
      let left = 0;
      for (const topic of this.image.topics.values())
        for (const { state, replicas } of topic.partitions)
          if (state?.leader === id && replicas.length > 1) left++;
      return left;
    });
  }
}
