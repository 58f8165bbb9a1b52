import type { TallyEstimate, TallySeen } from './observations.ts';

interface Interval {
  readonly atLeast: number;
  readonly atMost: number;
}

/**
 * The tally with what can be estimated of consumers without metrics in the place of what they would have counted; marked `estimated`. As it
 * is where there is nothing to estimate. For people: a check judges the intervals themselves.
 */
export function estimatedTally(tally: TallySeen): TallySeen {
  const { estimate } = tally;
  const consumer = estimate && kindOf(tally, estimate);
  if (estimate === undefined || consumer === undefined) return tally;
  const windows = windowsOf(tally, estimate);
  const window = sum(windows);
  const received = receivedOf(tally, estimate, windows, consumer);
  const total = sum(received);
  return {
    ...tally,
    estimated: true,
    consumer,
    window,
    received: total,
    share: window === 0 ? 0 : total / window,
    partitions: tally.partitions.map((each, index) => ({
      ...each,
      startOffset: each.endOffset - (windows[index] ?? 0),
      window: windows[index] ?? 0,
      received: received[index] ?? 0,
      distinct: received[index] ?? 0,
    })),
  };
}

const hasCommitted = ({ committed }: TallySeen): boolean => committed?.some((offset) => offset >= 0) === true;

function kindOf(tally: TallySeen, { consumer, received, named, published }: TallyEstimate) {
  if (consumer !== undefined || received === undefined) return consumer;
  const isMore = named.length > 1 || received.atLeast > (published[0]?.atMost ?? 0);
  return isMore || hasCommitted(tally) ? 'group' : 'partition';
}

/** A group has all messages from where it stood to read; any other consumer has those since it started, or all if it reads old ones. */
function windowsOf(tally: TallySeen, { unread, published, readsOld }: TallyEstimate): number[] {
  if (hasCommitted(tally)) return unread.map(({ atMost }) => atMost);
  if (readsOld === true) return tally.partitions.map(({ endOffset }) => endOffset);
  return published.map(middleOf);
}

function receivedOf(
  tally: TallySeen,
  { received, named }: TallyEstimate,
  windows: readonly number[],
  consumer: 'partition' | 'group',
): number[] {
  if (consumer === 'partition')
    return windows.map((window, partition) => (partition === 0 && received ? nearest(window, received) : 0));
  const logged = received === undefined || received.isPart ? undefined : received;
  if (hasCommitted(tally)) {
    const read = tally.partitions.map(({ endOffset }, partition) =>
      Math.max(0, (tally.committed?.[partition] ?? 0) - (endOffset - (windows[partition] ?? 0))),
    );
    // Commits of a consumer that skipped what was there before it say more than it received.
    return logged !== undefined && logged.atMost < sum(read) ? scaled(read, logged.atMost) : read;
  }
  if (received === undefined) return windows.map(() => 0);
  const isRead = (partition: number): boolean => named.length === 0 || named.includes(partition);
  const read = windows.map((window, partition) => (isRead(partition) ? window : 0));
  return scaled(read, nearest(sum(read), received));
}

function scaled(values: readonly number[], to: number): number[] {
  const all = sum(values);
  return values.map((value) => (all === 0 ? 0 : Math.round((value / all) * to)));
}

/** The number of the interval that is nearest to this one. */
const nearest = (value: number, { atLeast, atMost }: Interval): number =>
  Math.min(atMost, Math.max(atLeast, value));

const middleOf = ({ atLeast, atMost }: Interval): number => Math.round((atLeast + atMost) / 2);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
