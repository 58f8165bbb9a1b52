import type { CommandRecord } from './session-record.ts';

export function describeCluster(kind: string): string {
  return kind === 'embedded'
    ? 'embedded: one process that speaks the real protocols and models nodes, replication and pods. No Kubernetes, Kafka or ZooKeeper build ran here'
    : kind;
}

export function describeEnding({ ending, exitCode }: CommandRecord): string {
  if (ending === undefined) return 'did not end';
  if (ending === 'stopped') return 'stopped by the lab once it had shown enough';
  if (ending === 'cancelled') return 'cancelled';
  return ending === 'unable' ? 'could not be run' : `exit code ${exitCode}`;
}

/** How often a session was resumed, which is once less than it was opened. */
export function describeResumes(openings: number): string {
  const times = openings - 1;
  return times === 1 ? 'Resumed once' : times === 2 ? 'Resumed twice' : `Resumed ${times} times`;
}
