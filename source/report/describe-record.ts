import type { CommandRecord } from './session-record.ts';

export function describeCluster(kind: string): string {
  return kind === 'embedded'
    ? 'embedded: one process that speaks the real protocols and models nodes, replication and pods. No Kubernetes, Kafka or ZooKeeper build ran here'
    : kind;
}

export function describeEnding({ ending, exitCode }: CommandRecord): string {
  if (ending === undefined) return 'did not end';
  if (ending === 'stopped') return 'ended by the lab once it had shown enough';
  if (ending === 'cancelled') return 'cancelled';
  return ending === 'unable' ? 'could not be run' : `exit code ${exitCode}`;
}
