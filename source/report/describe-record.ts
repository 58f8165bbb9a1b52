import type { Step } from '../lab/model/step.ts';
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

/** How a learner judged an answer beside the model answer; undefined: they have not. */
export function describeAgreement(agrees: boolean | undefined): string {
  if (agrees === undefined) return 'not compared with the model answer';
  return agrees
    ? 'agrees with the model answer, says the learner'
    : 'differs from the model answer, says the learner';
}

/** `, 2 of 5 hints taken`; nothing where none was. */
export function describeHints(taken: number | undefined, step: Step | undefined): string {
  if (taken === undefined || taken === 0) return '';
  const all =
    step === undefined ? taken : step.hints.length + step.questions.flatMap(({ hints }) => hints).length;
  return `, ${taken} of ${Math.max(taken, all)} hints taken`;
}

/** How often a session was resumed, which is once less than it was opened. */
export function describeResumes(openings: number): string {
  const times = openings - 1;
  return times === 1 ? 'Resumed once' : times === 2 ? 'Resumed twice' : `Resumed ${times} times`;
}

/** What the bounds of a record left out. */
export function describeLeftOut(entries: number): string {
  return `${entries} more entries are left out: a session has no such number of one kind`;
}
