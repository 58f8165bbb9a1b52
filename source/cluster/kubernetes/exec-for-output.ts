import type { ApiClient } from '../api/api-client.ts';
import { execInPod } from '../api/exec.ts';
import { segment } from '../api/paths.ts';
import { requestKind } from '../api/read-objects.ts';
import { logContainers } from './log-containers.ts';

const mostBytes = 1024 * 1024;

export interface ExecQuestion {
  readonly namespace: string;
  readonly pod: string;
  readonly command: readonly string[];
}

/** Runs a command in a pod's main container to its end; keeps the first MiB of what it prints. */
export async function execForOutput(
  api: ApiClient,
  { namespace, pod, command }: ExecQuestion,
  signal: AbortSignal,
): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }> {
  const path = `/api/v1/namespaces/${segment(namespace)}/pods/${segment(pod)}`;
  const container = logContainers(await requestKind(api, 'pods', { path, signal }))[0] ?? '';
  const output = { stdout: '', stderr: '' };
  const exitCode = await execInPod(
    api,
    { namespace, pod, container, command },
    {
      onOutput(stream, bytes) {
        if (output[stream].length < mostBytes) output[stream] += bytes.toString('utf8');
      },
      signal,
    },
  );
  return { exitCode, ...output };
}
