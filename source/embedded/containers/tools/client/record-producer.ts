import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import { checkErrorCode, KafkaError } from '../../../kafka/messages/errors.ts';
import { initProducerId } from '../../../kafka/messages/init-producer-id.ts';
import type { NewRecord } from '../../../kafka/records/record.ts';
import { batchBytesOf, type Delivery, type OutgoingRecord } from './outgoing-record.ts';
import { partitionForKey } from './partition-for-key.ts';
import { PartitionSender, type ProducerIdentity } from './partition-sender.ts';
import type { ProducerSettings } from './producer-settings.ts';
import { type ClientLog, topicLeaders } from './topic-leaders.ts';

interface Waiting {
  readonly record: NewRecord;
  resolve(offset: number): void;
  reject(error: unknown): void;
}

interface Batch {
  readonly waiting: Waiting[];
  readonly since: number;
  bytes: number;
  isClosed: boolean;
  /** Ends the wait for more records. */
  close(): void;
  readonly closed: Promise<void>;
}

interface Lane {
  readonly sender: PartitionSender;
  readonly batches: Batch[];
  running: Promise<void> | undefined;
}

/** Gathers records in batches and sends them as Java's producer does: by key, or to one partition until a batch is full. */
export class RecordProducer {
  readonly #cluster: ClusterClient;
  readonly #settings: ProducerSettings;
  readonly #signal: AbortSignal;
  readonly #log: ClientLog;
  readonly #leaders = new Map<string, readonly number[]>();
  readonly #sticky = new Map<string, number>();
  readonly #lanes = new Map<string, Lane>();
  #identity: ProducerIdentity | undefined;
  #bufferedBytes = 0;
  #room: (() => void)[] = [];

  constructor(cluster: ClusterClient, settings: ProducerSettings, signal: AbortSignal, log: ClientLog) {
    this.#cluster = cluster;
    this.#settings = settings;
    this.#signal = signal;
    this.#log = log;
  }

  /** Queues a record once there is room; `delivered` rejects with a `KafkaError`. The same errors, for what is refused at once. */
  async send(record: OutgoingRecord): Promise<{ readonly delivered: Promise<Delivery> }> {
    const { maxRequestSize, bufferMemory } = this.#settings;
    const bytes = batchBytesOf(record);
    const leaders = await this.#leadersOf(record.topic, false);
    if (bytes > maxRequestSize)
      throw new KafkaError(
        'MESSAGE_TOO_LARGE',
        `The message is ${bytes} bytes when serialized which is larger than ${maxRequestSize}, which is the value of the max.request.size configuration.`,
      );
    while (this.#bufferedBytes > 0 && this.#bufferedBytes + bytes > bufferMemory) {
      for (const lane of this.#lanes.values()) lane.batches[0]?.close();
      await new Promise<void>((resolve) => this.#room.push(resolve));
      this.#signal.throwIfAborted();
    }
    const partition = record.partition ?? this.#partitionOf(record, leaders.length);
    const lane = await this.#laneOf(record.topic, partition);
    const batch = this.#batchFor(record.topic, lane, bytes);
    this.#bufferedBytes += bytes;
    batch.bytes += bytes;
    const { key, value, headers = [], timestamp = Date.now() } = record;
    const delivered = new Promise<Delivery>((resolve, reject) => {
      const index = batch.waiting.length;
      batch.waiting.push({
        record: { key, value, headers, timestamp },
        resolve: (first) => resolve({ partition, offset: first < 0 ? -1 : first + index }),
        reject,
      });
    });
    // Whoever sent it may look later, or never.
    delivered.catch(() => undefined);
    if (batch.bytes >= this.#settings.batchSize) batch.close();
    lane.running ??= this.#run(lane);
    return { delivered };
  }

  /** Sends what is queued, and resolves when all of it is settled. */
  async flush(): Promise<void> {
    while ([...this.#lanes.values()].some(({ running }) => running !== undefined)) {
      for (const lane of this.#lanes.values()) for (const batch of lane.batches) batch.close();
      await Promise.all([...this.#lanes.values()].map(({ running }) => running));
    }
  }

  #partitionOf({ topic, key }: OutgoingRecord, partitions: number): number {
    if (key !== null) return partitionForKey(key, partitions);
    const sticky = this.#sticky.get(topic) ?? Math.floor(Math.random() * partitions);
    this.#sticky.set(topic, sticky);
    return sticky;
  }

  async #leadersOf(topic: string, again: boolean): Promise<readonly number[]> {
    const known = this.#leaders.get(topic);
    if (known !== undefined && !again) return known;
    const { maxBlockMs } = this.#settings;
    const found = await topicLeaders(this.#cluster, topic, {
      until: performance.now() + (again ? 0 : maxBlockMs),
      signal: this.#signal,
      log: this.#log,
    });
    if (found === undefined && known === undefined)
      throw new KafkaError(
        'REQUEST_TIMED_OUT',
        `Topic ${topic} not present in metadata after ${maxBlockMs} ms.`,
      );
    const leaders = found ?? known!;
    this.#leaders.set(topic, leaders);
    return leaders;
  }

  async #laneOf(topic: string, partition: number): Promise<Lane> {
    const key = `${topic}/${partition}`;
    const known = this.#lanes.get(key);
    if (known !== undefined) return known;
    if (this.#settings.idempotent) this.#identity ??= await this.#identify();
    const lane: Lane = {
      sender: new PartitionSender({
        topic,
        partition,
        cluster: this.#cluster,
        settings: this.#settings,
        identity: this.#identity,
        signal: this.#signal,
        leader: async (again) => (await this.#leadersOf(topic, again))[partition] ?? -1,
      }),
      batches: [],
      running: undefined,
    };
    this.#lanes.set(key, lane);
    return lane;
  }

  async #identify(): Promise<ProducerIdentity> {
    const connection = await this.#cluster.any();
    const answer = await connection.call(initProducerId, { transactionalId: null, transactionTimeoutMs: 0 });
    checkErrorCode(answer.errorCode);
    return { producerId: answer.producerId, producerEpoch: answer.producerEpoch };
  }

  #batchFor(topic: string, lane: Lane, bytes: number): Batch {
    const last = lane.batches.at(-1);
    if (last !== undefined && !last.isClosed) {
      if (last.bytes + bytes <= this.#settings.batchSize) return last;
      last.close();
      this.#sticky.delete(topic);
    }
    const batch = openBatch(this.#settings.lingerMs);
    lane.batches.push(batch);
    return batch;
  }

  async #run(lane: Lane): Promise<void> {
    for (let batch = lane.batches[0]; batch !== undefined; batch = lane.batches[0]) {
      await batch.closed;
      lane.batches.shift();
      try {
        const first = await lane.sender.send(
          batch.waiting.map(({ record }) => record),
          batch.since,
        );
        for (const { resolve } of batch.waiting) resolve(first);
      } catch (error) {
        for (const { reject } of batch.waiting) reject(error);
      }
      this.#bufferedBytes -= batch.bytes;
      for (const resume of this.#room.splice(0)) resume();
    }
    lane.running = undefined;
  }
}

/** A batch that closes itself after `lingerMs`. */
function openBatch(lingerMs: number): Batch {
  let end = (): void => undefined;
  const closed = new Promise<void>((resolve) => {
    end = resolve;
  });
  const timer = setTimeout(() => batch.close(), Math.min(lingerMs, 2 ** 31 - 1));
  const batch: Batch = {
    waiting: [],
    since: performance.now(),
    bytes: 0,
    isClosed: false,
    closed,
    close: () => {
      batch.isClosed = true;
      clearTimeout(timer);
      end();
    },
  };
  return batch;
}
