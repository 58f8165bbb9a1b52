import { runInSlices } from '../../bounds/lanes/kafka.ts';
import type { ZooKeeperClient } from '../../zookeeper/client-api.ts';
import { KafkaError } from '../messages/errors.ts';
import type { ClusterImage, PartitionImage, TopicImage } from './cluster-image.ts';
import { type IsrShrink, Leadership } from './leadership.ts';
import { PartitionStates } from './partition-states.ts';
import type { NewTopic } from './plan-partitions.ts';
import { readBrokers } from './read-brokers.ts';
import { readTopics } from './read-topics.ts';
import { type Reassignment, Reassignments } from './reassignments.ts';
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
  /** Whether the directory that holds a live broker's replica has failed; false if not given. */
  readonly isOffline?: (brokerId: number, topic: string, partition: number) => boolean;
  /** Whether a live broker lost its replica while no cluster ran, and another replica has the records. */
  readonly mayNotLead?: (brokerId: number, topic: string, partition: number) => boolean;
  /** Called with topics that the image is about to get: their logs are used at once then. */
  readonly openLogs?: (topics: readonly TopicImage[]) => Promise<void>;
  /** Whether a topic of this configuration may get a leader that is not in sync; none may if not given. */
  readonly allowsUnclean?: ((config: Readonly<Record<string, string>>) => boolean) | undefined;
  /**
   * The start index of an assignment; the number of topics, modulo the brokers, if not given. Kafka draws it at random
   * (AdminUtils.assignReplicasToBrokers). This is one of its outcomes, and it makes a lab repeatable: the same commands give the same
   * leaders.
   */
  readonly startIndex?: (brokers: number) => number;
}

/** The broker that decides about topics and leaders. It processes one task at a time and writes to ZooKeeper first, then to the image. */
export class Controller {
  readonly brokerId: number;
  readonly epoch: number;
  readonly #zooKeeper: ZooKeeperClient;
  readonly #image: ClusterImage;
  readonly #log: (line: string) => void;
  readonly #queue = new TaskQueue(() => this.active);
  readonly #leadership: Leadership;
  readonly #topics: TopicChanges;
  readonly #reassignments: Reassignments;
  readonly #openLogs: NonNullable<ControllerOptions['openLogs']>;
  readonly #forget: () => void;
  #stopped = false;

  constructor(options: ControllerOptions) {
    this.brokerId = options.brokerId;
    this.epoch = options.epoch;
    this.#zooKeeper = options.zooKeeper;
    this.#image = options.image;
    this.#log = (line) => options.log(`[Controller id=${options.brokerId}] ${line}`);
    this.#openLogs = options.openLogs ?? (() => Promise.resolve());
    const zooKeeper = this.#zooKeeper;
    const image = this.#image;
    const log = this.#log;
    const { epoch } = this;
    const isActive = () => this.active;
    const states = new PartitionStates({ epoch, zooKeeper, image, isActive });
    const leadership = new Leadership({
      image,
      states,
      log,
      follows: options.follows ?? (() => true),
      isOffline: options.isOffline ?? (() => false),
      mayNotLead: options.mayNotLead ?? (() => false),
      allowsUnclean: options.allowsUnclean ?? (() => false),
      onCaughtUp: () => this.#reassignments.complete(),
    });
    this.#leadership = leadership;
    this.#reassignments = new Reassignments({
      zooKeeper,
      image,
      states,
      log,
      electable: (partition) => leadership.online(leadership.electable, partition),
    });
    this.#topics = new TopicChanges({
      zooKeeper,
      image,
      log,
      isActive,
      run: (task) => this.#queue.run(task),
      electable: () => leadership.electable,
      electNewPartitions: () => leadership.electNewPartitions(),
      startIndex: options.startIndex ?? ((brokers) => image.topics.size % brokers),
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
    await this.#openLogs(read);
    this.#requireActive();
    const present = new Set(children);
    for (const name of [...this.#image.topics.keys()]) if (!present.has(name)) this.#image.removeTopic(name);
    await runInSlices(this.#putTopicsInSteps(read));
    this.#requireActive();
  }

  *#putTopicsInSteps(topics: readonly TopicImage[]): Generator<undefined, void> {
    for (const topic of topics) {
      this.#requireActive();
      yield* this.#image.putTopicInSteps(topic);
    }
  }

  /** After work in slices: another controller may have changed the image since. */
  #requireActive(): void {
    if (!this.active) throw new KafkaError('NOT_CONTROLLER');
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
      await this.#leadership.brokerGone(id);
    }
    const arrived = [...came, ...bounced.map(({ id }) => id)];
    if (arrived.length > 0) await this.#leadership.brokersCame(arrived);
    for (const id of arrived) await this.#leadership.replicasFailed(id);
  }

  #assignedBrokers(): number[] {
    const assigned = new Set<number>();
    for (const topic of this.#image.topics.values())
      for (const partition of topic.partitions) for (const id of partition.replicas) assigned.add(id);
    return [...assigned];
  }

  /** Moves replicas to other brokers. Resolves with the error for each partition, in order. */
  reassign(wanted: readonly Reassignment[]): Promise<(KafkaError | undefined)[]> {
    return this.#enqueue(async () => {
      const errors = await this.#reassignments.begin(wanted);
      await this.#leadership.expandIsrs();
      return errors;
    });
  }

  /** A directory of this broker has failed: others lead what is in it. */
  replicasFailed(id: number): Promise<void> {
    return this.#enqueue(() => this.#leadership.replicasFailed(id));
  }

  /** `unclean.leader.election.enable` has become true for this topic, or for all: their partitions without a leader get one. */
  uncleanElectionEnabled(topic?: string): Promise<void> {
    return this.#enqueue(async () => {
      const { topics } = this.#image;
      const concerned = topic === undefined ? [...topics.values()] : [topics.get(topic)];
      const partitions = concerned.flatMap((each) => each?.partitions ?? []);
      await this.#leadership.electUncleanly(
        partitions.filter((partition) => this.#leadership.mayBeUnclean(partition)),
      );
    });
  }

  /** Those of these partitions that have no leader get one, whatever it lacks. */
  electUncleanLeaders(partitions: readonly PartitionImage[]): Promise<void> {
    return this.#enqueue(() => this.#leadership.electUncleanly(this.#current(partitions)));
  }

  #current(partitions: readonly PartitionImage[]): PartitionImage[] {
    return partitions.flatMap(({ topic, partition }) => this.#image.partition(topic, partition) ?? []);
  }

  /** The replicas of a resumed broker follow again. */
  replicasCaughtUp(): Promise<void> {
    return this.#enqueue(() => this.#leadership.expandIsrs());
  }

  /** Moves leadership back to brokers that lead too few of the partitions for which they are preferred. */
  rebalanceLeaders(percentage: number): Promise<void> {
    return this.#enqueue(() => this.#leadership.rebalanceLeaders(percentage));
  }

  /** Lets the preferred replicas of these partitions lead, where they are live and in sync. */
  electPreferredLeaders(partitions: readonly PartitionImage[]): Promise<void> {
    return this.#enqueue(() => this.#leadership.electPreferredLeaders(this.#current(partitions)));
  }

  /** Shrinks ISRs at the leaders' request; ignores requests from an earlier leader epoch. The leader epoch does not change. */
  shrinkIsr(shrinks: readonly IsrShrink[]): Promise<void> {
    return this.#enqueue(() => this.#leadership.shrinkIsr(shrinks));
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
    return this.#enqueue(() => this.#leadership.controlledShutdown(id));
  }
}
