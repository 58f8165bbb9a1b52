import { readableForms } from '../model/log-line.ts';
import type { LoggedCount, TallyEstimate, TallySeen } from '../model/observations.ts';
import { shareBounds } from '../model/share.ts';
import type { LabFacts, Verdict } from '../model/step.ts';
import { count, list, percent } from '../model/text-format.ts';
import { cannotJudge, fails, holds } from '../model/verdict.ts';

/*
 * The counting checks for a client without /metrics. Its log lines give an interval, about 1,000 messages wide; the offsets that its group
 * has committed give an exact number by partition. A check holds if these agree with its claim, fails if they cannot, and says which of
 * the two it used.
 */

interface Interval {
  readonly atLeast: number;
  readonly atMost: number;
}

const noLines = cannotJudge(
  'no line of its log says how many messages it received, and it exports no /metrics',
  readableForms,
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
  // A consumer that reads every partition may do so without a group.
  if (consumer === 'partition' && seen.consumer === 'group')
    return fails(
      `by its log, the running consumer is ${names[seen.consumer]}: ${seen.received?.line.trim() ?? 'a member of a group'}`,
      `Deploy ${names[consumer]} first, then count.`,
    );
  const filled = seen.published.filter(({ atMost }) => atMost > 0).length;
  if (filled < facts.partitions)
    return fails(
      `messages in ${filled} of ${facts.partitions} partitions`,
      'Wait until every partition has messages.',
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

/** Nothing is missing: by the committed offsets and the log lines. `counts`: it must not have received more than there is either. */
export function estimatedWhole(
  tally: TallySeen,
  seen: TallyEstimate,
  facts: LabFacts,
  counts: 'all' | 'share' = 'all',
): Verdict {
  const { committed, partitions, settled } = tally;
  if (partitions.length < facts.partitions)
    return fails(`${partitions.length} of ${facts.partitions} partitions seen`);
  if (partitions.every(({ endOffset }) => endOffset === 0))
    return fails('the topic is empty', 'Start the producer.');
  const { received } = seen;
  const said = received === undefined ? 'no line of its log says what it received' : byLog(received);
  if (committed?.some((offset) => offset >= 0)) {
    const evidence = `by what the group committed: ${list(partitions.map(({ partition, endOffset }) => `p${partition} ${count(Math.max(0, committed[partition] ?? -1))} of ${count(endOffset)}`))}; ${said}`;
    if (partitions.some(({ partition, endOffset }) => (committed[partition] ?? -1) < endOffset))
      return fails(evidence, 'Is every partition assigned, and does the consumer commit what it read?');
    if (!settled) return fails(evidence, inFlight);
    // A consumer that goes on where the group had stopped has skipped nothing.
    const goesOn = seen.unread.every(
      ({ atMost }, partition) => atMost < (partitions[partition]?.endOffset ?? 0),
    );
    if (received === undefined || received.isPart === true) {
      if (goesOn) return holds(evidence);
      return cannotJudge(
        `${evidence}; a consumer that begins at the newest offset commits the same`,
        readableForms,
      );
    }
    return compare(received, sum(seen.unread), evidence, counts);
  }
  if (received === undefined) return settled ? noLines : fails(said, inFlight);
  const fromOldest = sum(partitions.map(({ endOffset }) => ({ atLeast: endOffset, atMost: endOffset })));
  const sinceStart = sum(seen.published);
  const evidence = `${said} of ${describe(seen.readsOld === false ? sinceStart : fromOldest)}; Kafka knows no group that reads the topic`;
  if (!settled) return fails(evidence, inFlight);
  if (seen.readsOld !== undefined)
    return compare(received, seen.readsOld ? fromOldest : sinceStart, evidence, counts);
  // Nothing tells where it began.
  const both = [fromOldest, sinceStart].map((window) => compare(received, window, evidence, counts));
  if (both.every(({ ok }) => ok)) return both[0]!;
  if (received.atMost < sinceStart.atLeast) return both[1]!;
  return cannotJudge(
    `${evidence}, ${describe(sinceStart)} of them since it started; nothing tells where it began`,
    readableForms,
  );
}

function compare(
  received: LoggedCount,
  window: Interval,
  evidence: string,
  counts: 'all' | 'share',
): Verdict {
  if (received.atMost < window.atLeast)
    return fails(
      `${evidence}; there were ${describe(window)} for it`,
      'Does the consumer read every partition, and does it begin at the oldest offset?',
    );
  if (received.atLeast <= window.atMost) return holds(evidence);
  return counts === 'share'
    ? fails(`${evidence}; there were only ${describe(window)}`, 'Some messages arrived more than once.')
    : cannotJudge(
        `${evidence}; there were only ${describe(window)}, so some arrived more than once, and others may be missing`,
        'Let the client handle each message once, or export /metrics.',
      );
}

/** It received no more messages than there are: a log does not tell single messages apart. */
export function estimatedDuplicates({ settled, partitions }: TallySeen, seen: TallyEstimate): Verdict {
  const { received } = seen;
  if (received === undefined) return settled ? noLines : fails(noLines.evidence, inFlight);
  const all = partitions.reduce((total, { endOffset }) => total + endOffset, 0);
  const evidence = `${byLog(received)}, of ${count(all)} in the topic; without /metrics, nothing tells which ones`;
  if (received.atLeast > all) return fails(evidence, 'It received more than there are: some arrived twice.');
  return settled ? holds(evidence) : fails(evidence, inFlight);
}

/** Every partition was read, by the committed offsets or by the log lines. */
export function estimatedPartitions(tally: TallySeen, seen: TallyEstimate, facts: LabFacts): Verdict {
  const { committed, settled } = tally;
  if (committed?.some((offset) => offset >= 0)) {
    const read = tally.partitions.filter(({ partition }) => (committed[partition] ?? -1) > 0);
    const evidence = `the group committed ${list(tally.partitions.map(({ partition }) => `p${partition} ${count(Math.max(0, committed[partition] ?? 0))}`))}`;
    return read.length === facts.partitions
      ? holds(evidence)
      : fails(evidence, 'Nobody reads a partition without an owner.');
  }
  const { received, named, published } = seen;
  if (received === undefined) return settled ? noLines : fails(noLines.evidence, inFlight);
  const evidence = `its lines name ${named.length === 0 ? 'no partition' : list(named.map((each) => `p${each}`))}; ${byLog(received)}; Kafka knows no group`;
  if (named.length >= facts.partitions) return holds(evidence);
  const smallest = Math.min(...published.map(({ atMost }) => atMost));
  // What a consumer of all partitions but one could have received at most.
  const allButOne = tally.partitions.reduce((total, { endOffset }) => total + endOffset, 0) - smallest;
  if (received.atLeast > allButOne) return holds(evidence);
  if (!settled) return fails(evidence, inFlight);
  const whole = estimatedWhole(tally, seen, facts);
  if (whole.ok || whole.unjudged === true)
    return cannotJudge(evidence, 'Name the partition in the log line, or use a consumer group.');
  return fails(evidence, 'Does nobody read one of the partitions?');
}

/** Set if the consumer certainly reads without a group: what a step shows of a group does not exist for it. */
export function needsGroup({ estimate, members = [], committed = [] }: TallySeen): Verdict | undefined {
  if (estimate?.received === undefined || members.length > 0 || committed.some((offset) => offset >= 0))
    return undefined;
  return cannotJudge(
    `needs a consumer group: ${byLog(estimate.received)}, and Kafka knows no group that reads the topic`,
    'Partition consumers are a right answer to part 3. For this step, let the consumer join a group.',
  );
}

/** As {@link needsGroup}, for a consumer that certainly reads more than partition 0. */
export function readsAllWithoutGroup(tally: TallySeen): Verdict | undefined {
  const { received, named = [], published = [] } = tally.estimate ?? {};
  const isMore =
    named.length > 1 || (received?.atLeast ?? 0) > (published[0]?.atMost ?? Number.POSITIVE_INFINITY);
  return isMore ? needsGroup(tally) : undefined;
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
