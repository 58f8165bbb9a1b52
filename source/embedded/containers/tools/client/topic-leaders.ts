import { setTimeout as delay } from 'node:timers/promises';
import { KafkaClientError } from '../../../kafka/client/client-error.ts';
import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import { type ErrorName, errorName, isRetriable, KafkaError } from '../../../kafka/messages/errors.ts';
import { metadata } from '../../../kafka/messages/metadata.ts';

/** What a client says while it waits for a topic. */
export type ClientLog = (level: 'WARN' | 'ERROR', message: string, logger: string) => Promise<void>;

/**
 * The leader of each partition of a topic, by partition; −1 for none. Asks until the topic exists with a leader of each partition, which
 * makes the brokers create it, or until `until` (of `performance.now()`), where it settles for what there is. Throws `KafkaError`.
 */
export async function topicLeaders(
  cluster: ClusterClient,
  topic: string,
  options: { readonly until: number; readonly signal: AbortSignal; readonly log: ClientLog },
): Promise<readonly number[] | undefined> {
  for (let attempt = 1; ; attempt++) {
    const found = await ask(cluster, topic);
    const partitions = found?.partitions ?? [];
    const leaders: number[] = [];
    for (const { partitionIndex, leaderId } of partitions) leaders[partitionIndex] = leaderId;
    if (leaders.length > 0 && leaders.every((leader) => leader >= 0)) return leaders;
    if (performance.now() > options.until) return leaders.length > 0 ? leaders : undefined;
    const code = errorName(found?.errorCode ?? 0);
    await tellState(topic, code, attempt, options.log);
    await delay(100, undefined, { signal: options.signal });
  }
}

/** Whether the topic exists; says why it does not yet. Throws `KafkaError` if it never will. */
export async function topicExists(
  cluster: ClusterClient,
  topic: string,
  options: { readonly creates: boolean; readonly attempt: number; readonly log: ClientLog },
): Promise<boolean> {
  const found = await ask(cluster, topic, options.creates);
  if (found === undefined) return false;
  const code = errorName(found.errorCode);
  await tellState(topic, code, options.attempt, options.log);
  return code === 'NONE';
}

async function tellState(topic: string, code: ErrorName, attempt: number, log: ClientLog): Promise<void> {
  if (code === 'NONE') return;
  await log(
    'WARN',
    `Error while fetching metadata with correlation id ${attempt} : {${topic}=${code}}`,
    'org.apache.kafka.clients.NetworkClient',
  );
  if (code === 'INVALID_TOPIC_EXCEPTION') {
    const text = `Metadata response reported invalid topics [${topic}]`;
    await log('ERROR', text, 'org.apache.kafka.clients.Metadata');
    throw new KafkaError(code, `Invalid topics: [${topic}]`);
  }
  if (!isRetriable(code)) throw new KafkaError(code);
}

/** Undefined while no broker answers. */
async function ask(cluster: ClusterClient, topic: string, creates = true) {
  try {
    const connection = await cluster.any();
    const answer = await connection.call(metadata, {
      topics: [{ name: topic }],
      allowAutoTopicCreation: creates,
    });
    // Brokers that have moved are found again.
    await cluster.metadata([]);
    return answer.topics[0];
  } catch (error) {
    if (!(error instanceof KafkaClientError)) throw error;
    return undefined;
  }
}
