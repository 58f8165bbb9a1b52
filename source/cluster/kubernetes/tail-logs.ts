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
      lines: await lastLines(api, pod, { container: logContainers(pod)[0], lines: tailLines }, signal),
    })),
  );
}

export interface TailQuery {
  readonly container: string | undefined;
  /** True for the container's run before the current one. */
  readonly previous?: boolean;
  readonly lines: number;
}

/** The last lines of a container, oldest first; none if it has not run. */
export async function lastLines(
  api: ApiClient,
  { metadata }: Stored<'pods'>,
  { container, previous, lines: most }: TailQuery,
  signal: AbortSignal,
): Promise<string[]> {
  const pods = `/api/v1/namespaces/${segment(metadata.namespace ?? 'default')}/pods`;
  try {
    const text = await api.text({
      path: `${pods}/${segment(metadata.name)}/log`,
      query: { container, tailLines: most, limitBytes, ...(previous ? { previous: 'true' } : {}) },
      accept: '*/*',
      signal,
    });
    const lines = text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    return lines.slice(-most).map((line) => sanitizeLine(line));
  } catch (error) {
    if (error instanceof ApiStatusError && (error.code === 400 || error.code === 404)) return [];
    throw error;
  }
}
