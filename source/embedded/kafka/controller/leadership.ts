import { inBatches } from '../../bounds/lanes/cluster.ts';
import type { ClusterImage, PartitionImage } from './cluster-image.ts';
import { electFirst, electOffline, expandIsr, handOver, withoutBroker, withoutLost } from './elections.ts';
import { type PartitionStates, writesAtOnce } from './partition-states.ts';
import { electPreferred, imbalancedBrokers } from './preferred-leaders.ts';

/** A leader's request to drop replicas from a partition's ISR, as in AlterPartition. */
export interface IsrShrink {
  readonly topic: string;
  readonly partition: number;
  readonly leaderEpoch: number;
  /** The remaining replicas. */
  readonly isr: readonly number[];
}

export interface LeadershipOptions {
  readonly image: ClusterImage;
  readonly states: PartitionStates;
  readonly log: (line: string) => void;
  /** Whether the replicas of a live broker fetch from their leaders. */
  readonly follows: (brokerId: number) => boolean;
  /** Whether the directory that holds a live broker's replica has failed. */
  readonly isOffline: (brokerId: number, topic: string, partition: number) => boolean;
  /** Whether a live broker lost its replica while no cluster ran, and another replica has the records. */
  readonly mayNotLead: (brokerId: number, topic: string, partition: number) => boolean;
  /** Whether a topic of this configuration may get a leader that is not in sync. */
  readonly allowsUnclean: (config: Readonly<Record<string, string>>) => boolean;
  /** Called when replicas have come in sync. */
  readonly onCaughtUp: () => Promise<void>;
}

/** Who leads which partition, and who is in sync: what the controller writes when brokers, directories or settings change. */
export class Leadership {
  readonly #image: ClusterImage;
  readonly #states: PartitionStates;
  readonly #log: (line: string) => void;
  readonly #follows: (brokerId: number) => boolean;
  readonly #isOffline: (brokerId: number, topic: string, partition: number) => boolean;
  readonly #mayNotLead: LeadershipOptions['mayNotLead'];
  readonly #allowsUnclean: (config: Readonly<Record<string, string>>) => boolean;
  readonly #onCaughtUp: () => Promise<void>;
  readonly #shuttingDown = new Set<number>();

  constructor(options: LeadershipOptions) {
    this.#image = options.image;
    this.#states = options.states;
    this.#log = options.log;
    this.#follows = options.follows;
    this.#isOffline = options.isOffline;
    this.#mayNotLead = options.mayNotLead;
    this.#allowsUnclean = options.allowsUnclean;
    this.#onCaughtUp = options.onCaughtUp;
  }

  /** The brokers that may lead: those that live and are not shutting down. */
  get electable(): Set<number> {
    const live = this.#image.liveIds;
    for (const id of this.#shuttingDown) live.delete(id);
    return live;
  }

  /** Others lead what this broker led. */
  async brokerGone(id: number): Promise<void> {
    this.#shuttingDown.delete(id);
    const live = this.electable;
    live.delete(id);
    await this.#states.changeStates((state, partition) => {
      const { replicas } = partition;
      const [online, unclean] = [this.online(live, partition), this.mayBeUnclean(partition)];
      return (
        withoutBroker(state, replicas, id, online, unclean) ??
        (unclean ? electOffline(state, replicas, online, unclean) : undefined)
      );
    });
  }

  /** Whether its topic allows a leader that is not in sync. */
  mayBeUnclean({ topic }: PartitionImage): boolean {
    return this.#allowsUnclean(this.#image.topics.get(topic)?.config ?? {});
  }

  /** Those of the brokers whose replica of the partition is in a directory that works. */
  online(brokers: Set<number>, { topic, partition, replicas }: PartitionImage): ReadonlySet<number> {
    const offline = replicas.filter((id) => brokers.has(id) && this.#isOffline(id, topic, partition));
    return offline.length === 0 ? brokers : new Set([...brokers].filter((id) => !offline.includes(id)));
  }

  /** Others lead what is in a failed directory of this broker. */
  async replicasFailed(id: number): Promise<void> {
    const isConcerned = ({ topic, partition, replicas }: PartitionImage) =>
      replicas.includes(id) && this.#isOffline(id, topic, partition);
    const failed = [...this.#image.topics.values()].flatMap(({ partitions }) =>
      partitions.filter(isConcerned),
    );
    if (failed.length === 0) return;
    const names = failed.map(({ topic, partition }) => `${topic}-${partition}`);
    this.#log(`Mark replicas ${names.join(',')} on broker ${id} as offline`);
    const live = this.electable;
    await this.#states.writeAll(
      failed,
      (partition) =>
        partition.state &&
        withoutBroker(
          partition.state,
          partition.replicas,
          id,
          this.online(live, partition),
          this.mayBeUnclean(partition),
        ),
    );
  }

  /** Their partitions without a leader get one, and their replicas come back in sync. */
  async brokersCame(ids: readonly number[]): Promise<void> {
    for (const id of ids) this.#shuttingDown.delete(id);
    const live = this.electable;
    await this.electNewPartitions();
    await this.#states.changeStates((state, partition) =>
      withoutLost(state, partition.replicas, this.#lost(partition), this.online(live, partition)),
    );
    await this.#states.changeStates((state, partition) =>
      electOffline(state, partition.replicas, this.online(live, partition), this.mayBeUnclean(partition)),
    );
    await this.expandIsrs();
  }

  /** Those of its replicas that lost their records, which others have. */
  #lost({ topic, partition, replicas }: PartitionImage): number[] {
    return replicas.filter((id) => this.#mayNotLead(id, topic, partition));
  }

  /** Those of these partitions that have no leader get one, whatever it lacks. */
  async electUncleanly(partitions: readonly PartitionImage[]): Promise<void> {
    const live = this.electable;
    await this.#states.writeAll(
      partitions,
      (image) => image.state && electOffline(image.state, image.replicas, this.online(live, image), true),
    );
    await this.expandIsrs();
  }

  /** A replica fetches what it missed, then its leader adds it to the ISR. The records are already here. */
  async expandIsrs(): Promise<void> {
    await this.#joinIsrs();
    await this.#onCaughtUp();
  }

  async #joinIsrs(): Promise<void> {
    const following = this.electable;
    for (const id of following) if (!this.#follows(id)) following.delete(id);
    await this.#states.changeStates((state, partition) =>
      expandIsr(state, partition.replicas, this.online(following, partition)),
    );
  }

  /** Partitions that never had a leader get one. */
  async electNewPartitions(): Promise<void> {
    const live = this.electable;
    const fresh = [...this.#image.topics.values()].flatMap(({ partitions }) =>
      partitions.filter(({ state }) => !state),
    );
    await this.#states.writeAll(fresh, (partition) =>
      electFirst(partition.replicas, this.online(live, partition)),
    );
  }

  /** Moves leadership back to brokers that lead too few of the partitions for which they are preferred. */
  async rebalanceLeaders(percentage: number): Promise<void> {
    const imbalanced = imbalancedBrokers(this.#image.topics.values(), percentage);
    if (imbalanced.size === 0) return;
    const live = this.electable;
    await this.#states.changeStates((state, image) => {
      const { topic, partition, replicas } = image;
      const elected = imbalanced.has(replicas[0]!)
        ? electPreferred(state, replicas, this.online(live, image))
        : undefined;
      if (elected)
        this.#log(
          `Partition ${topic}-${partition} completed preferred replica leader election. New leader is ${elected.leader}`,
        );
      return elected;
    });
  }

  /** Lets the preferred replicas of these partitions lead, where they are live and in sync. */
  async electPreferredLeaders(partitions: readonly PartitionImage[]): Promise<void> {
    const live = this.electable;
    await this.#states.writeAll(
      partitions,
      (image) => image.state && electPreferred(image.state, image.replicas, this.online(live, image)),
    );
  }

  /** Shrinks ISRs at the leaders' request; ignores requests from an earlier leader epoch. The leader epoch does not change. */
  async shrinkIsr(shrinks: readonly IsrShrink[]): Promise<void> {
    await inBatches(shrinks, writesAtOnce, async ({ topic, partition: number, leaderEpoch, isr }) => {
      const partition = this.#image.partition(topic, number);
      const state = partition?.state;
      if (!state || state.leaderEpoch !== leaderEpoch) return;
      const left = state.isr.filter((id) => isr.includes(id));
      if (left.length < state.isr.length && left.includes(state.leader))
        await this.#states.writeState(partition, { ...state, isr: left });
    });
  }

  /** Moves leadership off a broker that is about to stop. Resolves with the number of partitions it still leads. */
  async controlledShutdown(id: number): Promise<number> {
    this.#shuttingDown.add(id);
    this.#log(`Shutting down broker ${id}`);
    const live = this.electable;
    await this.#states.changeStates((state, partition) =>
      handOver(state, partition.replicas, id, this.online(live, partition)),
    );
    let left = 0;
    for (const topic of this.#image.topics.values())
      for (const { state, replicas } of topic.partitions)
        if (state?.leader === id && replicas.length > 1) left++;
    return left;
  }
}
