import type { EventOf } from '../../journal/events.ts';
import type { PartitionTally, TallySeen } from '../../lab/model/observations.ts';

/** A tally with its rates, and the baseline for the next one. */
export interface SampledTally {
  readonly ms: number;
  readonly produced: number;
  readonly received: number;
  readonly shown: {
    readonly tally: TallySeen;
    readonly producedPerSecond: number;
    readonly receivedPerSecond: number;
  };
}

/** The tally of a recorded sample, with rates against the sample before it. */
export function tallyFromSample(event: EventOf<'counters'>, before: SampledTally | undefined): SampledTally {
  const { consumer, endOffsets, received, startOffsets = [], estimated, ms } = event;
  const partitions = endOffsets.map((endOffset, partition): PartitionTally => {
    const startOffset = startOffsets[partition] ?? 0;
    const seen = received[partition] ?? 0;
    const window = Math.max(0, endOffset - startOffset);
    return { partition, startOffset, endOffset, window, received: seen, distinct: seen, duplicates: 0 };
  });
  const sum = (value: (each: PartitionTally) => number): number =>
    partitions.reduce((total, each) => total + value(each), 0);
  const window = sum((each) => each.window);
  const all = sum((each) => each.received);
  const produced = sum((each) => each.endOffset);
  const seconds = before === undefined ? 0 : (ms - before.ms) / 1000;
  const rate = (now: number, then: number): number =>
    seconds <= 0 ? 0 : Math.max(0, Math.round((now - then) / seconds));
  return {
    ms,
    produced,
    received: all,
    shown: {
      tally: {
        consumer,
        partitions,
        window,
        received: all,
        share: window === 0 ? 0 : Math.min(1, all / window),
        settled: false,
        ...(estimated === true ? { estimated } : {}),
      },
      producedPerSecond: rate(produced, before?.produced ?? 0),
      receivedPerSecond: rate(all, before?.received ?? 0),
    },
  };
}
