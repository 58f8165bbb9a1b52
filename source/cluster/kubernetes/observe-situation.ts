import { isExpectedFailure } from '../../errors/expected-failure.ts';
import type { Container } from '../../kubernetes-types/core/container.ts';
import type { ContainerStateTerminated } from '../../kubernetes-types/core/container-status.ts';
import type { KindName, Stored } from '../../kubernetes-types/kinds.ts';
import type {
  ClaimSeen,
  ContainerSeen,
  ContainerWanted,
  EndSeen,
  PodDetail,
  ServiceDetail,
  SituationSeen,
  WarningSeen,
  WorkloadDetail,
} from '../../lab/model/situation.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import type { ApiClient } from '../api/api-client.ts';
import { ApiStatusError } from '../api/api-errors.ts';
import { segment } from '../api/paths.ts';
import { requestKinds } from '../api/read-objects.ts';
import { logContainers, restartsOf } from './log-containers.ts';
import { listPods, podSeen, serviceSeen, workloadSeen } from './observe-objects.ts';
import { lastLines } from './tail-logs.ts';

/** Of a namespace with more pods than that, the first are looked at; the lab has eight. */
const mostPods = 40;
const mostObjects = 200;
const mostVariables = 200;
const logLines = 60;
const textLimit = 600;

/** What surrounds a failure: pods with their ends and logs, Services with what is behind them, workloads, claims and warnings. */
export async function observeSituation(
  api: ApiClient,
  namespace: string,
  signal: AbortSignal,
): Promise<SituationSeen> {
  const core = `/api/v1/namespaces/${segment(namespace)}`;
  const apps = `/apis/apps/v1/namespaces/${segment(namespace)}`;
  const all = <K extends KindName>(kind: K, base: string): Promise<Stored<K>[]> =>
    requestKinds(api, kind, { path: `${base}/${kind}`, query: { limit: mostObjects }, signal });
  const [pods, services, statefulSets, deployments, endpoints, claims, events] = await Promise.all([
    listPods(api, namespace, signal),
    all('services', core),
    all('statefulsets', apps),
    all('deployments', apps),
    ifAllowed(all('endpoints', core)),
    ifAllowed(all('persistentvolumeclaims', core)),
    ifAllowed(all('events', core)),
  ]);
  return {
    at: Date.now(),
    pods: await Promise.all(pods.slice(0, mostPods).map((pod) => podDetail(api, pod, signal))),
    services: services.map((service) => serviceDetail(service, endpoints)),
    workloads: [
      ...statefulSets.map((set) => workloadDetail('StatefulSet', set)),
      ...deployments.map((deployment) => workloadDetail('Deployment', deployment)),
    ],
    ...(claims === undefined ? {} : { claims: claims.map(claimSeen) }),
    ...(events === undefined ? {} : { warnings: warningsOf(events) }),
  };
}

/** Undefined where these credentials may not read it: the rest still tells something. */
async function ifAllowed<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ApiStatusError && (error.code === 403 || error.code === 404)) return undefined;
    throw error;
  }
}

async function podDetail(api: ApiClient, pod: Stored<'pods'>, signal: AbortSignal): Promise<PodDetail> {
  const container = logContainers(pod)[0];
  const statuses = pod.status?.containerStatuses ?? [];
  const read = async (previous: boolean): Promise<string[]> => {
    try {
      return await lastLines(api, pod, { container, previous, lines: logLines }, signal);
    } catch (error) {
      // A container that is being made or removed has no log; what else there is still tells something.
      if (signal.aborted || !isExpectedFailure(error)) throw error;
      return [];
    }
  };
  const hasRunBefore = container !== undefined && (restartsOf(pod, container) ?? 0) > 0;
  const [log, previousLog] = await Promise.all([read(false), hasRunBefore ? read(true) : []]);
  return {
    ...podSeen(pod),
    isEnding: pod.metadata.deletionTimestamp !== undefined,
    containers: pod.spec.containers.map((each) => {
      const status = statuses.find(({ name }) => name === each.name);
      return { ...containerWanted(each), ...containerState(status?.state, status?.lastState) };
    }),
    log: log.map((line) => sanitizeLine(line, textLimit)),
    previousLog: previousLog.map((line) => sanitizeLine(line, textLimit)),
  };
}

type State = NonNullable<NonNullable<Stored<'pods'>['status']>['containerStatuses']>[number]['state'];

function containerState(
  state: State,
  last: State,
): Pick<ContainerSeen, 'state' | 'waiting' | 'ended' | 'endedBefore'> {
  const { waiting, running, terminated } = state ?? {};
  return {
    state: running ? 'running' : terminated ? 'ended' : 'waiting',
    ...(waiting ? { waiting: { reason: line(waiting.reason), message: line(waiting.message) } } : {}),
    ...(terminated ? { ended: endSeen(terminated) } : {}),
    ...(last?.terminated ? { endedBefore: endSeen(last.terminated) } : {}),
  };
}

function endSeen({ reason, exitCode, message, finishedAt }: ContainerStateTerminated): EndSeen {
  const at = Date.parse(finishedAt ?? '');
  return {
    reason: line(reason),
    exitCode: exitCode ?? 0,
    ...(message ? { message: line(message) } : {}),
    ...(Number.isNaN(at) ? {} : { at }),
  };
}

function containerWanted({ name, image, env, envFrom, command, args }: Container): ContainerWanted {
  const variables = (env ?? []).slice(0, mostVariables);
  const isPlain = (variable: (typeof variables)[number]): boolean => variable.valueFrom === undefined;
  return {
    name,
    image: line(image),
    env: Object.fromEntries(
      variables.filter(isPlain).map((variable) => [line(variable.name), line(variable.value)]),
    ),
    hasOtherEnv: (envFrom ?? []).length > 0 || !variables.every(isPlain),
    command: line([...(command ?? []), ...(args ?? [])].join(' ')),
  };
}

function serviceDetail(
  service: Stored<'services'>,
  endpoints: readonly Stored<'endpoints'>[] | undefined,
): ServiceDetail {
  const own = endpoints?.find(({ metadata }) => metadata.name === service.metadata.name);
  const pods = (own?.subsets ?? [])
    .flatMap(({ addresses, notReadyAddresses }) => [...(addresses ?? []), ...(notReadyAddresses ?? [])])
    .map(({ targetRef, ip }) => line(targetRef?.name ?? ip));
  return {
    ...serviceSeen(service),
    selector: service.spec.selector ?? {},
    ...(endpoints === undefined ? {} : { endpoints: pods }),
  };
}

function workloadDetail(
  kind: WorkloadDetail['kind'],
  workload: Stored<'statefulsets' | 'deployments'>,
): WorkloadDetail {
  const { spec } = workload;
  return {
    ...workloadSeen(kind, workload),
    ...('serviceName' in spec && spec.serviceName ? { serviceName: line(spec.serviceName) } : {}),
    podLabels: spec.template.metadata?.labels ?? {},
    containers: (spec.template.spec?.containers ?? []).map(containerWanted),
  };
}

function claimSeen({ metadata, spec, status }: Stored<'persistentvolumeclaims'>): ClaimSeen {
  return {
    name: metadata.name,
    phase: line(status?.phase ?? 'Pending'),
    ...(spec.storageClassName ? { storageClass: line(spec.storageClassName) } : {}),
  };
}

function warningsOf(events: readonly Stored<'events'>[]): WarningSeen[] {
  const timeOf = ({ lastTimestamp, eventTime, metadata }: Stored<'events'>): string =>
    lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? '';
  return events
    .filter(({ type }) => type === 'Warning')
    .sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1))
    .map(({ involvedObject, reason, message }) => ({
      kind: line(involvedObject?.kind),
      name: line(involvedObject?.name),
      reason: line(reason),
      message: line(message),
    }));
}

const line = (text: string | undefined): string =>
  sanitizeLine((text ?? '').replaceAll('\n', ' '), textLimit);
