import type { Kafka } from 'kafkajs';

export interface Load {
  readonly topic: string;
  readonly partitions: number;
  readonly messages: number;
  /** The size of each value. */
  readonly bytes: number;
}

/** About a megabyte, which is what producers send at most by default. */
const requestBytes = 900_000;
const atOnce = 4;

/** Produces the messages with acks=all, round-robin over the partitions. */
export async function produce(kafka: Kafka, { topic, partitions, messages, bytes }: Load): Promise<void> {
  const producer = kafka.producer({ maxInFlightRequests: atOnce });
  await producer.connect();
  const value = Buffer.alloc(bytes, 'x');
  const perRequest = Math.max(1, Math.floor(requestBytes / (bytes + 20)));
  let sent = 0;
  const sendOn = async (): Promise<void> => {
    while (sent < messages) {
      const size = Math.min(perRequest, messages - sent);
      const first = sent;
      sent += size;
      const batch = Array.from({ length: size }, (_, index) => ({
        value,
        partition: (first + index) % partitions,
      }));
      await producer.send({ topic, acks: -1, messages: batch });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sendOn));
  await producer.disconnect();
}
