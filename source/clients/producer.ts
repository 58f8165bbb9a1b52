import { randomInt } from 'node:crypto';
import { createKafka } from './kafka.ts';
import { log } from './log.ts';
import { pause } from './pause.ts';
import type { Settings } from './settings.ts';
import type { Tally } from './tally.ts';

/** How far the producer may fall behind its rate before it stops catching up, in ms. */
const longestDebt = 250;

/**
 * Publishes random floats, one message at a time, each to a random partition, until `signal` aborts. Rejects when a
 * message cannot be published.
 */
export async function produce(settings: Settings, tally: Tally, signal: AbortSignal): Promise<void> {
  const { topic, brokers, rate } = settings;
  const producer = createKafka(settings).producer({
    allowAutoTopicCreation: true,
    createPartitioner:
      () =>
      ({ partitionMetadata }) =>
        partitionMetadata[randomInt(partitionMetadata.length)]!.partitionId,
  });
  await producer.connect();
  try {
    log(`${topic}: start publishing messages to ${brokers.join(',')}`);
    const pace = new Pace(rate);
    while (!signal.aborted) {
      await pace.wait(signal);
      if (signal.aborted) break;
      const [published] = await producer.send({
        topic,
        acks: -1,
        messages: [{ value: Math.random().toFixed(6) }],
      });
      if (published) tally.count(published.partition, Number(published.baseOffset ?? 0));
      if (tally.messages % 1_000 === 0) log(`${topic}: ${tally.messages} messages published`);
    }
  } finally {
    await producer.disconnect();
  }
}

/** Spaces calls evenly at a rate; a short stall is caught up, a long one is not. */
class Pace {
  readonly #interval: number;
  #due = performance.now();

  constructor(rate: number) {
    this.#interval = rate > 0 ? 1_000 / rate : 0;
  }

  async wait(signal: AbortSignal): Promise<void> {
    if (this.#interval === 0) return;
    const now = performance.now();
    this.#due = Math.max(this.#due + this.#interval, now - longestDebt);
    if (this.#due - now >= 1) await pause(this.#due - now, signal);
  }
}
