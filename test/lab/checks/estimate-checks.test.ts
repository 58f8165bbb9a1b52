import { describe, expect, it } from 'vitest';
import { needsGroup } from '../../../source/lab/checks/estimate-checks.ts';
import type { TallyEstimate, TallySeen } from '../../../source/lab/model/observations.ts';
import { verdictOf } from '../observed.ts';

const perPartition = 2_000;
const four = [0, 1, 2, 3];
const received = (atLeast: number, more: Partial<NonNullable<TallyEstimate['received']>> = {}) => ({
  pod: 'c-1',
  atLeast,
  atMost: atLeast + 999,
  line: `received ${atLeast} messages`,
  ...more,
});
const exactly = (count: number) => ({ atLeast: count, atMost: count });

/** 8,000 messages, 3,000 of which existed before the consumer started, when the group had committed nothing. */
function seen(estimate: Partial<TallyEstimate>, more: Partial<TallySeen> = {}): TallySeen {
  return {
    consumer: 'none',
    partitions: four.map((partition) => ({
      partition,
      startOffset: 0,
      endOffset: perPartition,
      window: 0,
      received: 0,
      distinct: 0,
      duplicates: 0,
    })),
    window: 0,
    received: 0,
    share: 0,
    settled: true,
    estimate: {
      published: four.map(() => exactly(1_250)),
      unread: four.map(() => exactly(perPartition)),
      named: [],
      ...estimate,
    },
    ...more,
  };
}
const committed = four.map(() => perPartition);
const verdicts = (tally: TallySeen) =>
  Object.fromEntries(
    ['group-all-partitions', 'group-none-missing', 'group-none-twice', 'group-share'].map((id) => {
      const verdict = verdictOf(id, { tally });
      return [id.slice('group-'.length), verdict.ok ? 'holds' : verdict.unjudged ? 'not judged' : 'fails'];
    }),
  );
const of = (partitions: string, missing: string, twice: string, share: string) => ({
  'all-partitions': partitions,
  'none-missing': missing,
  'none-twice': twice,
  share,
});

describe('a better consumer without metrics', () => {
  it.each<[string, TallySeen, ReturnType<typeof of>]>([
    [
      'a group that began at the oldest offset',
      seen({ received: received(8_000) }, { committed }),
      of('holds', 'holds', 'holds', 'holds'),
    ],
    [
      'a group that began at the newest offset, although it committed the end offsets',
      seen({ received: received(4_000) }, { committed }),
      of('holds', 'fails', 'holds', 'fails'),
    ],
    [
      'a group without counts in its log',
      seen({}, { committed }),
      of('holds', 'not judged', 'not judged', 'not judged'),
    ],
    [
      'a group without counts in its log that continued where it had stopped',
      seen({ unread: four.map(() => exactly(500)) }, { committed }),
      of('holds', 'holds', 'not judged', 'holds'),
    ],
    [
      'a group that counts each message twice',
      seen({ received: received(16_000) }, { committed }),
      of('holds', 'not judged', 'fails', 'fails'),
    ],
    [
      'four partition consumers that began at the oldest offset',
      seen({ received: received(8_000), named: four, readsOld: true }),
      of('holds', 'holds', 'holds', 'holds'),
    ],
    [
      'four partition consumers that began at the newest offset',
      seen({ received: received(5_000), named: four, readsOld: false }),
      of('holds', 'holds', 'holds', 'holds'),
    ],
    [
      'partition consumers, one of them missing',
      seen({ received: received(6_000), named: [0, 1, 3], readsOld: true }),
      of('fails', 'fails', 'holds', 'fails'),
    ],
    [
      'partition consumers with an unknown start',
      seen({ received: received(5_000), named: [0, 1, 3] }),
      of('not judged', 'not judged', 'holds', 'not judged'),
    ],
    [
      'the partition-0 consumer',
      seen({ received: received(1_000), consumer: 'partition' }),
      of('fails', 'fails', 'holds', 'fails'),
    ],
  ])('%s', (_what, tally, expected) => {
    expect(verdicts(tally)).toEqual(expected);
  });

  it('needs a group for the experiments, and fails if there is certainly none', () => {
    const without = seen({ received: received(8_000), named: four });
    expect(needsGroup(without)?.evidence).toMatch(/^needs a consumer group: by its log c-1 received/);
    expect(needsGroup({ ...without, committed })).toBeUndefined();
    expect(needsGroup({ ...without, members: [{ id: 'm', partitions: four }] })).toBeUndefined();
    expect(needsGroup(seen({}))).toBeUndefined();
    expect(verdictOf('group-owns-partitions', { tally: without })).toMatchObject({ unjudged: true });
  });
});
