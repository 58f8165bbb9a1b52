import { inputTurns } from '../../time/loop-turns.ts';
import type { MessageRow, PartitionOffsets } from './browser.ts';

export type Direction = 'forwards' | 'backwards';

/** How far a partition has been read for a page of all partitions, and what of it was not taken yet. */
export interface PartitionCursor {
  readonly partition: number;
  /** Forwards: the next offset to read; backwards: the one after it. */
  at: number;
  /** Where there is nothing more to read. */
  readonly limit: number;
  /** Read, and not taken: the next one to take first. */
  waiting: MessageRow[];
}

/** Reads on for each of these cursors: more rows wait then, or it is at its limit. */
export type ReadOn = (dry: readonly PartitionCursor[]) => Promise<void>;

export interface Merged {
  /** In the order of time. */
  readonly rows: readonly MessageRow[];
  /** Up to where each partition was taken, as in `PartitionCursor.at`. */
  readonly taken: PartitionOffsets;
}

/** Others have their turn after so many rows. */
const pieceRows = 32;

/**
 * Takes so many messages of all partitions in the order of their times, the oldest first, or backwards the newest. It looks at the next one of
 * each partition before it takes any, so that nothing between two of them is left out. Messages of one partition stay in the order of
 * their offsets, whatever times their producers wrote.
 */
export async function mergePartitions(
  cursors: readonly PartitionCursor[],
  most: number,
  direction: Direction,
  readOn: ReadOn,
): Promise<Merged> {
  const taken = new Map(cursors.map(({ partition, at }) => [partition, at]));
  const rows: MessageRow[] = [];
  const isDry = ({ waiting, at, limit }: PartitionCursor): boolean =>
    waiting.length === 0 && (direction === 'forwards' ? at < limit : at > limit);
  while (rows.length < most) {
    const dry = cursors.filter(isDry);
    if (dry.length > 0) await readOn(dry);
    const next = nextCursor(cursors, direction);
    if (next === undefined) {
      if (cursors.some(isDry)) continue;
      break;
    }
    const row = next.waiting.shift()!;
    rows.push(row);
    taken.set(
      next.partition,
      direction === 'forwards' ? (row.unreadable?.last ?? row.offset) + 1 : row.offset,
    );
    if (rows.length % pieceRows === 0) await inputTurns.rest();
  }
  // What was passed over at the end of a partition, such as what was compacted away, is not read again.
  for (const { partition, waiting, at } of cursors) if (waiting.length === 0) taken.set(partition, at);
  return { rows: direction === 'forwards' ? rows : rows.reverse(), taken };
}

/** That of the message whose turn it is; what has no time comes first. */
function nextCursor(cursors: readonly PartitionCursor[], direction: Direction): PartitionCursor | undefined {
  let found: PartitionCursor | undefined;
  let best = Number.POSITIVE_INFINITY;
  for (const cursor of cursors) {
    const [head] = cursor.waiting;
    if (head === undefined) continue;
    const time = head.time ?? Number.NEGATIVE_INFINITY;
    const key = direction === 'forwards' || head.time === undefined ? time : -time;
    if (found === undefined || key < best) [found, best] = [cursor, key];
  }
  return found;
}
