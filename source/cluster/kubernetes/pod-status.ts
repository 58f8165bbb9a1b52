import type {
  ContainerStateTerminated,
  ContainerStatus,
} from '../../kubernetes-types/core/container-status.ts';
import type { PodCondition } from '../../kubernetes-types/core/pod.ts';
import type { Stored } from '../../kubernetes-types/kinds.ts';

export interface PodSummary {
  /** What kubectl prints under STATUS. */
  readonly status: string;
  readonly ready: boolean;
  readonly restarts: number;
  /** Reason and message of a container that waits or failed. */
  readonly trouble?: string;
}

/** The same reading of a pod's status as the API server's own printer makes for the STATUS column. */
export function summarizePod(pod: Stored<'pods'>): PodSummary {
  const { spec, status = {}, metadata } = pod;
  const init = status.initContainerStatuses ?? [];
  const main = status.containerStatuses ?? [];
  const conditions = status.conditions ?? [];
  let text = status.reason || status.phase || 'Unknown';
  const scheduled = conditions.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.reason === 'SchedulingGated') text = 'SchedulingGated';

  const starting = initStatus(init, (spec.initContainers ?? []).length);
  if (starting !== undefined) text = starting;
  else {
    let hasRunning = false;
    for (const { state, ready } of [...main].reverse()) {
      if (state?.waiting?.reason) text = state.waiting.reason;
      else if (state?.terminated) text = terminatedText(state.terminated);
      else if (ready && state?.running) hasRunning = true;
    }
    if (text === 'Completed' && hasRunning) {
      text = conditions.some((one) => one.type === 'Ready' && one.status === 'True') ? 'Running' : 'NotReady';
    }
  }
  if (metadata.deletionTimestamp && status.reason === 'NodeLost') text = 'Unknown';
  else if (metadata.deletionTimestamp && status.phase !== 'Succeeded' && status.phase !== 'Failed')
    text = 'Terminating';

  const total = spec.containers.length;
  const trouble = troubleOf([...init, ...main], scheduled);
  return {
    status: text,
    ready: total > 0 && main.filter((one) => one.ready === true).length === total,
    restarts: main.reduce((sum, one) => sum + (one.restartCount ?? 0), 0),
    ...(trouble === undefined ? {} : { trouble }),
  };
}

/** STATUS while init containers run; undefined once all are done. */
function initStatus(statuses: readonly ContainerStatus[], total: number): string | undefined {
  for (const [index, { state }] of statuses.entries()) {
    if (state?.terminated?.exitCode === 0) continue;
    if (state?.terminated) return `Init:${terminatedText(state.terminated)}`;
    if (state?.waiting?.reason && state.waiting.reason !== 'PodInitializing')
      return `Init:${state.waiting.reason}`;
    return `Init:${index}/${total}`;
  }
  return undefined;
}

function terminatedText({ reason, signal, exitCode }: ContainerStateTerminated): string {
  if (reason) return reason;
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode ?? 0}`;
}

function troubleOf(
  containers: readonly ContainerStatus[],
  scheduled: PodCondition | undefined,
): string | undefined {
  if (scheduled?.status === 'False') return joined(scheduled.reason, scheduled.message);
  for (const { state, lastState } of containers) {
    const { waiting, terminated } = state ?? {};
    if (waiting?.reason && waiting.reason !== 'ContainerCreating' && waiting.reason !== 'PodInitializing') {
      const last = lastState?.terminated?.message;
      return joined(waiting.reason, [waiting.message, last].filter(Boolean).join('; '));
    }
    if (terminated && terminated.exitCode !== 0) {
      return joined(terminated.reason ?? 'Error', terminated.message ?? `exit code ${terminated.exitCode}`);
    }
  }
  return undefined;
}

function joined(reason: string | undefined, message: string | undefined): string {
  return message ? `${reason}: ${message}` : (reason ?? '');
}
