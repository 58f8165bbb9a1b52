import { setTimeout as delay } from 'node:timers/promises';
import { inSlices } from '../../bounds/lanes/pods.ts';
import type { ClusterClient } from '../../kafka/client/cluster-client.ts';
import { errorCodes, errorName, isRetriable, KafkaError } from '../../kafka/messages/errors.ts';
import { fetch } from '../../kafka/messages/fetch.ts';
import { isControl } from '../../kafka/records/batch-header.ts';
import { openBatch } from '../../kafka/records/decode-batch.ts';
import type { KafkaRecord } from '../../kafka/records/record.ts';
import { splitBatches } from '../../kafka/records/split-batches.ts';
import { listTimestamps, offsetsAt } from './end-offsets.ts';

export interface FetchedRecord extends KafkaRecord {
  readonly topic: string;
  readonly partition: number;
}

/** Fetches partitions from their leaders. `positions` has the next offset of each, by `topic/partition`. */
export class PartitionFetcher {
  readonly positions = new Map<string, number>();
  readonly #cluster: ClusterClient;
  readonly #isolationLevel: number;
  readonly #reset: 'earliest' | 'latest';
  #leaders = new Map<string, number>();

  constructor(cluster: ClusterClient, reset: 'earliest' | 'latest', isolationLevel: number) {
    this.#cluster = cluster;
    this.#reset = reset;
    this.#isolationLevel = isolationLevel;
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
      [...byLeader].map(([leader, keys]) => this.#fetch(leader, keys, maxWaitMs)),
    );
    return rounds.flat();
  }

  async #fetch(leader: number, keys: readonly string[], maxWaitMs: number): Promise<FetchedRecord[]> {
    const connection = await this.#cluster.broker(leader);
    const partitions = keys.map(splitKey);
    const topics = [...new Set(partitions.map(({ topic }) => topic))];
    const answer = await connection.call(
      fetch,
      {
        maxWaitMs,
        minBytes: 1,
        maxBytes: 50 * 1024 * 1024,
        isolationLevel: this.#isolationLevel,
        topics: topics.map((topic) => ({
          topic,
          partitions: partitions
            .filter((each) => each.topic === topic)
            .map(({ partition }) => ({
              partition,
              fetchOffset: this.positions.get(`${topic}/${partition}`)!,
              partitionMaxBytes: 1024 * 1024,
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
    for (const { header, start } of splitBatches(wholeBatches(bytes))) {
      if (!isControl(header.attributes)) {
        await inSlices(openBatch(bytes, start).records, (record) => {
          if (record.offset >= from) records.push({ ...record, topic, partition });
        });
      }
      this.positions.set(key, Math.max(this.positions.get(key) ?? 0, header.lastOffset + 1));
    }
  }

  /** A moved partition is looked up again; an out-of-range position is reset. */
  async #recover(key: string, code: number): Promise<void> {
    if (code === errorCodes.OFFSET_OUT_OF_RANGE) {
      const offsets = await offsetsAt(this.#cluster, [splitKey(key)], listTimestamps[this.#reset]);
      this.positions.set(key, offsets.get(key) ?? 0);
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

/** A response may end in the middle of a batch: the next fetch gets that batch. */
function wholeBatches(bytes: Buffer): Buffer {
  let end = 0;
  while (end + 12 <= bytes.length) {
    const next = end + 12 + bytes.readInt32BE(end + 8);
    if (next > bytes.length || next <= end) break;
    end = next;
  }
  return bytes.subarray(0, end);
}
