import { setTimeout as delay } from 'node:timers/promises';
import type { Kafka, Producer } from 'kafkajs';
import { kafkaFacts } from '../../../source/lab/model/facts.ts';
import type { Random } from '../../embedded/kafka/random.ts';

const everyMs = 20;
const askEveryMs = 1_000;
/** How far the topic may fall behind its rate before the deficit is dropped, and shows in the rate. */
const longestDebtMs = 10_000;
/** The most messages that one partition is sent at once. */
const mostAtOnce = 1_000;

/**
 * Brings the lab's topic to a rate that the lab's own producer, which sends one message at a time, does not reach on two cores: sends
 * what is missing, the same kind of values, in small batches with acks=all.
 */
export class LoadProducer {
  /** Messages that were acknowledged, by partition. */
  readonly acknowledged = Array.from({ length: kafkaFacts.partitions }, () => 0);
  readonly #random: Random;
  readonly #stop = new AbortController();
  readonly #ended: Promise<unknown>;
  #others = 0;

  /** `others` returns how many messages the lab's producer has sent; `rate` is that of both together, per second. */
  constructor(kafka: Kafka, rate: number, random: Random, others: () => Promise<number>) {
    this.#random = random;
    this.#ended = Promise.all([this.#ask(others), this.#run(kafka.producer(), rate)]);
  }

  /** Resolves once nothing is in flight any more. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
  }

  async #ask(others: () => Promise<number>): Promise<void> {
    const before = await others();
    while (!this.#stop.signal.aborted) {
      // The next batch makes up for a missing response.
      this.#others = await others().then(
        (sent) => sent - before,
        () => this.#others,
      );
      await delay(askEveryMs, undefined, { signal: this.#stop.signal }).catch(() => {});
    }
  }

  async #run(producer: Producer, rate: number): Promise<void> {
    await producer.connect();
    let sent = 0;
    let from = performance.now();
    while (!this.#stop.signal.aborted) {
      const debt = ((performance.now() - from) * rate) / 1000 - sent - this.#others;
      from += Math.max(0, (debt * 1000) / rate - longestDebtMs);
      const count = Math.floor(Math.max(0, Math.min(debt, mostAtOnce * this.acknowledged.length)));
      sent += count;
      await this.#send(producer, count);
      await delay(everyMs);
    }
    await producer.disconnect();
  }

  /** Sends each message to a random partition, as the lab's producer does. */
  async #send(producer: Producer, count: number): Promise<void> {
    const batches = this.acknowledged.map(() => [] as { value: string; partition: number }[]);
    for (let index = 0; index < count; index++) {
      const partition = this.#random.below(batches.length);
      const value = (this.#random.below(1_000_000) / 1_000_000).toFixed(6);
      batches[partition]!.push({ value, partition });
    }
    await Promise.all(
      batches.map(async (messages, partition) => {
        if (messages.length === 0) return;
        try {
          // One partition per send: kafkajs may resolve a send to several of which some were not written.
          await producer.send({ topic: kafkaFacts.topic, acks: -1, messages });
          this.acknowledged[partition]! += messages.length;
        } catch {
          // Not acknowledged: the rate shows it.
        }
      }),
    );
  }
}
