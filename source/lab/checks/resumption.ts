import type { MomentSeen, ReaderSeen, TimelineSeen } from '../model/observations.ts';
import type { LabFacts, Verdict } from '../model/step.ts';
import { count, list } from '../model/text-format.ts';
import { latestMoment } from '../model/timeline.ts';
import { fails, holds } from '../model/verdict.ts';

export interface Resumption {
  readonly partition: number;
  /** The last commit that was seen while no new consumer was there; -1: none. */
  readonly committed: number;
  readonly startOffset: number | undefined;
  readonly firstOffset: number | undefined;
}

/** For each partition, what was committed and where the consumers that are new since then began. */
export function resumptions(timeline: TimelineSeen, facts: LabFacts): Resumption[] {
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
export function commitsOf(timeline: TimelineSeen, facts: LabFacts): Commits[] {
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

/** Nothing tells where a consumer without metrics began, but its commits must never fall behind the old one's. */
export function resumptionWithoutMetrics(timeline: TimelineSeen, facts: LabFacts): Verdict {
  const commits = commitsOf(timeline, facts);
  const evidence = `${list(commits.map(({ partition, before, least, now }) => `p${partition} committed ${count(before)} before, ${now < 0 ? 'nothing' : count(now)} since${least < before && now >= before ? `, ${count(least)} in between` : ''}`))} (no /metrics: nothing tells where it began)`;
  if (commits.some(({ before }) => before < 0))
    return fails(evidence, 'The group had committed nothing before: let it read for a few seconds first.');
  return commits.every(({ before, least, now }) => least >= before && now > before)
    ? holds(evidence)
    : fails(evidence, 'A group that finds no committed offset starts with the oldest message.');
}

export function describeResumption({ partition, committed, startOffset }: Resumption): string {
  return `p${partition} committed ${count(committed)}, started at ${startOffset === undefined ? 'nothing yet' : count(startOffset)}`;
}

function least(offsets: readonly number[]): number | undefined {
  const known = offsets.filter((offset) => offset >= 0);
  return known.length === 0 ? undefined : Math.min(...known);
}

function runOf({ pod, startedAt }: ReaderSeen): string {
  return `${pod}@${startedAt}`;
}
