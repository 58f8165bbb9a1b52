import type { Consumer, Kafka } from 'kafkajs';
import { produce } from './produce.ts';
import type { GrowthRun } from './run.ts';

const topic = 'shared';
const partitions = 100;
const bytes = 100;

/** Consumers of one group on a topic of a hundred partitions, all in this process, which share its messages. */
export async function shareAmong(
  run: GrowthRun,
  count: number,
  messages: number,
): Promise<Record<string, number>> {
  const cluster = await run.start();
  const admin = cluster.kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: partitions, replicationFactor: 3 }] });
  await admin.disconnect();
  await produce(cluster.kafka, { topic, partitions, messages, bytes });
  const began = performance.now();
  const group = await joinAll(cluster.kafka, count, messages);
  const joined = performance.now() - began;
  await group.allRead;
  const read = performance.now() - began;
  const { now, highest } = cluster.memory();
  await Promise.all(group.consumers.map((consumer) => consumer.disconnect()));
  await cluster.stop();
  return {
    'all have joined after, s': joined / 1000,
    'all messages read after, s': read / 1000,
    'memory, MB': now,
    'highest memory, MB': highest,
  };
}

/** Starts the consumers together; resolves when every partition has an owner in one generation of all members. */
async function joinAll(kafka: Kafka, count: number, messages: number) {
  const seen = new Set<string>();
  let finish = () => {};
  const allRead = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const consumers: Consumer[] = [];
  const assigned = new Map<Consumer, number>();
  let settle = () => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  for (let index = 0; index < count; index++) {
    const consumer = kafka.consumer({ groupId: 'growth', sessionTimeout: 60_000, rebalanceTimeout: 60_000 });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      assigned.set(consumer, payload.memberAssignment[topic]?.length ?? 0);
      const owned = [...assigned.values()].reduce((sum, each) => sum + each, 0);
      if (assigned.size === count && owned === partitions) settle();
    });
    consumers.push(consumer);
  }
  await Promise.all(
    consumers.map(async (consumer) => {
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({
        eachBatch: async ({ batch, resolveOffset }) => {
          for (const { offset } of batch.messages) {
            seen.add(`${batch.partition}:${offset}`);
            resolveOffset(offset);
          }
          if (seen.size === messages) finish();
        },
      });
    }),
  );
  await settled;
  return { consumers, allRead };
}
