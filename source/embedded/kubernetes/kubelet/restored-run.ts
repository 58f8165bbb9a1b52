import type { ContainerStatus } from '../../../kubernetes-types/core/container-status.ts';
import type { TerminatedState } from './container-state.ts';

/** How the last run of a container ended that an earlier run of this node knew; undefined: the status does not say. */
export function restoredEnd(status: ContainerStatus): TerminatedState | undefined {
  const ended = status.state?.terminated;
  if (!ended) return undefined;
  return {
    kind: 'terminated',
    exitCode: ended.exitCode,
    reason: ended.reason,
    startedAt: Date.parse(ended.startedAt ?? ''),
    finishedAt: Date.parse(ended.finishedAt ?? ''),
    containerID: ended.containerID ?? '',
  };
}
