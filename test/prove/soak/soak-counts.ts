import { setTimeout as delay } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import type { ApiClient } from '../../../source/cluster/api/api-client.ts';
import { requestKinds } from '../../../source/cluster/api/read-objects.ts';
import { readClientMetrics } from '../../../source/cluster/kubernetes/client-metrics.ts';
import type { ClientMetrics } from '../../../source/cluster/model/cluster.ts';
import { kafkaFacts } from '../../../source/lab/model/facts.ts';

const partitions = Array.from({ length: kafkaFacts.partitions }, (_, partition) => partition);

/** The counts that each pod of an app reports; waits up to a minute until each has reported. */
export async function metricsOf(api: ApiClient, app: string): Promise<ClientMetrics[]> {
  const signal = AbortSignal.timeout(60_000);
  for (;;) {
    const items = await requestKinds(api, 'pods', {
      path: '/api/v1/namespaces/default/pods',
      query: { labelSelector: `app=${app}` },
      signal,
    });
    const metrics = await Promise.all(items.map((pod) => readClientMetrics(api, pod, signal)));
    const told = metrics.filter((one) => one !== undefined);
    if (told.length === items.length) return told;
    await delay(50, undefined, { signal });
  }
}

/** Messages by partition, over all pods of an app. */
export function messagesByPartition(metrics: readonly ClientMetrics[]): number[] {
  return partitions.map((partition) =>
    metrics
      .flatMap((one) => one.partitions)
      .filter((one) => one.partition === partition)
      .reduce((sum, one) => sum + one.messages, 0),
  );
}

/** The end offsets of the lab's topic, by partition. */
export async function endOffsets(kafka: Kafka): Promise<number[]> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const ends = partitions.map(() => 0);
    for (const { partition, high } of await admin.fetchTopicOffsets(kafkaFacts.topic))
      ends[partition] = Number(high);
    return ends;
  } finally {
    await admin.disconnect();
  }
}
