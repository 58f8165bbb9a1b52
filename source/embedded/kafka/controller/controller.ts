import { randomInt } from 'node:crypto';
import { inBatches } from '../../bounds/lanes/cluster.ts';
import type { ZooKeeperClient } from '../../zookeeper/client-api.ts';
import type { ClusterImage, TopicImage } from './cluster-image.ts';
import { electFirst, electOffline, expandIsr, handOver, withoutBroker } from './elections.ts';
import { PartitionStates, writesAtOnce } from './partition-states.ts';
import type { NewTopic } from './plan-partitions.ts';
import { electPreferred, imbalancedBrokers } from './preferred-leaders.ts';
import { readBrokers } from './read-brokers.ts';
import { readTopics } from './read-topics.ts';
import { TaskQueue } from './task-queue.ts';
import { TopicChanges, type TopicGrowth } from './topic-changes.ts';
import * as znodes from './znodes.ts';

export interface ControllerOptions {
  readonly brokerId: number;
  readonly epoch: number;
  readonly zooKeeper: ZooKeeperClient;
  readonly image: ClusterImage;
  readonly log: (line: string) => void;
  /** Whether the replicas of a live broker fetch from their leaders; they do unless it is paused. */
  readonly follows?: (brokerId: number) => boolean;
  /** The start index of an assignment; random unless a test injects it. */
  readonly startIndex?: (brokers: number) => number;
}

/** A leader's request to drop replicas from a partition's ISR, as in AlterPartition. */
export interface IsrShrink {
  readonly topic: string;
  readonly partition: number;
  readonly leaderEpoch: number;
  /** The remaining replicas. */
  readonly isr: readonly number[];
}

/** The broker that decides about topics and leaders. It processes one task at a time and writes to ZooKeeper first, then to the image. */
export class Controller {
  readonly brokerId: number;
  readonly epoch: number;
  readonly #zooKeeper: ZooKeeperClient;
  readonly #image: ClusterImage;
  readonly #log: (line: string) => void;
  readonly #follows: (brokerId: number) => boolean;
  readonly #shuttingDown = new Set<number>();
  readonly #queue = new TaskQueue(() => this.active);
  readonly #states: PartitionStates;
  readonly #topics: TopicChanges;
  readonly #forget: () => void;
  #stopped = false;

  constructor(options: ControllerOptions) {
    this.brokerId = options.brokerId;
    this.epoch = options.epoch;
    this.#zooKeeper = options.zooKeeper;
    this.#image = options.image;
    this.#log = (line) => options.log(`[Controller id=${options.brokerId}] ${line}`);
    this.#follows = options.follows ?? (() => true);
    const zooKeeper = this.#zooKeeper;
    const image = this.#image;
    const log = this.#log;
    const { epoch } = this;
    const isActive = () => this.active;
    this.#states = new PartitionStates({ epoch, zooKeeper, image, isActive });
    this.#topics = new TopicChanges({
      zooKeeper,
      image,
      log,
      isActive,
      run: (task) => this.#queue.run(task),
      electable: () => this.#electable,
      electNewPartitions: () => this.#electNewPartitions(),
      startIndex: options.startIndex ?? ((brokers) => randomInt(brokers)),
    });
    this.#forget = this.#image.listen({
      controllerClaimed: (epoch) => {
        if (epoch !== this.epoch) this.#giveUp();
      },
    });
  }

  get active(): boolean {
    return !this.#stopped && this.#image.accepts(this.epoch);
  }

  /** Reads everything from ZooKeeper, then handles what changed while there was no controller. */
  start(): Promise<void> {
    return this.#enqueue(async () => {
      await this.#readTopics();
      await this.#refreshBrokers(true);
      await this.#refreshDeletions();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#giveUp();
    this.#image.resign(this.epoch);
  }

  #giveUp(): void {
    this.#forget();
    this.#queue.rejectWaiting();
  }

  #enqueue<T>(task: () => Promise<T>): Promise<T> {
    return this.#queue.run(task);
  }

  /** For watch-triggered work: nobody awaits it, and a lost session ends this controller anyway. */
  #enqueueEvent(task: () => Promise<void>): void {
    this.#enqueue(task).catch((error: unknown) => {
      if (this.active) this.#log(`Error processing event: ${error instanceof Error ? error.message : error}`);
    });
  }

  async #readTopics(): Promise<void> {
    const { children } = await this.#zooKeeper.getChildren(znodes.topicsPath);
    const read = await readTopics(this.#zooKeeper, children);
    const present = new Set(children);
    for (const name of [...this.#image.topics.keys()]) if (!present.has(name)) this.#image.removeTopic(name);
    for (const topic of read) this.#image.putTopic(topic);
  }

  async #refreshBrokers(starting = false): Promise<void> {
    const { children } = await this.#zooKeeper.getChildren(znodes.brokerIdsPath, () =>
      this.#enqueueEvent(() => this.#refreshBrokers()),
    );
    const current = await readBrokers(this.#zooKeeper, children);
    const known = this.#image.brokers;
    const bounced = [...current.values()].filter(
      ({ id, epoch }) => known.has(id) && known.get(id)!.epoch !== epoch,
    );
    const gone = starting
      ? this.#assignedBrokers().filter((id) => !current.has(id))
      : [...known.keys()].filter((id) => !current.has(id));
    const came = starting ? [...current.keys()] : [...current.keys()].filter((id) => !known.has(id));
    this.#image.putBrokers(current.values());
    const list = (ids: Iterable<number>) => [...ids].sort((a, b) => a - b).join(',');
    this.#log(
      `Newly added brokers: ${list(came)}, deleted brokers: ${list(gone)}, ` +
        `bounced brokers: ${list(bounced.map(({ id }) => id))}, all live brokers: ${list(current.keys())}`,
    );
    for (const id of [...gone, ...bounced.map((broker) => broker.id)]) {
      this.#shuttingDown.delete(id);
      await this.#brokerGone(id);
    }
    if (came.length + bounced.length > 0) await this.#brokersCame([...came, ...bounced.map(({ id }) => id)]);
  }

  #assignedBrokers(): number[] {
    const assigned = new Set<number>();
    for (const topic of this.#image.topics.values())
      for (const partition of topic.partitions) for (const id of partition.replicas) assigned.add(id);
    return [...assigned];
  }

  get #electable(): Set<number> {
    const live = this.#image.liveIds;
    for (const id of this.#shuttingDown) live.delete(id);
    return live;
  }

  async #brokerGone(id: number): Promise<void> {
    const live = this.#electable;
    live.delete(id);
    await this.#states.changeStates((state, { replicas }) => withoutBroker(state, replicas, id, live));
  }

  async #brokersCame(ids: readonly number[]): Promise<void> {
    for (const id of ids) this.#shuttingDown.delete(id);
    const live = this.#electable;
    await this.#electNewPartitions();
    await this.#states.changeStates((state, { replicas }) => electOffline(state, replicas, live));
    await this.#expandIsrs();
  }

  /** A replica fetches what it missed, then its leader adds it to the ISR. The records are already here. */
  async #expandIsrs(): Promise<void> {
    const following = this.#electable;
    for (const id of following) if (!this.#follows(id)) following.delete(id);
    await this.#states.changeStates((state, { replicas }) => expandIsr(state, replicas, following));
  }

  /** The replicas of a resumed broker follow again. */
  replicasCaughtUp(): Promise<void> {
    return this.#enqueue(() => this.#expandIsrs());
  }

  /** Moves leadership back to brokers that lead too few of the partitions for which they are preferred. */
  rebalanceLeaders(percentage: number): Promise<void> {
    return this.#enqueue(async () => {
      const imbalanced = imbalancedBrokers(this.#image.topics.values(), percentage);
      if (imbalanced.size === 0) return;
      const live = this.#electable;
      await this.#states.changeStates((state, { topic, partition, replicas }) => {
        const elected = imbalanced.has(replicas[0]!) ? electPreferred(state, replicas, live) : undefined;
        if (elected)
          this.#log(
            `Partition ${topic}-${partition} completed preferred replica leader election. New leader is ${elected.leader}`,
          );
        return elected;
      });
    });
  }

  /** Shrinks ISRs at the leaders' request; ignores requests from an earlier leader epoch. The leader epoch does not change. */
  shrinkIsr(shrinks: readonly IsrShrink[]): Promise<void> {
    return this.#enqueue(async () => {
      await inBatches(shrinks, writesAtOnce, async ({ topic, partition: number, leaderEpoch, isr }) => {
        const partition = this.#image.partition(topic, number);
        const state = partition?.state;
        if (!state || state.leaderEpoch !== leaderEpoch) return;
        const left = state.isr.filter((id) => isr.includes(id));
        if (left.length < state.isr.length && left.includes(state.leader))
          await this.#states.writeState(partition, { ...state, isr: left });
      });
    });
  }

  async #electNewPartitions(): Promise<void> {
    const live = this.#electable;
    const fresh = [...this.#image.topics.values()].flatMap(({ partitions }) =>
      partitions.filter(({ state }) => !state),
    );
    await this.#states.writeAll(fresh, (partition) => electFirst(partition.replicas, live));
  }

  createTopic(topic: NewTopic): Promise<TopicImage> {
    return this.#topics.createTopic(topic);
  }

  createPartitions(growth: TopicGrowth): Promise<void> {
    return this.#topics.createPartitions(growth);
  }

  deleteTopic(name: string): Promise<void> {
    return this.#topics.deleteTopic(name);
  }

  async #refreshDeletions(): Promise<void> {
    const { children } = await this.#zooKeeper.getChildren(znodes.deleteTopicsPath, () =>
      this.#enqueueEvent(() => this.#refreshDeletions()),
    );
    for (const name of children) await this.#topics.carryOutDeletion(name);
  }

  /** Moves leadership off a broker that is about to stop. Resolves with the number of partitions it still leads. */
  controlledShutdown(id: number): Promise<number> {
    return this.#enqueue(async () => {
      this.#shuttingDown.add(id);
      this.#log(`Shutting down broker ${id}`);
      const live = this.#electable;
      await this.#states.changeStates((state, { replicas }) => handOver(state, replicas, id, live));
      let left = 0;
      for (const topic of this.#image.topics.values())
        for (const { state, replicas } of topic.partitions)
          if (state?.leader === id && replicas.length > 1) left++;
      return left;
    });
  }
}
