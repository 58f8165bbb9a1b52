import type { GrowthRun } from './run.ts';

/** Topics of four partitions with three replicas each, created by requests of a hundred. */
export async function createTopics(run: GrowthRun, count: number): Promise<Record<string, number>> {
  const cluster = await run.start();
  const idle = cluster.memory().now;
  const admin = cluster.kafka.admin();
  await admin.connect();
  const began = performance.now();
  for (let first = 0; first < count; first += 100) {
    const topics = Array.from({ length: Math.min(100, count - first) }, (_, index) => ({
      topic: `growth-${first + index}`,
      numPartitions: 4,
      replicationFactor: 3,
    }));
    await admin.createTopics({ topics, waitForLeaders: false, timeout: 60_000 });
  }
  await admin.fetchTopicMetadata({ topics: [`growth-${count - 1}`] });
  const createMs = performance.now() - began;
  await admin.disconnect();
  const memory = cluster.memory().now;
  await cluster.stop();
  const again = await run.start();
  const restarted = again.memory().now;
  await again.stop();
  return {
    'created in, ms': createMs,
    'memory before, MB': idle,
    'memory after, MB': memory,
    'start with them, ms': again.startMs,
    'memory after that start, MB': restarted,
  };
}
