import type { PodCondition, PodStatus } from '../../../kubernetes-types/core/pod.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { findCondition, setCondition } from '../machinery/pod-state.ts';
import type { ContainerRunner } from './container-runner.ts';

export interface PodView {
  readonly pod: Stored<'pods'>;
  readonly init: readonly ContainerRunner[];
  readonly containers: readonly ContainerRunner[];
  /** The pod has an address and its volumes. */
  readonly hasSandbox: boolean;
  readonly podIP: string | undefined;
  /** Why its node evicts it; undefined if it does not. */
  readonly eviction?: string | undefined;
  readonly hostIP: string;
  /** RFC 3339. */
  readonly now: string;
}

/** The pod's status as kubelet reports it. */
export function buildPodStatus(view: PodView): PodStatus {
  const { pod, podIP, hostIP, now } = view;
  const before = pod.status ?? {};
  const phase = phaseOf(view);
  const conditions: PodCondition[] = structuredClone(before.conditions ?? []);
  const own = conditionsOf(view, phase);
  for (const condition of own) setCondition(conditions, condition, now);
  const order = (condition: PodCondition): number => {
    const place = own.findIndex(({ type }) => type === condition.type);
    return place < 0 ? own.length : place;
  };
  conditions.sort((left, right) => order(left) - order(right));
  return {
    ...before,
    conditions,
    containerStatuses: view.containers.map((runner) => runner.status()),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(view.init.length > 0 ? { initContainerStatuses: view.init.map((runner) => runner.status()) } : {}),
    phase,
    ...(view.eviction === undefined || phase !== 'Failed'
      ? {}
      : { reason: 'Evicted', message: view.eviction }),
    ...(podIP === undefined ? {} : { podIP, podIPs: [{ ip: podIP }] }),
    startTime: before.startTime ?? now,
  };
}

export function isSidecar(runner: ContainerRunner): boolean {
  return runner.container.restartPolicy === 'Always';
}

/** An init container that no longer blocks the next ones. */
export function isInitDone(runner: ContainerRunner): boolean {
  if (isSidecar(runner)) return runner.started;
  return runner.state.kind === 'terminated' && runner.state.exitCode === 0;
}

/** Whether a container has ended for good under its restart policy. */
export function mayRestart(pod: Stored<'pods'>, runner: ContainerRunner): boolean {
  if (isSidecar(runner)) return true;
  const policy = pod.spec.restartPolicy ?? 'Always';
  const ended = runner.ended;
  if (!ended) return true;
  return policy === 'Always' || (policy === 'OnFailure' && ended.exitCode !== 0);
}

export function phaseOf({ pod, init, containers, eviction }: PodView): string {
  if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return pod.status.phase;
  // Not before its last container has ended: mergePodStatus in pkg/kubelet/status/status_manager.go
  if (eviction !== undefined)
    return [...init, ...containers].some((runner) => runner.running)
      ? (pod.status?.phase ?? 'Pending')
      : 'Failed';
  const neverAgain = (pod.spec.restartPolicy ?? 'Always') === 'Never';
  const failedInit = init.find((runner) => !isSidecar(runner) && (runner.ended?.exitCode ?? 0) !== 0);
  if (failedInit && neverAgain && failedInit.state.kind !== 'running') return 'Failed';
  const begun = containers.some((runner) => runner.ended || runner.state.kind === 'running');
  if (!begun && !init.every(isInitDone)) return 'Pending';
  if (containers.some((runner) => runner.state.kind === 'waiting' && !runner.ended)) return 'Pending';
  const over = containers.every((runner) => runner.state.kind === 'terminated' && !mayRestart(pod, runner));
  if (!over) return 'Running';
  return containers.every((runner) => runner.ended?.exitCode === 0) ? 'Succeeded' : 'Failed';
}

function conditionsOf(view: PodView, phase: string): PodCondition[] {
  const { pod, init, containers } = view;
  const finished = phase === 'Succeeded' || phase === 'Failed';
  const initialized = init.every(isInitDone) || phase === 'Succeeded';
  const unready = containers.filter((runner) => !runner.ready).map((runner) => runner.container.name);
  const closedGate = pod.spec.readinessGates?.find(
    ({ conditionType }) => findCondition(pod, conditionType)?.status !== 'True',
  );
  const why: Partial<PodCondition> = finished
    ? { reason: phase === 'Succeeded' ? 'PodCompleted' : 'PodFailed' }
    : { reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` };
  const containersReady: Partial<PodCondition> =
    unready.length === 0 ? { status: 'True' } : { status: 'False', ...why };
  const ready: Partial<PodCondition> =
    unready.length === 0 && closedGate
      ? {
          status: 'False',
          reason: 'ReadinessGatesNotReady',
          message: `corresponding condition of pod readiness gate "${closedGate.conditionType}" does not exist.`,
        }
      : containersReady;
  const incomplete = init.filter((runner) => !isInitDone(runner)).map((runner) => runner.container.name);
  const notInitialized = {
    status: 'False',
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: [${incomplete.join(' ')}]`,
  };
  const make = (type: string, rest: Partial<PodCondition>): PodCondition => ({
    type,
    status: 'True',
    lastProbeTime: null,
    ...rest,
  });
  return [
    make('PodReadyToStartContainers', { status: view.hasSandbox ? 'True' : 'False' }),
    make('Initialized', initialized ? {} : notInitialized),
    make('Ready', ready),
    make('ContainersReady', containersReady),
    make('PodScheduled', {}),
  ];
}
