import { debugLog } from '../../debug/debug-log.ts';
import { isExpectedFailure } from '../../errors/expected-failure.ts';
import { objectIn, stringIn } from '../../json/json-value.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import { connectApiClient } from '../api/api-client.ts';
import { segment } from '../api/paths.ts';
import { kubeList } from '../api/read-objects.ts';
import type { Cluster } from '../model/cluster.ts';

const debug = debugLog.section('cluster');

/** The contents of a cluster by name; undefined if they could not be read in time. */
export interface ClusterContents {
  readonly pods?: readonly string[];
  readonly claims?: readonly string[];
  readonly topics?: readonly string[];
}

const readWithinMs = 3_000;
const ownNamespaces = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage']);

/**
 * Lists the contents of a cluster: of kafka-lab's own in all namespaces, of a user's in the lab's namespace. `topics` queries the brokers.
 * Takes at most some seconds; what cannot be read in that time is left out.
 */
export async function readClusterContents(
  cluster: Pick<Cluster, 'kind' | 'kubeconfig' | 'context' | 'namespace'>,
  topics: (signal: AbortSignal) => Promise<readonly string[]>,
  signal: AbortSignal,
): Promise<ClusterContents> {
  const own = AbortSignal.any([signal, AbortSignal.timeout(readWithinMs)]);
  const [objects, topicNames] = await Promise.all([
    readable('objects', readObjects(cluster, own), own),
    readable('topics', topics(own), own),
  ]);
  return { ...objects, ...(topicNames === undefined ? {} : { topics: topicNames.map(clean) }) };
}

async function readObjects(
  cluster: Pick<Cluster, 'kind' | 'kubeconfig' | 'context' | 'namespace'>,
  signal: AbortSignal,
): Promise<ClusterContents> {
  const api = await connectApiClient(cluster);
  const where = cluster.kind === 'context' ? `/namespaces/${segment(cluster.namespace)}` : '';
  const names = async (plural: string): Promise<string[]> => {
    const { items } = kubeList(await api.json({ path: `/api/v1${where}/${plural}`, signal }));
    return items
      .map(({ metadata }) => objectIn(metadata))
      .filter(({ namespace }) => !ownNamespaces.has(stringIn(namespace) ?? ''))
      .flatMap(({ name }) => (typeof name === 'string' ? [clean(name)] : []));
  };
  try {
    const [pods, claims] = await Promise.all([names('pods'), names('persistentvolumeclaims')]);
    return { pods, claims };
  } finally {
    api.close();
  }
}

/** Undefined if the cluster refuses or does not answer in time; also stops waiting for work that ignores the signal. */
async function readable<T>(what: string, work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  // Work that fails after the deadline has no waiter.
  const noted = work.catch((error: unknown) => {
    if (error === signal.reason || isExpectedFailure(error)) return undefined;
    if (!signal.aborted) throw error;
    debug('reading the %s of a cluster, too late: %s', what, error);
    return undefined;
  });
  const late = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  return Promise.race([noted, late]);
}

const clean = (name: string): string => sanitizeLine(name, 80);
