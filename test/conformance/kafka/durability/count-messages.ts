import type { Producer } from 'kafkajs';
import { clientOf, type Stage } from './stage.ts';

/** The fate of the messages of one topic. */
export interface Count {
  readonly sent: number;
  /** How many of these the producer counts as written. With acks=0, all that it could pass to a connection. */
  readonly acknowledged: number;
  /** Acknowledged, but missing from the log afterwards. */
  readonly lost: number;
  /** Distinct messages in the log afterwards. */
  readonly read: number;
  /** The errors, by their names. */
  readonly errors: readonly string[];
}

/** The messages of one topic, numbered from 0. */
export class Messages {
  readonly topic: string;
  readonly acks: -1 | 0 | 1;
  readonly acknowledged = new Set<string>();
  readonly errors = new Set<string>();
  sent = 0;

  constructor(topic: string, acks: -1 | 0 | 1) {
    this.topic = topic;
    this.acks = acks;
  }

  /** Sends one message to partition 0, and records the response. */
  async send(producer: Producer, acks = this.acks): Promise<void> {
    const value = String(this.sent++);
    try {
      await producer.send({ topic: this.topic, acks, messages: [{ value, partition: 0 }] });
      this.acknowledged.add(value);
    } catch (error) {
      this.errors.add(nameOf(error));
    }
  }

  count(values: readonly string[]): Count {
    const read = new Set(values);
    return {
      sent: this.sent,
      acknowledged: this.acknowledged.size,
      lost: [...this.acknowledged].filter((value) => !read.has(value)).length,
      read: read.size,
      errors: [...this.errors].sort(),
    };
  }
}

function nameOf(error: unknown): string {
  let found = error;
  while (found instanceof Error && found.cause instanceof Error) found = found.cause;
  const type = (found as { type?: unknown }).type;
  return typeof type === 'string' ? type : (found as Error).name;
}

/** Reads partition 0 of each topic from its start to its end. Returns the values by topic. */
export async function readAll(stage: Stage, topics: readonly string[]): Promise<Map<string, string[]>> {
  const kafka = clientOf(stage, 30);
  const admin = kafka.admin();
  await admin.connect();
  const ends = new Map<string, number>();
  for (const topic of topics)
    for (const { high } of await admin.fetchTopicOffsets(topic)) ends.set(topic, Number(high));
  await admin.disconnect();
  const values = new Map(topics.map((topic) => [topic, [] as string[]]));
  const open = new Set(topics.filter((topic) => ends.get(topic)! > 0));
  if (open.size === 0) return values;
  const consumer = kafka.consumer({ groupId: `reader-${process.pid}-${Math.random()}` });
  await consumer.connect();
  await consumer.subscribe({ topics: [...open], fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer.on('consumer.crash', ({ payload }) => payload.restart || reject(payload.error));
    consumer
      .run({
        eachMessage: async ({ topic, message }) => {
          values.get(topic)!.push(message.value!.toString());
          if (Number(message.offset) >= ends.get(topic)! - 1) open.delete(topic);
          if (open.size === 0) resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return values;
}
