import { sanitizeLine } from '../../text/sanitize.ts';
import type { AllMessagesPage, AllMessagesPlace, AllMessagesQuestion } from './browser.ts';
import { type Direction, mergePartitions, type PartitionCursor, type ReadOn } from './merge-partitions.ts';
import type { OffsetRange } from './partition-offsets.ts';

/** What is known of a topic before its messages are read. */
export interface TopicRanges {
  readonly topic: string;
  readonly partitions: number;
  /** Of the partitions that can be read. */
  readonly ranges: ReadonlyMap<number, OffsetRange>;
  /** The first offset of each partition that is not older. */
  readonly atTime: (time: number) => Promise<ReadonlyMap<number, number>>;
}

/** A page of all partitions. `readOn` may be told to read as many rows of each at once. */
export async function readAllPartitions(
  known: TopicRanges,
  { from, most }: AllMessagesQuestion,
  readOn: (direction: Direction, rows: number) => ReadOn,
): Promise<AllMessagesPage> {
  const { topic, partitions, ranges } = known;
  const direction =
    from === 'end' || (typeof from === 'object' && 'before' in from) ? 'backwards' : 'forwards';
  const places = await placesOf(from, known);
  const cursors = [...ranges].map(([partition, { start, end }]): PartitionCursor => {
    const at = Math.min(Math.max(places.get(partition) ?? start, start), end);
    return { partition, at, limit: direction === 'forwards' ? end : start, waiting: [] };
  });
  const begun = new Map(cursors.map(({ partition, at }) => [partition, at]));
  const { rows, taken } = await mergePartitions(
    cursors,
    most,
    direction,
    readOn(direction, rowsAtOnce(most, cursors.length)),
  );
  const [first, next] = direction === 'forwards' ? [begun, taken] : [taken, begun];
  return { topic: sanitizeLine(topic), partitions, rows, first, next, ranges, passedOver: 0 };
}

/** Somewhat more than a partition's share: most are then asked once. */
const rowsAtOnce = (most: number, partitions: number): number =>
  Math.min(most, Math.max(4, Math.ceil((1.5 * most) / Math.max(1, partitions))));

/** Where reading begins in each partition, be it within what it has or not; one that is not named begins at its start. */
export async function placesOf(
  from: AllMessagesPlace,
  { ranges, atTime }: TopicRanges,
): Promise<ReadonlyMap<number, number>> {
  const each = (place: (range: OffsetRange) => number): Map<number, number> =>
    new Map([...ranges].map(([partition, range]) => [partition, place(range)]));
  if (from === 'start') return each(({ start }) => start);
  if (from === 'end') return each(({ end }) => end);
  if ('before' in from) return from.before;
  if ('offsets' in from) return from.offsets;
  if ('offset' in from) return each(() => from.offset);
  const found = await atTime(from.time);
  return new Map([...ranges].map(([partition, { end }]) => [partition, found.get(partition) ?? end]));
}
