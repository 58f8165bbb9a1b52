import { LabError } from '../../errors/lab-error.ts';
import { inputTurns } from '../../time/loop-turns.ts';
import { rowOf } from './browse-messages.ts';
import type { MessageRow } from './browser.ts';
import type { Direction, PartitionCursor, ReadOn } from './merge-partitions.ts';
import { endOfBatches, recordsOf } from './record-batches.ts';
import { fetchPartitions } from './requests/fetch.ts';
import { byLeader, type TopicPlace } from './topic-place.ts';

/** A request asks for so many partitions, and for as many bytes of all of them. */
const mostPartitions = 200;
const requestBytes = 4 * 1024 * 1024;
/** Of one partition; a broker returns its first batch whole if it is the first of the response. */
const partitionBytes = { least: 8 * 1024, most: 256 * 1024 } as const;
/** Batches that are this large in all are not read for one page. */
const pageBytes = 128 * 1024 * 1024;

const pieceRecords = 32;

/** What is read of a partition at once. */
interface Piece {
  readonly cursor: PartitionCursor;
  /** The next offset to read, and the one before which it ends. */
  at: number;
  readonly to: number;
  /** No more are kept: forwards the first, backwards the last. */
  readonly most: number;
  readonly keeps: 'first' | 'last';
  rows: MessageRow[];
  state: 'reading' | 'done' | 'failed';
}

/** Reads on in partitions by requests for many of them, at all leaders at once. */
export function readOnInPartitions(place: TopicPlace): (direction: Direction, rowsAtOnce: number) => ReadOn {
  const budget = { bytes: pageBytes };
  return (direction, rowsAtOnce) => {
    /** How far back the next piece of a partition goes: further where little was left of the last one. */
    const steps = new Map<number, number>();
    const pieceOf = (cursor: PartitionCursor): Piece => {
      const { partition, at, limit } = cursor;
      const step = steps.get(partition) ?? rowsAtOnce;
      const piece = { cursor, most: rowsAtOnce, rows: [], state: 'reading' as const };
      if (direction === 'forwards') return { ...piece, at, to: limit, keeps: 'first' };
      return { ...piece, at: Math.max(limit, at - step), to: at, keeps: 'last' };
    };
    return async (dry) => {
      const pieces = new Map(dry.map((cursor) => [cursor.partition, pieceOf(cursor)]));
      const begins = new Map([...pieces].map(([partition, { at }]) => [partition, at]));
      await readAll(place, pieces, budget);
      for (const [partition, { cursor, rows, at, state }] of pieces) {
        // One without a leader, or whose leader moved, has no more on this page.
        if (state !== 'done') cursor.at = cursor.limit;
        else if (direction === 'forwards') cursor.at = rows.length > 0 ? at : cursor.limit;
        else {
          if (rows.length === 0) steps.set(partition, 2 * (steps.get(partition) ?? rowsAtOnce));
          const begin = begins.get(partition) ?? cursor.limit;
          cursor.at = rows.length < rowsAtOnce ? begin : rows[0]!.offset;
        }
        cursor.waiting = direction === 'forwards' ? rows : rows.reverse();
      }
    };
  };
}

async function readAll(
  place: TopicPlace,
  pieces: ReadonlyMap<number, Piece>,
  budget: { bytes: number },
): Promise<void> {
  const led = [...byLeader(place.leaders, pieces.keys())];
  await Promise.all(
    led.map(async ([leader, partitions]) => {
      let left = partitions.map((partition) => pieces.get(partition)!);
      while (left.length > 0) {
        await readPieces(place, leader, left.slice(0, mostPartitions), budget);
        left = left.filter(({ state }) => state === 'reading');
      }
    }),
  );
}

/** One request. The first of the partitions gets on, and all that fit beside it. */
async function readPieces(
  { links, topic, signal }: TopicPlace,
  leader: Parameters<TopicPlace['links']['ask']>[0],
  pieces: readonly Piece[],
  budget: { bytes: number },
): Promise<void> {
  const { least, most: mostOfOne } = partitionBytes;
  const mostBytes = Math.min(mostOfOne, Math.max(least, Math.floor(requestBytes / pieces.length)));
  const from = pieces.map(({ cursor: { partition }, at }) => ({ partition, offset: at }));
  const form = fetchPartitions({ topic, from, mostBytes, mostInAll: requestBytes, waitMs: 0 });
  const { partitions } = await links.ask(leader, form, signal);
  const answers = new Map(partitions.map((answer) => [answer.partition, answer]));
  for (const [index, piece] of pieces.entries()) {
    // Before a record is reached, all before it in its batch are read.
    await inputTurns.rest();
    const answer = answers.get(piece.cursor.partition);
    // Deleted meanwhile, or led by another broker: the next reading finds that out.
    if (answer === undefined || answer.error !== 0) {
      piece.state = 'failed';
      continue;
    }
    budget.bytes -= answer.records.length;
    const whole = endOfBatches(answer.records);
    if (whole === undefined) {
      // The broker had no bytes left for it; the first one would have got a batch if there were one.
      if (index === 0 || piece.at >= answer.end) piece.state = 'done';
      continue;
    }
    await readRecords(piece, answer.records, whole);
  }
  if (budget.bytes < 0)
    throw new LabError(
      'cluster',
      `the batches of \`${topic}\` are too large to read all partitions together`,
      {
        hint: `\`:messages ${topic} PARTITION\` shows one`,
      },
    );
}

async function readRecords(piece: Piece, records: Buffer, whole: number): Promise<void> {
  const { most, keeps, to, rows } = piece;
  const isFull = (): boolean => keeps === 'first' && rows.length >= most;
  let looked = 0;
  for (const item of recordsOf(records, piece.at)) {
    if (item.offset >= to || isFull()) break;
    rows.push(rowOf(piece.cursor.partition, item));
    if (rows.length > 2 * most) rows.splice(0, most);
    piece.at = ('last' in item ? item.last : item.offset) + 1;
    looked += 1;
    if (looked % pieceRecords === 0) await inputTurns.rest();
  }
  // A batch of which nothing is left was compacted away, or holds marks of transactions.
  if (!isFull() && piece.at < to) piece.at = Math.max(piece.at, whole);
  if (piece.at < to && (keeps === 'last' || rows.length === 0)) return;
  piece.state = 'done';
  if (keeps === 'last') piece.rows = rows.slice(-most);
}
