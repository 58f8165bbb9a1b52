import { succeeded } from '../checks/command-output.ts';
import { nothingLost } from '../checks/experiment-checks.ts';
import type { MomentSeen, ReaderSeen, TimelineSeen } from '../model/observations.ts';
import type { LabFacts, Step, Verdict } from '../model/step.ts';
import { count, list } from '../model/text-format.ts';
import { hasCommitted, isAssigned, latestMoment } from '../model/timeline.ts';
import { check, fails, holds, prediction } from '../model/verdict.ts';
import { describeGroup } from './scale-group.ts';

export const restartConsumer: Step = {
  id: '4.6',
  title: 'Restart the consumer',
  figures: [],
  text: 'Back to one consumer, and then that one is replaced as well. A group remembers how far it has read: its members commit offsets, and Kafka keeps them in a topic of its own. Whoever takes a partition over goes on at the committed offset, neither at the oldest message nor at the newest.',
  lookFor: 'The new consumer starts where the old one had committed.',
  commands: ({ facts }) => [
    { line: `kubectl scale deployment/${facts.consumerApp} --replicas=1` },
    { line: `kubectl rollout restart deployment/${facts.consumerApp}` },
    { line: `kubectl rollout status deployment/${facts.consumerApp}` },
    { line: describeGroup(facts), whenSettled: true },
  ],
  effects: [
    { kind: 'resume-producer' },
    {
      kind: 'watch',
      says: 'Waiting until the new consumer reads every partition',
      withinMs: 60_000,
      begins: (now, facts) => isAssigned(now, facts) && hasCommitted(now, facts),
      settles: (timeline, facts) =>
        isAssigned(latestMoment(timeline), facts) &&
        (latestMoment(timeline).noMetrics
          ? commitsOf(timeline, facts).every(({ before, now }) => now > before)
          : resumptions(timeline, facts).every((each) => each.firstOffset !== undefined)),
    },
    { kind: 'collect-window', says: 'Counting what the group received', atLeast: 1_000 },
  ],
  checks: [
    succeeded(
      'restart-done',
      'the consumer is replaced',
      '`kubectl rollout status` says what it waits for.',
      2,
    ),
    check({
      id: 'restart-resumes',
      title: 'it goes on at the committed offset',
      look: ['timeline'],
      withinMs: 20_000,
      verify: ({ timeline }, facts) => {
        if (latestMoment(timeline).noMetrics) return resumptionWithoutMetrics(timeline, facts);
        const partitions = resumptions(timeline, facts);
        const evidence = list(partitions.map(describeResumption));
        if (partitions.some((each) => each.committed < 0))
          return fails(
            evidence,
            'The group had committed nothing before: let it read for some seconds first.',
          );
        return partitions.every(
          (each) => each.startOffset !== undefined && each.startOffset >= each.committed,
        )
          ? holds(evidence)
          : fails(evidence, 'A group that finds no committed offset starts with the oldest message.');
      },
    }),
    check({
      id: 'restart-none-again',
      title: 'nothing from before the commit is read again',
      look: ['timeline'],
      withinMs: 20_000,
      verify: ({ timeline }, facts) => {
        if (latestMoment(timeline).noMetrics) return resumptionWithoutMetrics(timeline, facts);
        const partitions = resumptions(timeline, facts);
        const evidence = list(
          partitions.map(
            (each) =>
              `p${each.partition} committed ${count(each.committed)}, first read ${each.firstOffset === undefined ? 'nothing yet' : count(each.firstOffset)}`,
          ),
        );
        return partitions.every(
          (each) =>
            each.committed >= 0 && each.firstOffset !== undefined && each.firstOffset >= each.committed,
        )
          ? holds(evidence)
          : fails(evidence, 'Only what was read but not yet committed may come again.');
      },
    }),
    nothingLost('restart-whole'),
  ],
  hints: [
    'The column CURRENT-OFFSET is what the group has committed.',
    'This client commits about once a second, and once more when it is told to end.',
  ],
  questions: [],
  prediction: prediction({
    question: 'Where will the new consumer start to read?',
    choices: [
      { id: 'oldest', text: 'at the oldest message' },
      { id: 'committed', text: 'at the offset that was committed' },
      { id: 'newest', text: 'at the newest message' },
    ],
    look: ['timeline'],
    grade: ({ timeline }, facts) => {
      const partitions = resumptions(timeline, facts);
      if (partitions.some((each) => each.firstOffset === undefined || each.committed < 0)) return undefined;
      const choice = partitions.every((each) => each.firstOffset! >= each.committed) ? 'committed' : 'oldest';
      return { choice, evidence: list(partitions.map(describeResumption)) };
    },
  }),
};

interface Resumption {
  readonly partition: number;
  /** The last commit that was seen while no new consumer was there; -1: none. */
  readonly committed: number;
  readonly startOffset: number | undefined;
  readonly firstOffset: number | undefined;
}

/** For each partition, what was committed and where the consumers that are new since then began. */
function resumptions(timeline: TimelineSeen, facts: LabFacts): Resumption[] {
  const old = new Set(timeline.before.readers.map(runOf));
  const isNew = (reader: ReaderSeen): boolean => !old.has(runOf(reader));
  const earlier = [timeline.before, ...timeline.moments].filter((moment) => !moment.readers.some(isNew));
  const readers = latestMoment(timeline).readers.filter(isNew);
  return Array.from({ length: facts.partitions }, (_, partition) => {
    const mine = readers.flatMap((reader) =>
      reader.partitions.filter((each) => each.partition === partition),
    );
    return {
      partition,
      committed: Math.max(-1, ...earlier.map((moment) => moment.committed[partition] ?? -1)),
      startOffset: least(mine.map((each) => each.startOffset)),
      firstOffset: least(mine.map((each) => each.firstOffset)),
    };
  });
}

interface Commits {
  readonly partition: number;
  /** The last commit of the members from before the restart, the least since then, and the last. */
  readonly before: number;
  readonly least: number;
  readonly now: number;
}

/** What the group had committed before its members were others, and since. */
function commitsOf(timeline: TimelineSeen, facts: LabFacts): Commits[] {
  const idsOf = ({ members }: MomentSeen): string[] => members.map(({ id }) => id);
  const old = new Set(idsOf(timeline.before));
  const all = [timeline.before, ...timeline.moments].filter(({ committed }) => committed.length > 0);
  const isNew = (moment: MomentSeen): boolean =>
    moment.members.length > 0 && idsOf(moment).every((id) => !old.has(id));
  const first = all.findIndex(isNew);
  const [past, since] = first < 0 ? [all, []] : [all.slice(0, first), all.slice(first)];
  return Array.from({ length: facts.partitions }, (_, partition) => {
    const at = (moment: MomentSeen): number => moment.committed[partition] ?? -1;
    return {
      partition,
      before: Math.max(-1, ...past.map(at)),
      least: since.length === 0 ? -1 : Math.min(...since.map(at)),
      now: since.length === 0 ? -1 : at(since.at(-1)!),
    };
  });
}

/** Where a consumer without metrics began is not told; that its commits never fell back behind the old one's is. */
function resumptionWithoutMetrics(timeline: TimelineSeen, facts: LabFacts): Verdict {
  const commits = commitsOf(timeline, facts);
  const evidence = `${list(commits.map(({ partition, before, least, now }) => `p${partition} committed ${count(before)} before, ${now < 0 ? 'nothing' : count(now)} since${least < before && now >= before ? `, ${count(least)} in between` : ''}`))} (no /metrics: where it began is not told)`;
  if (commits.some(({ before }) => before < 0))
    return fails(evidence, 'The group had committed nothing before: let it read for some seconds first.');
  return commits.every(({ before, least, now }) => least >= before && now > before)
    ? holds(evidence)
    : fails(evidence, 'A group that finds no committed offset starts with the oldest message.');
}

function describeResumption({ partition, committed, startOffset }: Resumption): string {
  return `p${partition} committed ${count(committed)}, started at ${startOffset === undefined ? 'nothing yet' : count(startOffset)}`;
}

function least(offsets: readonly number[]): number | undefined {
  const known = offsets.filter((offset) => offset >= 0);
  return known.length === 0 ? undefined : Math.min(...known);
}

function runOf({ pod, startedAt }: ReaderSeen): string {
  return `${pod}@${startedAt}`;
}
