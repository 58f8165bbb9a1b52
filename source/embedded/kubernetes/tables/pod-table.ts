import type {
  ContainerStateTerminated,
  ContainerStatus,
} from '../../../kubernetes-types/core/container-status.ts';
import type { PodCondition } from '../../../kubernetes-types/core/pod.ts';
import { age } from '../../../kubernetes-values/age.ts';
import { type Cell, columns, none, orNone, type Printer, type Shown } from './column.ts';

type Pod = Shown<'pods'>;

function ended(state: ContainerStateTerminated): string {
  if (state.reason) return state.reason;
  return state.signal ? `Signal:${state.signal}` : `ExitCode:${state.exitCode ?? 0}`;
}

function condition(pod: Pod, type: string): PodCondition | undefined {
  return pod.status?.conditions?.find((it) => it.type === type);
}

interface Summary {
  readonly reason: string;
  readonly ready: number;
  readonly restarts: number;
  /** When a container last terminated before its latest start; RFC 3339, empty if none did. */
  readonly lastRestart: string;
}

/** The STATUS column: the phase, or a container's more specific reason. */
function summarise(pod: Pod): Summary {
  const status = pod.status ?? {};
  let reason = status.reason || status.phase || 'Unknown';
  if (condition(pod, 'PodScheduled')?.reason === 'SchedulingGated') reason = 'SchedulingGated';

  let restarts = 0;
  let lastRestart = '';
  const count = (container: ContainerStatus) => {
    restarts += container.restartCount ?? 0;
    const finished = container.lastState?.terminated?.finishedAt;
    if (typeof finished === 'string' && finished > lastRestart) lastRestart = finished;
  };

  const initStatuses = status.initContainerStatuses ?? [];
  let initializing = false;
  for (const [index, container] of initStatuses.entries()) {
    count(container);
    const { terminated, waiting } = container.state ?? {};
    if (terminated && terminated.exitCode === 0) continue;
    initializing = true;
    if (terminated) reason = `Init:${ended(terminated)}`;
    else if (waiting?.reason && waiting.reason !== 'PodInitializing') reason = `Init:${waiting.reason}`;
    else reason = `Init:${index}/${pod.spec?.initContainers?.length ?? 0}`;
    break;
  }

  let ready = 0;
  if (!initializing || condition(pod, 'Initialized')?.status === 'True') {
    restarts = 0;
    let running = false;
    for (const container of [...(status.containerStatuses ?? [])].reverse()) {
      count(container);
      const { terminated, waiting, running: isRunning } = container.state ?? {};
      if (waiting?.reason) reason = waiting.reason;
      else if (terminated) reason = ended(terminated);
      else if (container.ready && isRunning) {
        running = true;
        ready += 1;
      }
    }
    if (reason === 'Completed' && running)
      reason = condition(pod, 'Ready')?.status === 'True' ? 'Running' : 'NotReady';
  }

  const over = status.phase === 'Failed' || status.phase === 'Succeeded';
  if (pod.metadata.deletionTimestamp && status.reason === 'NodeLost') reason = 'Unknown';
  else if (pod.metadata.deletionTimestamp && !over) reason = 'Terminating';
  return { reason, ready, restarts, lastRestart };
}

function readinessGates(pod: Pod): string {
  const gates = pod.spec?.readinessGates ?? [];
  if (gates.length === 0) return none;
  const passed = gates.filter((gate) => condition(pod, gate.conditionType)?.status === 'True');
  return `${passed.length}/${gates.length}`;
}

export const podPrinter: Printer<Pod> = {
  columns: columns('Name, Ready, Status, Restarts, Age | IP, Node, Nominated Node, Readiness Gates'),
  row(pod, now): Cell[] {
    const { reason, ready, restarts, lastRestart } = summarise(pod);
    const total = pod.spec?.containers.length;
    return [
      pod.metadata.name,
      `${ready}/${total}`,
      reason,
      restarts > 0 && lastRestart ? `${restarts} (${age(lastRestart, now)} ago)` : String(restarts),
      age(pod.metadata.creationTimestamp, now),
      orNone(pod.status?.podIP),
      orNone(pod.spec?.nodeName),
      orNone(pod.status?.nominatedNodeName),
      readinessGates(pod),
    ];
  },
};
