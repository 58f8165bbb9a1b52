import type {
  FetchableTopicResponse,
  FetchPartition,
  FetchPartitionData,
  FetchTopic,
  ForgottenTopic,
} from '../../messages/fetch.ts';
import type { Draft } from '../../messages/schema.ts';
import { noOffset } from '../../messages/sentinels.ts';

interface SessionTopic {
  readonly topic: string;
  readonly topicId: string;
  readonly partitions: Map<number, SessionPartition>;
}

/** A partition of a session: what the client asks of it, and what the client was told last. */
export interface SessionPartition {
  readonly of: { readonly topic: string; readonly topicId: string };
  wanted: FetchPartition;
  highWatermark: number;
  logStartOffset: number;
}

/** A partition with what an answer says of it. */
export type News = readonly [SessionPartition, Draft<FetchPartitionData>];

const lastEpoch = 0x7fff_ffff;

/** The partitions that a client fetches from a broker, so that its requests name only those that change (KIP-227). */
export class FetchSession {
  readonly id: number;
  /** As in version 13: the client names topics by their ids. */
  readonly usesTopicIds: boolean;
  readonly createdMs: number;
  usedMs: number;
  readonly #topics = new Map<string, SessionTopic>();
  /** In the order in which they are read. */
  readonly #order = new Set<SessionPartition>();
  #epoch = 1;
  #ended = false;
  #waiting: (() => void) | undefined;

  constructor(id: number, usesTopicIds: boolean, nowMs: number) {
    this.id = id;
    this.usesTopicIds = usesTopicIds;
    this.createdMs = nowMs;
    this.usedMs = nowMs;
  }

  /** Of the next request. */
  get epoch(): number {
    return this.#epoch;
  }

  get ended(): boolean {
    return this.#ended;
  }

  get size(): number {
    return this.#order.size;
  }

  get partitions(): Iterable<SessionPartition> {
    return this.#order;
  }

  /** Adds partitions, and changes what is asked of those that it has. With `told`, the answer to them, in the same order. */
  follow(topics: readonly FetchTopic[], told?: readonly Draft<FetchableTopicResponse>[]): void {
    for (const [i, { topic, topicId, partitions }] of topics.entries()) {
      if (partitions.length === 0) continue;
      const of = this.#topic(topic, topicId);
      for (const [j, wanted] of partitions.entries()) this.#follow(of, wanted, told?.[i]?.partitions?.[j]);
    }
  }

  #topic(topic: string, topicId: string): SessionTopic {
    const key = this.usesTopicIds ? topicId : topic;
    const known = this.#topics.get(key);
    if (known) return known;
    const added = { topic, topicId, partitions: new Map<number, SessionPartition>() };
    this.#topics.set(key, added);
    return added;
  }

  #follow(of: SessionTopic, wanted: FetchPartition, told: Draft<FetchPartitionData> | undefined): void {
    const known = of.partitions.get(wanted.partition);
    const partition = known ?? { of, wanted, highWatermark: noOffset, logStartOffset: noOffset };
    partition.wanted = wanted;
    if (told) remember(partition, told);
    if (known) return;
    of.partitions.set(wanted.partition, partition);
    this.#order.add(partition);
  }

  forget(topics: readonly ForgottenTopic[]): void {
    for (const { topic, topicId, partitions } of topics) {
      const key = this.usesTopicIds ? topicId : topic;
      const of = this.#topics.get(key);
      if (!of) continue;
      for (const number of partitions) {
        const partition = of.partitions.get(number);
        if (!partition) continue;
        of.partitions.delete(number);
        this.#order.delete(partition);
      }
      if (of.partitions.size === 0) this.#topics.delete(key);
    }
  }

  /** The next request has come: one of the same session that still waits is answered. */
  advance(): void {
    this.#epoch = nextEpoch(this.#epoch);
    this.#waiting?.();
  }

  /** Lets go of all partitions, and answers a request that waits. */
  end(): void {
    this.#ended = true;
    this.#topics.clear();
    this.#order.clear();
    this.#waiting?.();
  }

  /** Calls `overtaken` when a request that waits has lost its session; returns the unsubscribe function. */
  onOvertaken(overtaken: () => void): () => void {
    this.#waiting = overtaken;
    return () => {
      if (this.#waiting === overtaken) this.#waiting = undefined;
    };
  }

  /**
   * The answer to what the client does not know yet. Partitions with records go behind the others, which are read first the next time:
   * no partition keeps the bytes of all answers for itself.
   */
  tell(news: readonly News[]): Draft<FetchableTopicResponse>[] {
    const topics: (Draft<FetchableTopicResponse> & { partitions: Draft<FetchPartitionData>[] })[] = [];
    let last: SessionPartition['of'] | undefined;
    for (const [partition, data] of news) {
      remember(partition, data);
      if (hasRecords(data)) {
        this.#order.delete(partition);
        this.#order.add(partition);
      }
      const { of } = partition;
      if (of === last) topics.at(-1)!.partitions.push(data);
      else topics.push({ topic: of.topic, topicId: of.topicId, partitions: [data] });
      last = of;
    }
    return topics;
  }
}

/** Epochs begin again at 1: 0 begins a session. */
export function nextEpoch(epoch: number): number {
  return epoch === lastEpoch ? 1 : epoch + 1;
}

/** Whether the client does not know this yet. */
export function isNews(partition: SessionPartition, data: Draft<FetchPartitionData>): boolean {
  return (
    hasRecords(data) ||
    data.highWatermark !== partition.highWatermark ||
    data.logStartOffset !== partition.logStartOffset ||
    data.errorCode !== 0 ||
    data.divergingEpoch !== undefined
  );
}

function hasRecords({ records }: Draft<FetchPartitionData>): boolean {
  return (records?.length ?? 0) > 0;
}

function remember(partition: SessionPartition, data: Draft<FetchPartitionData>): void {
  // After an error, the partition is told again as soon as it has none.
  partition.highWatermark = data.errorCode === 0 ? (data.highWatermark ?? noOffset) : noOffset;
  partition.logStartOffset = data.logStartOffset ?? noOffset;
}
