import { existsSync, readdirSync } from 'node:fs';
import { namedInside } from '../../paths/path-inside.ts';
import { removeInside } from '../../paths/remove-inside.ts';
import { timestampAt } from '../controllers/clock.ts';
import { type Condition, setCondition } from '../controllers/pod-state.ts';
import type { KubeObject } from '../store-api.ts';
import { podsFolder } from './pod-directory.ts';

/** What kubelet says of a container that it finds dead after its node was away: nobody knows how it ended. */
const unknownEnd = { exitCode: 255, reason: 'Unknown' } as const;

/**
 * A pod as its node finds it after it was switched off: no address, its containers ended, nothing ready. Its identity, its volumes
 * and its restart counts stay. `now` in ms since the epoch.
 */
export function afterReboot(pod: KubeObject, now: number): KubeObject {
  const isOver = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  if (!pod.spec?.nodeName || isOver || !pod.status) return pod;
  const { podIP: _ip, podIPs: _ips, ...status } = structuredClone(pod.status);
  const at = timestampAt(now);
  const conditions: Condition[] = status.conditions ?? [];
  for (const type of ['PodReadyToStartContainers', 'Ready', 'ContainersReady'])
    if (conditions.some((condition) => condition.type === type))
      setCondition(conditions, { type, status: 'False', lastProbeTime: null } as Condition, at);
  for (const container of [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])])
    endContainer(container, at);
  return { ...structuredClone(pod), status: { ...status, conditions } };
}

// biome-ignore lint/suspicious/noExplicitAny: a ContainerStatus as the API has it.
function endContainer(container: any, at: string): void {
  container.ready = false;
  container.started = false;
  const { containerID, state } = container;
  if (!state?.running) return;
  const { startedAt } = state.running;
  container.state = { terminated: { containerID, ...unknownEnd, startedAt, finishedAt: at } };
}

/** Takes away what pods left on their nodes that are no more, and the logs of the last run. Throws `PathError` if a link leads out. */
export function tidyPodDirectories(directory: string, pods: readonly KubeObject[]): void {
  const root = namedInside(directory, podsFolder);
  if (!existsSync(root)) return;
  const known = new Set(pods.map(({ metadata }) => metadata.uid));
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    const { name } = entry;
    const uid = name.slice(name.lastIndexOf('_') + 1);
    // A link in the place of a pod's directory is nobody's.
    if (entry.isDirectory() && known.has(uid)) removeInside(root, name, 'logs');
    else removeInside(root, name);
  }
}
