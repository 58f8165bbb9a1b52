import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import { JavaError } from '../command-line/java-main.ts';
import { type Assignment, keysOf } from './assignment/consumer-protocol.ts';
import type { ConsumerSettings } from './consumer-settings.ts';
import { listTimestamps, type OffsetAndEpoch, offsetsAt } from './end-offsets.ts';
import { GroupMember } from './group-member.ts';
import { type FetchedRecord, PartitionFetcher, splitKey } from './partition-fetcher.ts';
import { keyOf, type TopicPartition } from './topic-partitions.ts';

/** How long it waits for records before it sees to a rebalance again. */
const whileJoiningMs = 100;

const leaveWithinMs = 2000;

interface Joining {
  /** Settles when one of the others is there. */
  readonly done: Promise<void>;
  assignment?: Assignment;
  error?: unknown;
}

/** A consumer in a group: joins, fetches what it is assigned, and commits how far its caller says it came. */
export class GroupConsumer {
  readonly #cluster: ClusterClient;
  readonly #settings: ConsumerSettings;
  readonly #subscription: () => Promise<readonly string[]>;
  readonly #signal: AbortSignal;
  readonly #member: GroupMember;
  readonly #fetcher: PartitionFetcher;
  readonly #positions = new Map<string, OffsetAndEpoch>();
  #lastCommit = performance.now();
  #lastLook = performance.now();
  #subscribed = '';
  /** A rebalance that it takes part in while it goes on with what it has. */
  #joining: Joining | undefined;
  #joinBegun = performance.now();
  /** ms that joining took, all in all. */
  joinMs = 0;

  /** `subscription` returns the topics, which may change. */
  constructor(
    cluster: ClusterClient,
    settings: ConsumerSettings,
    subscription: () => Promise<readonly string[]>,
    signal: AbortSignal,
  ) {
    this.#cluster = cluster;
    this.#settings = settings;
    this.#subscription = subscription;
    this.#signal = signal;
    this.#member = new GroupMember(cluster, settings.member, subscription, signal);
    this.#fetcher = new PartitionFetcher(cluster, settings.reset, settings.fetch);
  }

  /** Records, for which it waits up to `waitMs`; a rebalance takes as long as it takes. Throws JavaError, `KafkaError`. */
  async poll(waitMs: number): Promise<FetchedRecord[]> {
    await this.#lookForTopics();
    if (this.#member.rebalanceNeeded || this.#joining !== undefined) {
      this.#joining ??= await this.#beginToJoin();
      const hasNothing = this.#fetcher.positions.size === 0;
      if (hasNothing) await this.#joining.done;
      if (await this.#takeAssignment(this.#joining)) return [];
    }
    const records = await this.#fetcher.poll(
      this.#joining === undefined ? waitMs : Math.min(waitMs, whileJoiningMs),
      this.#signal,
    );
    if (
      this.#joining === undefined &&
      performance.now() - this.#lastCommit > this.#settings.autoCommitIntervalMs
    ) {
      await this.#commit();
      this.#lastCommit = performance.now();
    }
    return records;
  }

  /** The record is dealt with: the next commit covers it. */
  consumed({ topic, partition, offset, leaderEpoch }: FetchedRecord): void {
    this.#positions.set(`${topic}/${partition}`, { offset: offset + 1, leaderEpoch });
  }

  /** Commits and leaves, unless it was stopped: one without a connection cannot. */
  async close(): Promise<void> {
    // Behind a rebalance that others hold up, the coordinator answers nothing.
    await Promise.race([this.#joining?.done, delay(leaveWithinMs, undefined, { ref: false })]);
    const isHeldUp = this.#joining !== undefined && this.#joining.assignment === undefined;
    if (!this.#signal.aborted && !isHeldUp) {
      await this.#commit();
      await this.#member.leave();
    }
    this.#member.stop();
  }

  async #commit(): Promise<void> {
    if (this.#settings.autoCommit) await this.#member.commit(this.#positions);
  }

  /** A pattern may match topics that were not there before. */
  async #lookForTopics(): Promise<void> {
    if (performance.now() - this.#lastLook < this.#settings.metadataMaxAgeMs) return;
    this.#lastLook = performance.now();
    if ((await this.#subscription()).join() !== this.#subscribed) this.#member.rebalanceNeeded = true;
  }

  /** Gives up what it has, unless the protocol is cooperative and it is still in the group. */
  async #beginToJoin(): Promise<Joining> {
    this.#joinBegun = performance.now();
    if (!this.#member.lost) await this.#commit();
    if (this.#member.lost || !this.#member.cooperative) this.#giveUp([...this.#fetcher.positions.keys()]);
    this.#subscribed = (await this.#subscription()).join();
    const joining: Joining = {
      done: this.#member.join(this.#owned()).then(
        (assignment) => {
          joining.assignment = assignment;
        },
        (error: unknown) => {
          joining.error = error;
        },
      ),
    };
    return joining;
  }

  #owned(): Assignment {
    const owned = new Map<string, number[]>();
    for (const { topic, partition } of [...this.#fetcher.positions.keys()].map(splitKey))
      owned.set(topic, [...(owned.get(topic) ?? []), partition]);
    return owned;
  }

  #giveUp(keys: readonly string[]): void {
    for (const key of keys) {
      this.#fetcher.positions.delete(key);
      this.#positions.delete(key);
    }
  }

  /** Returns whether the rebalance is over. What it had and no longer has, it gives up; then it joins again, as others wait for that. */
  async #takeAssignment({ assignment, error }: Joining): Promise<boolean> {
    if (error !== undefined) throw error;
    if (assignment === undefined) return false;
    this.#joining = undefined;
    const assigned = new Set(keysOf(assignment));
    const had = [...this.#fetcher.positions.keys()];
    const revoked = had.filter((key) => !assigned.has(key));
    if (revoked.length > 0) {
      await this.#commit();
      this.#giveUp(revoked);
      this.#member.rebalanceNeeded = true;
    }
    await this.#begin([...assigned].filter((key) => !had.includes(key)).map(splitKey));
    this.joinMs += performance.now() - this.#joinBegun;
    return true;
  }

  /** Where to begin with partitions that are new to it. */
  async #begin(added: readonly TopicPartition[]): Promise<void> {
    if (added.length === 0) return;
    const { reset } = this.#settings;
    const byTopic = new Map<string, number[]>();
    for (const { topic, partition } of added) byTopic.set(topic, [...(byTopic.get(topic) ?? []), partition]);
    const committed = await this.#member.committed(byTopic);
    const missing = added.filter((each) => !committed.has(keyOf(each)));
    if (reset === 'none' && missing.length > 0) {
      const names = missing.map(({ topic, partition }) => `${topic}-${partition}`);
      throw new JavaError(
        'org.apache.kafka.clients.consumer.NoOffsetForPartitionException',
        `Undefined offset with no reset policy for partitions: [${names.join(', ')}]`,
      );
    }
    const starts =
      reset === 'none' ? undefined : await offsetsAt(this.#cluster, missing, listTimestamps[reset]);
    for (const each of added) {
      const key = keyOf(each);
      const start = committed.get(key) ?? starts?.get(key) ?? { offset: 0, leaderEpoch: -1 };
      this.#fetcher.positions.set(key, start.offset);
      this.#positions.set(key, start);
    }
  }
}
