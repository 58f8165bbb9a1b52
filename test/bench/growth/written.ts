import { produce } from './produce.ts';
import type { GrowthRun } from './run.ts';

const topic = 'written';
const partitions = 4;
const bytes = 10_000;

/** Gigabytes into a topic of four partitions, which keeps 256 MiB of each. */
export async function write(run: GrowthRun, gigabytes: number): Promise<Record<string, number>> {
  const cluster = await run.start();
  const admin = cluster.kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: partitions, replicationFactor: 3 }] });
  await admin.disconnect();
  const began = performance.now();
  await produce(cluster.kafka, { topic, partitions, messages: Math.round((gigabytes * 1e9) / bytes), bytes });
  const seconds = (performance.now() - began) / 1000;
  const { now, highest } = cluster.memory();
  await cluster.stop();
  const kept = run.diskMegabytes();
  const again = await run.start();
  const restarted = again.memory().now;
  await again.stop();
  return {
    'written at, MB/s': (gigabytes * 1000) / seconds,
    'memory, MB': now,
    'highest memory, MB': highest,
    'kept on disk, MB': kept,
    'start with that, ms': again.startMs,
    'memory after that start, MB': restarted,
  };
}
