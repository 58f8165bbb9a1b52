import type { LoggedCount, TallyEstimate, TallySeen } from '../model/observations.ts';
import { shareBounds } from '../model/share.ts';
import type { LabFacts, Verdict } from '../model/step.ts';
import { count, list, percent } from '../model/text-format.ts';
import { fails, holds } from '../model/verdict.ts';

/*
 * The counting checks for a client without /metrics. Its log lines give an interval, about 1,000 messages wide; the offsets that its group
 * has committed give an exact number by partition. A check holds if these agree with its claim, fails if they cannot, and says which of
 * the two it used.
 */

interface Interval {
  readonly atLeast: number;
  readonly atMost: number;
}

const noLines = fails(
  'no line says `received N messages`, and the client exports no /metrics: what it received cannot be told',
  'Let the client log a line at every 1,000th message, or export /metrics.',
);
const inFlight = 'Messages are still in flight: the producer is not stopped, or the consumer still reads.';

/** The consumer that the step is about is running, and every partition has messages for it. */
export function estimatedWindow(
  tally: TallySeen,
  seen: TallyEstimate,
  consumer: 'partition' | 'group',
  facts: LabFacts,
): Verdict {
  const names = { partition: 'the partition-0 consumer', group: 'the better consumer' };
  if (seen.consumer !== undefined && seen.consumer !== consumer)
    return fails(
      `by its log the consumer that runs is ${names[seen.consumer]}: ${seen.received?.line.trim() ?? 'a member of a group'}`,
      `Deploy ${names[consumer]} first, then count.`,
    );
  const filled = seen.published.filter(({ atMost }) => atMost > 0).length;
  if (filled < facts.partitions)
    return fails(
      `messages in ${filled} of ${facts.partitions} partitions`,
      'Wait until every partition has got some.',
    );
  const evidence = `${describe(sum(seen.published))} messages in ${filled} partitions; the client exports no /metrics, so it is judged by its log${consumer === 'group' && tally.committed !== undefined ? ' and by what its group commits' : ''}`;
  return tally.settled ? holds(evidence) : fails(evidence, inFlight);
}

/** It received as many messages as partition 0 got. */
export function estimatedPartitionZero(
  { settled }: TallySeen,
  { received, published }: TallyEstimate,
): Verdict {
  const [zero] = published;
  if (received === undefined || zero === undefined) return noLines;
  const evidence = `${byLog(received)}; p0 got ${describe(zero)}`;
  if (!settled) return fails(evidence, inFlight);
  return overlap(received, zero)
    ? holds(evidence)
    : fails(evidence, 'The consumer has not received what partition 0 holds.');
}

/** It received no more than partition 0 got, and no log line names another partition. */
export function estimatedOtherPartitions({ received, published, consumer }: TallyEstimate): Verdict {
  const [zero] = published;
  if (received === undefined || zero === undefined) return noLines;
  const evidence = `${byLog(received)}, and p0 alone got ${describe(zero)}`;
  if (sum(published.slice(1)).atMost === 0) return fails(evidence, 'There is nothing to miss yet.');
  return consumer !== 'group' && received.atLeast <= zero.atMost
    ? holds(evidence)
    : fails(evidence, 'This consumer reads more than partition 0.');
}

/** It received one partition's share, within chance and the width of the interval. */
export function estimatedQuarter(
  { settled }: TallySeen,
  { received, published }: TallyEstimate,
  facts: LabFacts,
): Verdict {
  const all = sum(published);
  if (received === undefined) return noLines;
  if (all.atLeast === 0) return fails('the window is empty', 'Start the producer and the consumer.');
  const expected = shareBounds(all.atLeast, 1 / facts.partitions);
  const share = { atLeast: received.atLeast / all.atMost, atMost: received.atMost / all.atLeast };
  const evidence = `${byLog(received)} of ${describe(all)}, ${percent(share.atLeast)} to ${percent(share.atMost)}; expected ${percent(expected.low)} to ${percent(expected.high)}`;
  if (!settled) return fails(evidence, inFlight);
  return overlap(share, { atLeast: expected.low, atMost: expected.high })
    ? holds(evidence)
    : fails(evidence, 'Four standard deviations off is not chance: look at which partitions were read.');
}

/** Nothing is left unread: by the committed offsets, or without a group, by the log lines. */
export function estimatedWhole(tally: TallySeen, seen: TallyEstimate, facts: LabFacts): Verdict {
  const { committed } = tally;
  if (tally.partitions.length < facts.partitions)
    return fails(`${tally.partitions.length} of ${facts.partitions} partitions seen`);
  const all = tally.partitions.reduce((total, { endOffset }) => total + endOffset, 0);
  if (all === 0) return fails('the topic is empty', 'Start the producer.');
  if (committed === undefined) {
    const { received, consumer } = seen;
    if (received === undefined) return noLines;
    const evidence = `${byLog(received)} of ${describe(sum(seen.published))}; no group that reads the topic is known to Kafka`;
    if (!tally.settled) return fails(evidence, inFlight);
    return consumer !== 'partition' && overlap(received, sum(seen.published))
      ? holds(evidence)
      : fails(evidence, 'Does the consumer read every partition?');
  }
  const evidence = `by what the group committed: ${list(tally.partitions.map(({ partition, endOffset }) => `p${partition} ${count(Math.max(0, committed[partition] ?? -1))} of ${count(endOffset)}`))}${seen.received === undefined ? '' : `; ${byLog(seen.received)}`}`;
  const short = tally.partitions.some(({ partition, endOffset }) => (committed[partition] ?? -1) < endOffset);
  if (short)
    return fails(evidence, 'Is every partition assigned, and does the consumer commit what it read?');
  return tally.settled ? holds(evidence) : fails(evidence, inFlight);
}

/** It received no more messages than there are: a log does not tell single messages apart. */
export function estimatedDuplicates(
  { settled, partitions }: TallySeen,
  { received }: TallyEstimate,
): Verdict {
  if (received === undefined) return noLines;
  const all = partitions.reduce((total, { endOffset }) => total + endOffset, 0);
  const evidence = `${byLog(received)}, of ${count(all)} that there are; which ones they were is not told without /metrics`;
  if (received.atLeast > all) return fails(evidence, 'It received more than there are: some came twice.');
  return settled ? holds(evidence) : fails(evidence, inFlight);
}

/** Every partition was read, by the committed offsets or by the log lines. */
export function estimatedPartitions(tally: TallySeen, seen: TallyEstimate, facts: LabFacts): Verdict {
  const { committed } = tally;
  if (committed === undefined)
    return seen.consumer === 'group' && seen.received !== undefined
      ? holds(`its lines name partitions: ${seen.received.line.trim()}; no group is known to Kafka`)
      : fails('no group reads the topic, and no line names a partition', 'Is the better consumer running?');
  const read = tally.partitions.filter(({ partition }) => (committed[partition] ?? -1) > 0);
  const evidence = `the group committed ${list(tally.partitions.map(({ partition }) => `p${partition} ${count(Math.max(0, committed[partition] ?? 0))}`))}`;
  return read.length === facts.partitions
    ? holds(evidence)
    : fails(evidence, 'A partition without an owner is read by nobody.');
}

const byLog = ({ pod, atLeast, atMost }: LoggedCount): string =>
  `by its log ${pod} received ${describe({ atLeast, atMost })} (no /metrics: an interval)`;

const describe = ({ atLeast, atMost }: Interval): string =>
  atLeast === atMost ? count(atLeast) : `${count(atLeast)} to ${count(atMost)}`;

const overlap = (a: Interval, b: Interval): boolean => a.atLeast <= b.atMost && b.atLeast <= a.atMost;

function sum(intervals: readonly Interval[]): Interval {
  return {
    atLeast: intervals.reduce((total, each) => total + each.atLeast, 0),
    atMost: intervals.reduce((total, each) => total + each.atMost, 0),
  };
}
