import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from '../cluster/api/api-client.ts';
import { requestKinds } from '../cluster/api/read-objects.ts';
import { isKafkaFailure } from '../cluster/kubernetes/kafka-failure.ts';
import { LabError } from '../errors/lab-error.ts';
import { podPath } from './cluster-objects.ts';
import { addressesOf } from './kafka-requests.ts';

const askedEveryMs = 10;
/** Pods are looked at in every so many rounds. */
const roundsUntilPods = 20;
const logLines = 5;

export interface Reach {
  readonly api: ApiClient;
  readonly bootstrap: string;
}

/**
 * Resolves once all these brokers are in the cluster's metadata.
 * @throws LabError `cluster`: the pod of one ended; the message has the last lines of its log
 */
export async function untilBrokersAnswer(
  { api, bootstrap }: Reach,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<void> {
  for (let round = 1; ; round += 1) {
    signal.throwIfAborted();
    const known = await addressesOrNone(bootstrap);
    if (ids.every((id) => known.has(id))) return;
    if (round % roundsUntilPods === 0) await requireNoFailedPod(api, signal);
    await delay(askedEveryMs, undefined, { signal });
  }
}

/** None while the port refuses, or the only broker that is ready is not yet. */
async function addressesOrNone(bootstrap: string): Promise<ReadonlyMap<number, string>> {
  try {
    return await addressesOf(bootstrap);
  } catch (error) {
    if (!isKafkaFailure(error)) throw error;
    return new Map();
  }
}

async function requireNoFailedPod(api: ApiClient, signal: AbortSignal): Promise<void> {
  const pods = await requestKinds(api, 'pods', { path: podPath(''), signal });
  const failed = pods.find(({ status }) => status?.phase === 'Failed');
  if (failed === undefined) return;
  const { name } = failed.metadata;
  const query = { tailLines: logLines };
  const log = await api.text({ path: `${podPath(name)}/log`, query, signal });
  throw new LabError('cluster', `the pod \`${name}\` ended during the start:\n${log.trimEnd()}`);
}
