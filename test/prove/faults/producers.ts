import { setTimeout as delay } from 'node:timers/promises';
import type { Kafka, Producer } from 'kafkajs';
import type { Guarantee, History } from '../../embedded/kafka/faults/history.ts';
import type { Random } from '../../embedded/kafka/random.ts';

export const topic = 'proof';
export const partitions: readonly number[] = [0, 1, 2, 3];

const mostInBatch = 12;
const longestPauseMs = 50;

/** Kafka's guarantee for each producer; one that lost its producer id continues under a new number. */
export class Producers {
  readonly #guarantees: Guarantee[] = [];

  readonly guarantee = (producer: number): Guarantee => this.#guarantees[producer] ?? 'copies in order';

  next(idempotent: boolean): number {
    return this.#guarantees.push(idempotent ? 'exactly once' : 'acknowledged in order') - 1;
  }
}

export interface ProduceOptions {
  readonly idempotent: boolean;
  readonly history: History;
  readonly producers: Producers;
  readonly random: Random;
  readonly over: () => boolean;
}

/** Sends batches with acks=all, each to one partition, one after the other, until `over`. */
export async function produce(kafka: Kafka, options: ProduceOptions): Promise<void> {
  const { idempotent, producers, over } = options;
  while (!over()) {
    const producer = kafka.producer({ idempotent, allowAutoTopicCreation: false });
    try {
      await produceAs(producers.next(idempotent), producer, options);
    } catch {
      // Failed, or not acknowledged: the batch may have been written or not. An idempotent producer that failed cannot continue: kafkajs
      // would reuse the failed sequence number.
      await delay(50);
    } finally {
      await producer.disconnect().catch(() => {});
    }
  }
}

async function produceAs(
  id: number,
  producer: Producer,
  { idempotent, history, random, over }: ProduceOptions,
): Promise<void> {
  await producer.connect();
  for (let sequence = 0; !over(); ) {
    // One partition per send: kafkajs may resolve a send to several partitions of which some were not written.
    const partition = random.below(partitions.length);
    const values = Array.from({ length: 1 + random.below(mostInBatch) }, () =>
      history.sending(id, sequence++, partition),
    );
    try {
      const messages = values.map((value) => ({ value, partition }));
      const [answer] = await producer.send({ topic, acks: -1, messages });
      if (answer?.errorCode === 0)
        for (const [index, value] of values.entries()) history.sent(value, Number(answer.baseOffset) + index);
    } catch (error) {
      if (idempotent) throw error;
    }
    await delay(random.below(longestPauseMs));
  }
}
