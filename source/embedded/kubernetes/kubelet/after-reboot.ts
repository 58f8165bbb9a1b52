import { existsSync, readdirSync } from 'node:fs';
import type { ContainerStatus } from '../../../kubernetes-types/core/container-status.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { namedInside } from '../../paths/path-inside.ts';
import { removeInside } from '../../paths/remove-inside.ts';
import { setCondition } from '../machinery/pod-state.ts';
import { timestamp } from '../objects/values.ts';
import { podsFolder } from './pod-directory.ts';

/** What kubelet reports for a container that it finds dead after a reboot: nobody knows how it ended. */
const unknownEnd = { exitCode: 255, reason: 'Unknown' } as const;

/**
 * A pod as its node finds it after a reboot: no address, containers ended, nothing ready. Its identity, volumes and restart counts
 * remain. `now` in ms since the epoch.
 */
export function afterReboot(pod: Stored<'pods'>, now: number): Stored<'pods'> {
  const isOver = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  if (!pod.spec?.nodeName || isOver || !pod.status) return pod;
  const { podIP: _ip, podIPs: _ips, ...status } = structuredClone(pod.status);
  const at = timestamp(now);
  const conditions = status.conditions ?? [];
  for (const type of ['PodReadyToStartContainers', 'Ready', 'ContainersReady'])
    if (conditions.some((condition) => condition.type === type))
      setCondition(conditions, { type, status: 'False', lastProbeTime: null }, at);
  for (const container of [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])])
    endContainer(container, at);
  return { ...structuredClone(pod), status: { ...status, conditions } };
}

function endContainer(container: ContainerStatus, at: string): void {
  container.ready = false;
  container.started = false;
  const { containerID, state } = container;
  if (!state?.running) return;
  const { startedAt } = state.running;
  container.state = { terminated: { containerID, ...unknownEnd, startedAt, finishedAt: at } };
}

/** Removes the node directories of pods that no longer exist, and the logs of the last run. Throws `PathError` if a link leads out. */
export function tidyPodDirectories(directory: string, pods: readonly Stored<'pods'>[]): void {
  const root = namedInside(directory, podsFolder);
  if (!existsSync(root)) return;
  const known = new Set(pods.map(({ metadata }) => metadata.uid));
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    const { name } = entry;
    const uid = name.slice(name.lastIndexOf('_') + 1);
    // A link in place of a pod's directory belongs to no pod.
    if (entry.isDirectory() && known.has(uid)) removeInside(root, name, 'logs');
    else removeInside(root, name);
  }
}
