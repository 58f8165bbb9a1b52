import { setTimeout as delay } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { isKafkaFailure } from '../cluster/kubernetes/kafka-failure.ts';
import { loadKafkajs } from '../cluster/kubernetes/load-kafkajs.ts';
import { describeError, LabError } from '../errors/lab-error.ts';
import type { TopicOptions } from './test-cluster.ts';

const askedEveryMs = 10;

/** Connects to the brokers behind `bootstrap` for one piece of work. kafkajs neither retries nor logs: callers decide. */
async function withAdmin<T>(bootstrap: string, work: (admin: Admin) => Promise<T>): Promise<T> {
  const { Kafka, logLevel } = await loadKafkajs();
  const kafka = new Kafka({
    clientId: 'kafka-lab-testing',
    brokers: [bootstrap],
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
    logCreator: () => () => {},
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

/** The registered brokers by id, each with its `host:port`. */
export function addressesOf(bootstrap: string): Promise<Map<number, string>> {
  return withAdmin(bootstrap, async (admin) => {
    const { brokers } = await admin.describeCluster();
    return new Map(brokers.map(({ nodeId, host, port }) => [nodeId, `${host}:${port}`]));
  });
}

/**
 * Creates the topics and waits until each partition has a leader.
 * @throws LabError `cluster`: a broker refused one of them; the message has its reason
 */
export async function createTopics(
  bootstrap: string,
  topics: readonly Required<TopicOptions>[],
  signal: AbortSignal,
): Promise<void> {
  if (topics.length === 0) return;
  const names = topics.map(({ name }) => name);
  await withAdmin(bootstrap, async (admin) => {
    const requests = topics.map(({ name, partitions, replicationFactor, config }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor,
      configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
    }));
    try {
      await admin.createTopics({ topics: requests, waitForLeaders: false });
    } catch (cause) {
      const { reason, topic = names.join(', ') } = refusalIn(cause);
      throw new LabError('cluster', `topic \`${topic}\` was not created: ${reason}`, { cause });
    }
    // kafkajs itself would look every 100 ms.
    while (!(await haveLeaders(admin, topics))) await delay(askedEveryMs, undefined, { signal });
  });
}

async function haveLeaders(admin: Admin, wanted: readonly Required<TopicOptions>[]): Promise<boolean> {
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: wanted.map(({ name }) => name) });
    return wanted.every(({ name, partitions }) => {
      const known = topics.find((topic) => topic.name === name)?.partitions ?? [];
      return known.length === partitions && known.every(({ leader }) => leader >= 0);
    });
  } catch (error) {
    if (!isKafkaFailure(error)) throw error;
    return false;
  }
}

/** What the broker says of the first topic that it refuses; kafkajs wraps it in an error of its own. */
function refusalIn(error: unknown): { readonly reason: string; readonly topic?: string } {
  const inner: unknown =
    error instanceof Error && 'errors' in error && Array.isArray(error.errors) ? error.errors[0] : error;
  const topic =
    inner instanceof Error && 'topic' in inner && typeof inner.topic === 'string' ? inner.topic : undefined;
  return { reason: describeError(inner), ...(topic === undefined ? {} : { topic }) };
}
