import type { ObservationName, Observations, TallySeen, TopicSeen } from '../../../lab/model/observations.ts';
import type { Check, Step, Verdict } from '../../../lab/model/step.ts';
import { fails, holds } from '../../../lab/model/verdict.ts';

/*
 * What a cluster shows of itself before a step. A copy of the cluster that was started again is the same cluster once it shows all of that
 * again: only then does a check that fails say something about the step.
 */

/** What could be observed. */
export type Situation = Partial<Pick<Observations, Part>>;

const parts = [
  'pods',
  'workloads',
  'brokers',
  'topics',
  'tally',
] as const satisfies readonly ObservationName[];
type Part = (typeof parts)[number];

const cameBackWithinMs = 90_000;

const nothingOfItsOwn = {
  figures: [],
  sources: [],
  text: '',
  lookFor: '',
  commands: () => [],
  hints: [],
  questions: [],
} as const satisfies Partial<Step>;

/** A step that observes the cluster once and judges nothing. `id`: that of the step before which it runs. */
export function observingStep(id: string, observe: (seen: Situation) => void): Step {
  return {
    ...nothingOfItsOwn,
    id: observingId(id),
    title: `Before ${id}`,
    checks: parts.map((part) => ({
      id: `${observingId(id)}-${part}`,
      title: part,
      look: [part],
      withinMs: 0,
      verify: (seen) => {
        observe({ [part]: seen[part] });
        return holds('');
      },
    })),
  };
}

export const observingId = (id: string): string => `before-${id}`;

/** A step that waits until a copy of the cluster shows what the cluster showed. */
export function comingBackStep(id: string, before: Situation): Step {
  return {
    ...nothingOfItsOwn,
    id: observingId(id),
    title: `The cluster as before ${id}`,
    required: true,
    checks: parts.flatMap((part): Check[] =>
      before[part] === undefined
        ? []
        : [
            {
              id: `${observingId(id)}-${part}`,
              title: `${part} as before`,
              look: [part],
              withinMs: cameBackWithinMs,
              verify: (seen) => cameBack(part, before, seen),
            },
          ],
    ),
  };
}

function cameBack(part: Part, before: Situation, now: Situation): Verdict {
  const missing = comparisons[part](before, now);
  return missing.length === 0 ? holds('') : fails(missing.join(', '));
}

/** What is not as it was, a few words each. */
const comparisons: Record<Part, (before: Situation, now: Situation) => string[]> = {
  pods: ({ pods: before = [] }, { pods: now = [] }) =>
    before
      .filter(({ ready, status }) => ready && status !== 'Terminating')
      .filter(({ name }) => !now.some((pod) => pod.name === name && pod.ready))
      .map(({ name }) => `pod ${name} is not ready`),
  workloads: ({ workloads: before = [] }, { workloads: now = [] }) =>
    before
      .filter(
        ({ kind, name, ready }) =>
          !now.some((each) => each.kind === kind && each.name === name && each.ready >= ready),
      )
      .map(({ name }) => `${name} is not ready`),
  brokers: ({ brokers: before = [] }, { brokers: now = [] }) =>
    before
      .filter(({ id }) => !now.some((broker) => broker.id === id))
      .map(({ id }) => `broker ${id} is not registered`),
  topics: ({ topics: before = [] }, { topics: now = [] }) =>
    before
      .filter((topic) => !now.some((each) => each.name === topic.name && inSync(each) >= inSync(topic)))
      .map(({ name }) => `topic ${name} is not in sync`),
  // A member that is gone with the old cluster stays in the group until its session times out. No members: the group rebalanced.
  tally: ({ tally: before }, { tally: now }) => [
    ...(before !== undefined && before.consumer !== 'none' && before.consumer !== now?.consumer
      ? [`the consumer is ${now?.consumer}`]
      : []),
    ...((before?.members ?? []).length > 0 && sizeOfGroup(before) !== sizeOfGroup(now)
      ? [`in the group, ${sizeOfGroup(now)}`]
      : []),
  ],
};

/** Replicas in sync of partitions that have a leader. */
const inSync = ({ partitions }: TopicSeen): number =>
  partitions.reduce((sum, { leader, isr }) => sum + (leader < 0 ? 0 : isr.length), 0);

/** `members: 2, partitions: 4` */
function sizeOfGroup(tally: TallySeen | undefined): string {
  const { members = [] } = tally ?? {};
  const owned = members.reduce((sum, { partitions }) => sum + partitions.length, 0);
  return `members: ${members.length}, partitions: ${owned}`;
}
