import { setTimeout as delay } from 'node:timers/promises';
import { proofClient } from '../kafka-client.ts';

const partitions = 4;
const batch = Array.from({ length: 100 }, () => ({ value: Buffer.alloc(1_000, 'v') }));

/** Produces and consumes at full speed for `forMs`. Resolves with the bytes acknowledged and read. */
export async function bulk(bootstrap: string, forMs: number): Promise<{ sent: number; read: number }> {
  const kafka = proofClient(bootstrap, { clientId: 'bulk' });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 'bulk', numPartitions: partitions, replicationFactor: 3 }] });
  await admin.disconnect();
  let sent = 0;
  let read = 0;
  const consumer = kafka.consumer({ groupId: 'bulk', maxWaitTimeInMs: 100 });
  const producer = kafka.producer();
  await Promise.all([consumer.connect(), producer.connect()]);
  await consumer.subscribe({ topic: 'bulk', fromBeginning: true });
  await consumer.run({
    eachBatch: async ({ batch: { messages } }) => {
      for (const { value } of messages) read += value?.length ?? 0;
    },
  });
  const until = performance.now() + forMs;
  const workers = Array.from({ length: partitions }, async (_, partition) => {
    const messages = batch.map((message) => ({ ...message, partition }));
    while (performance.now() < until) {
      try {
        await producer.send({ topic: 'bulk', acks: -1, messages });
        sent += messages.length * 1_000;
      } catch {
        // Only the waiting times of others count here; a refused worker continues.
        await delay(50);
      }
    }
  });
  await Promise.all(workers);
  await Promise.all([consumer.disconnect(), producer.disconnect()].map((end) => end.catch(() => {})));
  return { sent, read };
}
