import type { TallySeen } from '../../lab/model/observations.ts';
import type { BeforeAfter } from '../view.ts';
import { type Ranges, sizeOf, within } from './offset-ranges.ts';

/** A consumer that saw fewer messages than this is not worth comparing with, where one before it saw more. */
const worthComparing = 100;

/** What the partition-0 consumer received of its window, as it was last seen. */
export interface Before {
  /** Names the consumer's run: pod and start time. */
  readonly run: string;
  readonly window: number;
  readonly partitions: readonly {
    readonly partition: number;
    readonly startOffset: number;
    readonly endOffset: number;
    readonly received: number;
  }[];
}

/** What to compare the group with later: the newest window of the partition-0 consumer that holds enough. */
export function rememberBefore(before: Before | undefined, tally: TallySeen): Before | undefined {
  const [reader] = tally.readers ?? [];
  if (tally.consumer !== 'partition' || tally.window === 0 || reader === undefined) return before;
  const run = `${reader.pod}@${reader.startedAt}`;
  const isWorse = before !== undefined && before.run !== run && tally.window < worthComparing;
  if (isWorse) return before;
  return {
    run,
    window: tally.window,
    partitions: tally.partitions.map(({ partition, startOffset, endOffset, distinct }) => ({
      partition,
      startOffset,
      endOffset,
      received: distinct,
    })),
  };
}

/** The same messages, before the swap and after it: what the group has read by now of the other consumer's window. */
export function compare(before: Before, covered: readonly Ranges[]): BeforeAfter {
  const partitions = before.partitions.map(({ partition, startOffset, endOffset, received }) => ({
    partition,
    startOffset,
    endOffset,
    before: received,
    after: sizeOf(within(covered[partition] ?? [], startOffset, endOffset)),
  }));
  return {
    window: before.window,
    before: partitions.reduce((sum, each) => sum + each.before, 0),
    after: partitions.reduce((sum, each) => sum + each.after, 0),
    partitions,
  };
}
