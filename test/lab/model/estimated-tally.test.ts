import { describe, expect, it } from 'vitest';
import { estimatedTally } from '../../../source/lab/model/estimated-tally.ts';
import type { TallyEstimate, TallySeen } from '../../../source/lab/model/observations.ts';

const four = [0, 1, 2, 3];
const exactly = (count: number) => ({ atLeast: count, atMost: count });
const received = (atLeast: number) => ({ pod: 'c', atLeast, atMost: atLeast + 999, line: 'received' });

/** 2,000 messages in each of four partitions, 1,000 of which arrived while the consumer ran. */
function seen(estimate: Partial<TallyEstimate>, committed?: readonly number[]): TallySeen {
  return {
    consumer: 'none',
    partitions: four.map((partition) => ({
      partition,
      startOffset: 0,
      endOffset: 2_000,
      window: 0,
      received: 0,
      distinct: 0,
      duplicates: 0,
    })),
    window: 0,
    received: 0,
    share: 0,
    settled: true,
    ...(committed === undefined ? {} : { committed }),
    estimate: {
      published: four.map(() => exactly(1_000)),
      unread: four.map(() => exactly(2_000)),
      named: [],
      ...estimate,
    },
  };
}

describe('the counts of a consumer without metrics', () => {
  it.each<[string, TallySeen, Partial<TallySeen>, readonly number[]]>([
    [
      'the partition-0 consumer',
      seen({ received: received(1_000) }),
      { consumer: 'partition', window: 4_000, share: 0.25 },
      [1_000, 0, 0, 0],
    ],
    [
      'a group that is half way',
      seen({ received: received(4_000), consumer: 'group' }, [1_000, 1_500, 500, 1_000]),
      { consumer: 'group', window: 8_000, share: 0.5 },
      [1_000, 1_500, 500, 1_000],
    ],
    [
      'a group that began at the newest offset',
      seen({ received: received(3_001), consumer: 'group' }, [2_000, 2_000, 2_000, 2_000]),
      { window: 8_000, share: 0.5 },
      [1_000, 1_000, 1_000, 1_000],
    ],
    [
      'three partition consumers',
      seen({ received: received(3_000), named: [0, 1, 3], readsOld: false }),
      { consumer: 'group', window: 4_000, share: 0.75 },
      [1_000, 1_000, 0, 1_000],
    ],
  ])('%s', (_what, tally, expected, byPartition) => {
    const shown = estimatedTally(tally);
    expect(shown).toMatchObject({ ...expected, estimated: true });
    expect(shown.partitions.map((each) => each.received)).toEqual(byPartition);
  });

  it('are unknown while nothing identifies it, and earlier counts stay', () => {
    expect(estimatedTally(seen({})).estimated).toBeUndefined();
    const { estimate: _none, ...counted } = seen({});
    expect(estimatedTally(counted)).toBe(counted);
  });
});
