import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from '../cluster/api/api-client.ts';
import { observeBrokers } from '../cluster/kubernetes/zookeeper-shell.ts';

const lookedEveryMs = 25;
const zookeeper = { namespace: 'default', pod: 'zookeeper-0', port: 2181 };

/** Resolves once ZooKeeper lists the broker under `/brokers/ids`, or no longer does. */
export async function untilRegistration(
  api: ApiClient,
  id: number,
  listed: boolean,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const brokers = await observeBrokers(api, zookeeper, signal);
    if (brokers.some((broker) => broker.id === id) === listed) return;
    await delay(lookedEveryMs, undefined, { signal });
  }
}
