import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { ContainerRunner } from './container-runner.ts';
import { isInitDone, isSidecar, mayRestart } from './pod-status.ts';

/**
 * Starts what may run now: init containers one after the other, then all containers. Returns in how many ms to look again, for each that
 * waits for a time.
 * Reference: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
 */
export function startContainers(
  pod: Stored<'pods'>,
  init: readonly ContainerRunner[],
  containers: readonly ContainerRunner[],
): (number | undefined)[] {
  const waits: (number | undefined)[] = [];
  for (const runner of init) {
    const isRunningSidecar = isSidecar(runner) && runner.state.kind === 'running';
    if (!isRunningSidecar && !isInitDone(runner) && mayRestart(pod, runner)) waits.push(runner.tryStart());
    if (!isInitDone(runner)) return waits;
  }
  for (const runner of containers) {
    if (mayRestart(pod, runner)) waits.push(startUnlessSeenEnding(pod, runner));
    // Containers start one after the other: a postStart hook keeps the next ones waiting.
    if (runner.isStarting) return waits;
  }
  return waits;
}

/** A container waits for these reasons right after a run that ended. */
const afterAnEnd: ReadonlySet<string> = new Set(['RunContainerError', 'PostStartHookError']);

/** A run's end is written before the next run begins, so that whoever watches sees it. */
function startUnlessSeenEnding(pod: Stored<'pods'>, runner: ContainerRunner): number | undefined {
  const { ended, state } = runner;
  const mayBeNews = state.kind === 'terminated' || (state.kind === 'waiting' && afterAnEnd.has(state.reason));
  if (!ended || !mayBeNews) return runner.tryStart();
  const shown = pod.status?.containerStatuses?.find(({ name }) => name === runner.container.name);
  const seen = (state.kind === 'terminated' ? shown?.state : shown?.lastState)?.terminated;
  return seen?.containerID === ended.containerID ? runner.tryStart() : 0;
}
