import type { TallySeen } from '../../lab/model/observations.ts';
import type { BeforeAfter } from '../view.ts';
import { type Ranges, sizeOf, within } from './offset-ranges.ts';

/** A window smaller than this does not replace an earlier one: too few messages to compare. */
const minimumWindow = 100;

/** How much of its window the partition-0 consumer had received when it was last sampled. */
export interface Baseline {
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

/** The baseline that the group is compared with later: the newest window of the partition-0 consumer that is large enough. */
export function updateBaseline(baseline: Baseline | undefined, tally: TallySeen): Baseline | undefined {
  const [reader] = tally.readers ?? [];
  if (tally.consumer !== 'partition' || tally.window === 0 || reader === undefined) return baseline;
  const run = `${reader.pod}@${reader.startedAt}`;
  const isWorse = baseline !== undefined && baseline.run !== run && tally.window < minimumWindow;
  if (isWorse) return baseline;
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

/** How much of the baseline's window the group has read by now. */
export function compareWithBaseline(baseline: Baseline, covered: readonly Ranges[]): BeforeAfter {
  const partitions = baseline.partitions.map(({ partition, startOffset, endOffset, received }) => ({
    partition,
    startOffset,
    endOffset,
    before: received,
    after: sizeOf(within(covered[partition] ?? [], startOffset, endOffset)),
  }));
  return {
    window: baseline.window,
    before: partitions.reduce((sum, each) => sum + each.before, 0),
    after: partitions.reduce((sum, each) => sum + each.after, 0),
    partitions,
  };
}
