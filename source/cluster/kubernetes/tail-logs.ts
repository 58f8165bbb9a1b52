import type { Stored } from '../../kubernetes-types/kinds.ts';
import type { PodLogSeen } from '../../lab/model/observations.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import type { ApiClient } from '../api/api-client.ts';
import { ApiStatusError } from '../api/api-errors.ts';
import { segment } from '../api/paths.ts';
import { logContainers } from './log-containers.ts';

const tailLines = 200;
const limitBytes = 256 * 1024;

/** The last lines of each pod's first container; none for one that has not started. */
export async function tailLogs(
  api: ApiClient,
  pods: readonly Stored<'pods'>[],
  signal: AbortSignal,
): Promise<PodLogSeen[]> {
  return Promise.all(
    pods.map(async (pod) => ({
      pod: pod.metadata.name,
      lines: await lastLines(
        api,
        pod.metadata.namespace ?? 'default',
        pod.metadata.name,
        logContainers(pod)[0],
        signal,
      ),
    })),
  );
}

async function lastLines(
  api: ApiClient,
  namespace: string,
  pod: string,
  container: string | undefined,
  signal: AbortSignal,
): Promise<string[]> {
  try {
    const text = await api.text({
      path: `/api/v1/namespaces/${segment(namespace)}/pods/${segment(pod)}/log`,
      query: { container, tailLines, limitBytes },
      accept: '*/*',
      signal,
    });
    const lines = text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    return lines.slice(-tailLines).map((line) => sanitizeLine(line));
  } catch (error) {
    if (error instanceof ApiStatusError && (error.code === 400 || error.code === 404)) return [];
    throw error;
  }
}
