import { describe, expect, it } from 'vitest';
import type {
  FetchPartitionData,
  FetchResponse,
} from '../../../../../source/embedded/kafka/messages/fetch.ts';
import { decodeBatch } from '../../../../../source/embedded/kafka/records/decode-batch.ts';
import type { KafkaRecord } from '../../../../../source/embedded/kafka/records/record.ts';
import { Random } from '../../random.ts';
import { produceTo } from '../raw-client.ts';
import { type Asked, fetchFrom } from './fetch-client.ts';
import { oneBroker } from './one-broker.ts';

const broker = oneBroker();

/** A consumer as Java's: it keeps a position of each partition, and what it sees of it. */
class Consumer {
  readonly #positions = new Map<string, number>();
  readonly seen = new Map<string, string[]>();
  readonly highWatermarks = new Map<string, number>();

  get assigned(): readonly string[] {
    return [...this.#positions.keys()];
  }

  assign(topic: string, at: number): void {
    this.#positions.set(topic, at);
  }

  revoke(topic: string): void {
    this.#positions.delete(topic);
  }

  position(topic: string): number {
    return this.#positions.get(topic) ?? 0;
  }

  asked(topics: readonly string[]): Asked[] {
    return topics.map((topic) => ({ topic, at: this.position(topic) }));
  }

  take({ responses }: FetchResponse): void {
    for (const { topic, partitions } of responses) for (const one of partitions) this.#take(topic, one);
  }

  #take(topic: string, data: FetchPartitionData): void {
    this.highWatermarks.set(topic, data.highWatermark);
    const bytes = Buffer.from(data.records ?? []);
    for (let at = 0; at < bytes.length; ) {
      const { header, records } = decodeBatch(bytes, at);
      for (const record of records) this.#takeRecord(topic, record);
      at += header.sizeInBytes;
    }
  }

  #takeRecord(topic: string, { offset, value }: KafkaRecord): void {
    if (offset < this.position(topic)) return;
    const seen = this.seen.get(topic) ?? [];
    seen.push(`${offset} ${value}`);
    this.seen.set(topic, seen);
    this.#positions.set(topic, offset + 1);
  }
}

/** What a session was told: requests name only what changed since. */
class Session {
  id = 0;
  epoch = 0;
  readonly told = new Map<string, number>();

  request(consumer: Consumer) {
    const changed = consumer.assigned.filter((topic) => this.told.get(topic) !== consumer.position(topic));
    const forgotten = [...this.told.keys()].filter((topic) => !consumer.assigned.includes(topic));
    for (const topic of forgotten) this.told.delete(topic);
    for (const topic of changed) this.told.set(topic, consumer.position(topic));
    const isFull = this.epoch === 0;
    return {
      session: [this.id, this.epoch] as const,
      of: consumer.asked(isFull ? consumer.assigned : changed),
      forget: isFull ? [] : forgotten.map((topic) => ({ topic })),
    };
  }

  answered({ errorCode, sessionId }: FetchResponse): void {
    if (errorCode !== 0 || sessionId === 0) this.told.clear();
    this.epoch = errorCode !== 0 || sessionId === 0 ? 0 : this.epoch + 1;
    this.id = sessionId;
  }
}

describe('a consumer with a session', () => {
  it.each([1, 2, 3, 4, 5, 6])('saw other records than one without (seed %i)', async (seed) => {
    const random = new Random(seed);
    const topics: string[] = [];
    for (let i = 0; i < 4; i++) topics.push(await broker.newTopic());
    const [withSession, without] = [new Consumer(), new Consumer()];
    const both = [withSession, without];
    let session = new Session();
    const assigned = new Set<string>();

    const fetchBoth = async (maxBytes: number) => {
      const request = session.request(withSession);
      const answer = await fetchFrom(broker.connection(), { ...request, maxBytes });
      session.answered(answer);
      withSession.take(answer);
      without.take(
        await fetchFrom(broker.connection(), { of: without.asked(without.assigned), maxBytes: 10_000_000 }),
      );
    };

    for (let step = 0; step < 80; step++) {
      const topic = topics[random.below(topics.length)]!;
      switch (random.below(8)) {
        case 0:
        case 1:
          await produceTo(broker.connection(), topic, { count: 1 + random.below(5) });
          break;
        case 2:
          if (assigned.has(topic)) break;
          assigned.add(topic);
          // Where it was, as from a committed offset: both are at the same position once they have seen everything.
          for (const consumer of both) consumer.assign(topic, consumer.seen.get(topic)?.length ?? 0);
          break;
        case 3:
          if (random.below(2) === 0) break;
          await drain();
          assigned.delete(topic);
          for (const consumer of both) consumer.revoke(topic);
          break;
        case 4:
          // Its client lost the answer, or its connection.
          if (random.below(3) === 0) session = Object.assign(new Session(), { id: session.id });
          break;
        default:
          await fetchBoth(random.below(2) === 0 ? 1 : 10_000_000);
      }
    }
    await drain();
    expect(withSession.seen).toEqual(without.seen);
    for (const topic of assigned)
      expect(withSession.highWatermarks.get(topic)).toBe(without.highWatermarks.get(topic));

    async function drain() {
      const position = () => withSession.assigned.map((one) => withSession.position(one)).join();
      for (let before = ''; before !== position(); ) {
        before = position();
        await fetchBoth(10_000_000);
      }
    }
  });
});
