import { setTimeout as delay } from 'node:timers/promises';
import { inSlices } from '../../../bounds/lanes/pods.ts';
import { KafkaClientError } from '../../../kafka/client/client-error.ts';
import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import { errorCodes, errorName, isRetriable, KafkaError } from '../../../kafka/messages/errors.ts';
import { fetch } from '../../../kafka/messages/fetch.ts';
import { isControl, isLogAppendTime } from '../../../kafka/records/batch-header.ts';
import { openBatch } from '../../../kafka/records/decode-batch.ts';
import type { KafkaRecord } from '../../../kafka/records/record.ts';
import { storedBatches } from '../../../kafka/records/split-batches.ts';
import { listTimestamps, offsetsAt } from './end-offsets.ts';

export interface FetchedRecord extends KafkaRecord {
  readonly topic: string;
  readonly partition: number;
  readonly timestampType: 'CreateTime' | 'LogAppendTime';
  /** Of the leader that took it; −1 if it is not known. */
  readonly leaderEpoch: number;
}

/** What a fetch asks for; the names are those of the consumer's settings. */
export interface FetchLimits {
  readonly isolationLevel: 0 | 1;
  readonly maxWaitMs: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly partitionMaxBytes: number;
}

export const usualLimits: FetchLimits = {
  isolationLevel: 0,
  maxWaitMs: 500,
  minBytes: 1,
  maxBytes: 50 * 1024 * 1024,
  partitionMaxBytes: 1024 * 1024,
};

/** Where to go on where a position is missing or out of range: `auto.offset.reset`. */
export type OffsetReset = 'earliest' | 'latest' | 'none';

/** Fetches partitions from their leaders. `positions` has the next offset of each, by `topic/partition`. */
export class PartitionFetcher {
  readonly positions = new Map<string, number>();
  readonly #cluster: ClusterClient;
  readonly #limits: FetchLimits;
  readonly #reset: OffsetReset;
  #leaders = new Map<string, number>();

  constructor(cluster: ClusterClient, reset: OffsetReset, limits: FetchLimits = usualLimits) {
    this.#cluster = cluster;
    this.#reset = reset;
    this.#limits = limits;
  }

  /** One round: a fetch from each leader that waits up to `maxWaitMs` for data. */
  async poll(maxWaitMs: number, signal: AbortSignal): Promise<FetchedRecord[]> {
    if ([...this.positions.keys()].some((key) => !this.#leaders.has(key))) await this.#findLeaders();
    const byLeader = new Map<number, string[]>();
    for (const key of this.positions.keys()) {
      const leader = this.#leaders.get(key) ?? -1;
      if (leader >= 0) byLeader.set(leader, [...(byLeader.get(leader) ?? []), key]);
    }
    if (byLeader.size === 0) {
      await delay(Math.min(maxWaitMs, 200), undefined, { signal });
      return [];
    }
    const rounds = await Promise.all(
      [...byLeader].map(([leader, keys]) => this.#fetchOrLookAgain(leader, keys, maxWaitMs, signal)),
    );
    return rounds.flat();
  }

  /** A broker that is gone makes its partitions be looked up again. */
  async #fetchOrLookAgain(
    leader: number,
    keys: readonly string[],
    maxWaitMs: number,
    signal: AbortSignal,
  ): Promise<FetchedRecord[]> {
    try {
      return await this.#fetch(leader, keys, maxWaitMs);
    } catch (error) {
      if (!(error instanceof KafkaClientError) || signal.aborted) throw error;
      for (const key of keys) this.#leaders.delete(key);
      await delay(100, undefined, { signal });
      return [];
    }
  }

  async #fetch(leader: number, keys: readonly string[], maxWaitMs: number): Promise<FetchedRecord[]> {
    const connection = await this.#cluster.broker(leader);
    const partitions = keys.map(splitKey);
    const topics = [...new Set(partitions.map(({ topic }) => topic))];
    const answer = await connection.call(
      fetch,
      {
        maxWaitMs: Math.min(maxWaitMs, this.#limits.maxWaitMs),
        minBytes: this.#limits.minBytes,
        maxBytes: this.#limits.maxBytes,
        isolationLevel: this.#limits.isolationLevel,
        topics: topics.map((topic) => ({
          topic,
          partitions: partitions
            .filter((each) => each.topic === topic)
            .map(({ partition }) => ({
              partition,
              fetchOffset: this.positions.get(`${topic}/${partition}`)!,
              partitionMaxBytes: this.#limits.partitionMaxBytes,
            })),
        })),
      },
      // Version 13 names topics by their ids, which a tool for one topic does not need.
      { version: Math.min(12, connection.versionFor(fetch) ?? 12) },
    );
    const records: FetchedRecord[] = [];
    for (const { topic, partitions: answers } of answer.responses) {
      for (const { partitionIndex, errorCode, records: bytes } of answers) {
        const key = `${topic}/${partitionIndex}`;
        if (errorCode !== 0) await this.#recover(key, errorCode);
        else if (bytes !== null && bytes.length > 0)
          await this.#take(topic, partitionIndex, Buffer.from(bytes), records);
      }
    }
    return records;
  }

  async #take(topic: string, partition: number, bytes: Buffer, records: FetchedRecord[]): Promise<void> {
    const key = `${topic}/${partition}`;
    const from = this.positions.get(key) ?? 0;
    // A response may end in the middle of a batch: the next fetch gets that batch.
    for (const { header, start } of storedBatches(bytes)) {
      if (!isControl(header.attributes)) {
        const { partitionLeaderEpoch: leaderEpoch, maxTimestamp, attributes } = header;
        const stamped = isLogAppendTime(attributes);
        const timestampType = stamped ? 'LogAppendTime' : 'CreateTime';
        await inSlices(openBatch(bytes, start).records, (record) => {
          if (record.offset < from) return;
          const timestamp = stamped ? maxTimestamp : record.timestamp;
          records.push({ ...record, timestamp, topic, partition, timestampType, leaderEpoch });
        });
      }
      this.positions.set(key, Math.max(this.positions.get(key) ?? 0, header.lastOffset + 1));
    }
  }

  /** A moved partition is looked up again; an out-of-range position is reset. */
  async #recover(key: string, code: number): Promise<void> {
    if (code === errorCodes.OFFSET_OUT_OF_RANGE) {
      if (this.#reset === 'none') {
        const { topic, partition } = splitKey(key);
        throw new KafkaError(
          'OFFSET_OUT_OF_RANGE',
          `Fetch position FetchPosition{offset=${this.positions.get(key)}} is out of range for partition ${topic}-${partition}, raising error to the application since no reset policy is configured.`,
        );
      }
      const offsets = await offsetsAt(this.#cluster, [splitKey(key)], listTimestamps[this.#reset]);
      this.positions.set(key, offsets.get(key)?.offset ?? 0);
      return;
    }
    if (!isRetriable(errorName(code))) throw new KafkaError(errorName(code));
    this.#leaders.delete(key);
    await delay(100);
  }

  async #findLeaders(): Promise<void> {
    const topics = new Set([...this.positions.keys()].map((key) => splitKey(key).topic));
    const { topics: found } = await this.#cluster.metadata([...topics]);
    this.#leaders = new Map(
      found.flatMap(({ name, partitions }) =>
        partitions.map(({ partitionIndex, leaderId }): [string, number] => [
          `${name}/${partitionIndex}`,
          leaderId,
        ]),
      ),
    );
  }
}

export function splitKey(key: string): { topic: string; partition: number } {
  const at = key.lastIndexOf('/');
  return { topic: key.slice(0, at), partition: Number(key.slice(at + 1)) };
}
