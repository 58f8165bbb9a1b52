import { quantile } from '../loop-delay/judge-loop.ts';
import type { Row } from '../part.ts';

/** The memory of one process at a time (ms on any clock); bytes. */
export interface MemoryReading {
  readonly at: number;
  /** 0: the process was gone. */
  readonly rss: number;
  /** The used heap of V8, if it could be read. */
  readonly heap: number | undefined;
}

export interface MemoryBounds {
  /** A process has grown if it exceeds its start by both a share and a number of bytes. */
  readonly share: number;
  readonly bytes: number;
  /** Start and end are medians over this many ms: the heap of V8 fluctuates by some ten MB. */
  readonly windowMs: number;
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;

/** The row for the memory of a process, from its readings after the warm-up. */
export function judgeMemory(
  name: string,
  seed: number,
  looks: readonly MemoryReading[],
  bounds: MemoryBounds,
): Row {
  const row = { what: `memory of ${name}`, seed, count: looks.length, unit: 'looks' };
  const alive = looks.filter(({ rss }) => rss > 0);
  const [first, last] = [alive[0], alive.at(-1)];
  if (first === undefined || last === undefined)
    return { ...row, broken: 1, details: 'the process was gone before it was measured' };
  const isStart = ({ at }: MemoryReading) => at - first.at <= bounds.windowMs;
  const isEnd = ({ at }: MemoryReading) => last.at - at <= bounds.windowMs;
  const median = (field: 'rss' | 'heap', within: (look: MemoryReading) => boolean) =>
    quantile(
      alive.filter(within).flatMap((look) => look[field] ?? []),
      0.5,
    );
  const [start, end] = [median('rss', isStart), median('rss', isEnd)];
  const heap =
    first.heap === undefined
      ? 'heap not readable'
      : `heap ${megabytes(median('heap', isStart))} → ${megabytes(median('heap', isEnd))}`;
  const grew = end > start * (1 + bounds.share) && end - start > bounds.bytes;
  const isGone = looks.some(({ rss }) => rss === 0);
  return {
    ...row,
    broken: (grew ? 1 : 0) + (isGone ? 1 : 0),
    details: `RSS ${megabytes(start)} → ${megabytes(end)}, at most ${megabytes(Math.max(...alive.map(({ rss }) => rss)))}; ${heap}${isGone ? '; it ended before its time' : ''}`,
  };
}

/** The row for the rate, from the number of messages in each whole minute (or the span that replaces it). */
export function judgeRate(seed: number, asked: number, perSecond: readonly number[], least: number): Row {
  const average = perSecond.reduce((sum, rate) => sum + rate, 0) / Math.max(1, perSecond.length);
  const slow = perSecond.filter((rate) => rate < asked * least).length;
  return {
    what: `${asked.toLocaleString('en')} messages a second`,
    seed,
    count: perSecond.length,
    unit: 'spans of time',
    // Without any span, the rate is not proven.
    broken: perSecond.length === 0 ? 1 : slow,
    details: `${Math.round(average).toLocaleString('en')} a second on average, ${Math.round(Math.min(...perSecond)).toLocaleString('en')} in the slowest span; a span is slow below ${Math.round(asked * least).toLocaleString('en')}`,
  };
}

/** The counts of the clients and the brokers once everything stood still; arrays by partition. */
export interface SoakCounts {
  /** Messages that were acknowledged to a producer before `ends` was requested. */
  readonly acknowledged: readonly number[];
  readonly ends: readonly number[];
  readonly consumers: readonly {
    readonly name: string;
    /** For the partitions that it reads: where it started, and how many distinct offsets it saw. */
    readonly partitions: readonly {
      readonly partition: number;
      readonly start: number;
      readonly distinct: number;
    }[];
  }[];
}

/** The row for lost messages. */
export function judgeCounts(seed: number, { acknowledged, ends, consumers }: SoakCounts): Row {
  const unwritten = acknowledged.map((count, partition) => Math.max(0, count - (ends[partition] ?? 0)));
  const missed = consumers.map(({ name, partitions }) => {
    const windows = partitions.map(({ partition, start }) => Math.max(0, (ends[partition] ?? 0) - start));
    const distinct = partitions.reduce((sum, one) => sum + one.distinct, 0);
    const window = windows.reduce((sum, one) => sum + one, 0);
    return { name, window, missed: Math.abs(window - distinct) + (window === 0 ? 1 : 0) };
  });
  const total = ends.reduce((sum, end) => sum + end, 0);
  const lost = unwritten.reduce((sum, count) => sum + count, 0);
  return {
    what: 'messages from the producers to both kinds of consumer',
    seed,
    count: total,
    unit: 'messages',
    broken: lost + missed.reduce((sum, one) => sum + one.missed, 0) + (total === 0 ? 1 : 0),
    details: [
      `${lost} acknowledged and not in the topic`,
      ...missed.map((one) => `${one.name}: ${one.missed} of ${one.window.toLocaleString('en')} missed`),
    ].join('; '),
  };
}

export const diskRow = 'disk use';

/** The row for the disk, from the size of the home in each sample. */
export function judgeDisk(seed: number, looks: readonly number[], most: number): Row {
  return {
    what: diskRow,
    seed,
    count: looks.length,
    unit: 'looks',
    broken: looks.length === 0 ? 1 : looks.filter((bytes) => bytes > most).length,
    details: `${megabytes(looks[0] ?? 0)} at the start, ${megabytes(looks.at(-1) ?? 0)} at the end, at most ${megabytes(Math.max(0, ...looks))}; the bound is ${megabytes(most)}`,
  };
}
