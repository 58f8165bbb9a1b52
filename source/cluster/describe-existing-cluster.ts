import type { ClusterContents } from './kubernetes/cluster-contents.ts';
import type { Cluster, ExistingCluster } from './model/cluster.ts';

const mostNames = 4;

/** Describes a cluster that this session did not create, and what its replacement would delete: one sentence without its full stop. */
export function describeExistingCluster(
  { kind, name, context, namespace }: Pick<Cluster, 'kind' | 'name' | 'context' | 'namespace'>,
  { since, detached, kept, stoppedPid }: ExistingCluster,
  contents: ClusterContents,
): string {
  const what =
    kind === 'context'
      ? `the lab in namespace \`${namespace}\` of context \`${context}\``
      : `${kind === 'kind' ? 'the kind cluster' : 'cluster'} \`${name}\``;
  const running = since === undefined ? 'is already running' : `has been running since ${localMinute(since)}`;
  const origin = [
    'this session did not start it',
    ...(detached === true ? ['it was left running for other tools'] : []),
    ...(kept === true ? ['it has the data of the previous cluster (`--keep`)'] : []),
  ].join('; ');
  if (stoppedPid !== undefined) return `${what} ${running} and ${describeStop(stoppedPid)}; ${origin}`;
  const [topics, pods, claims] = [
    counted(contents.topics, 'topic'),
    counted(contents.pods, 'pod'),
    counted(contents.claims, 'claim'),
  ];
  // A stopped process is still a running cluster, but it does not respond.
  if (Object.values(contents).every((names) => names === undefined))
    return `${what} ${running} but does not answer; ${origin}; its contents are unknown`;
  return `${what} ${running}; ${origin}; it holds ${topics}, ${pods} and ${claims}`;
}

/** For a process that was stopped, for example by SIGSTOP; only SIGCONT resumes it. */
export function describeStop(pid: number): string {
  return `does not answer: its process ${pid} is stopped; \`kill -CONT ${pid}\` continues it`;
}

function counted(names: readonly string[] | undefined, noun: string): string {
  if (names === undefined) return `an unknown number of ${noun}s`;
  if (names.length === 0) return `no ${noun}s`;
  const shown = [...names].sort().slice(0, mostNames).join(', ');
  const more = names.length > mostNames ? ', …' : '';
  return `${names.length} ${noun}${names.length === 1 ? '' : 's'} (${shown}${more})`;
}

/** `2026-11-28 19:50`, in local time. */
function localMinute(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
