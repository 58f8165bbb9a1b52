import type { Probe } from './probes.ts';
import type { ProbeOutcome } from './run-probe.ts';

/** `2.5 without its commands` */
export const describeProbe = ({ kind, step }: Probe): string =>
  kind === 'left-out' ? `${step.id} without its commands` : `${step.id} unsolved`;

export function describeOutcome(outcome: ProbeOutcome): string {
  switch (outcome.kind) {
    case 'noticed':
      return `\`${outcome.check}\` fails`;
    case 'unnoticed':
      return 'every check passes';
    case 'not-as-before':
      return 'the copy did not come back';
    case 'cancelled':
      return 'cancelled';
  }
}

/** What a probe found wrong; undefined: nothing. */
export function faultOf({ kind, step }: Probe, outcome: ProbeOutcome): string | undefined {
  if (outcome.kind === 'not-as-before')
    return `${step.id}: a copy of the cluster did not come back as it was before the step: ${outcome.evidence}`;
  if (outcome.kind !== 'unnoticed') return undefined;
  return kind === 'left-out'
    ? `${step.id}: no check notices when its commands are left out; add one that does, or say why not in \`unnoticed\``
    : `${step.id}: its task counts as solved before the learner has changed anything`;
}
