import type { SessionRecord } from '../session-record.ts';

/** What a chart shows: for each partition, what was known of it over time. */
export interface ChartModel {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly panels: readonly ChartPanel[];
  readonly marks: readonly ChartMark[];
  /** How many there were of each kind of which not all are marked. */
  readonly thinned: Readonly<Partial<Record<ChartMark['kind'], number>>>;
}

export interface ChartPanel {
  readonly title: string;
  readonly lines: readonly ChartLine[];
}

export interface ChartLine {
  readonly what: 'published' | 'received' | 'lag';
  /** `value` is undefined where nothing is known: the line has a gap there. */
  readonly points: readonly { readonly atMs: number; readonly value: number | undefined }[];
}

export interface ChartMark {
  readonly kind: 'swap' | 'rebalance';
  readonly atMs: number;
}

const mostPanels = 12;
const markKinds = ['rebalance', 'swap'] as const;

/** Published and received by partition; undefined where there is nothing to draw. */
export function chartCounts(record: SessionRecord): ChartModel | undefined {
  return chartOf(record, (partition) => [
    lineOf(record, partition, 'published'),
    lineOf(record, partition, 'received'),
  ]);
}

/** The lag by partition; undefined where it was never known. */
export function chartLag(record: SessionRecord): ChartModel | undefined {
  const chart = chartOf(record, (partition) => [lineOf(record, partition, 'lag')]);
  return chart?.panels.some(({ lines }) => lines.length > 0) ? chart : undefined;
}

function chartOf(
  record: SessionRecord,
  linesOf: (partition: number) => readonly (ChartLine | undefined)[],
): ChartModel | undefined {
  const { partitionSamples: samples } = record;
  const fromMs = samples[0]?.atMs;
  const untilMs = samples.at(-1)?.atMs;
  // A forged journal may have times that are none.
  if (fromMs === undefined || untilMs === undefined || !(untilMs > fromMs)) return undefined;
  const partitions = Math.max(...samples.map((each) => each.partitions.length));
  if (partitions === 0) return undefined;
  const marksOf = (kind: ChartMark['kind']): ChartMark[] =>
    record.marks[kind].atMs
      .filter((atMs) => atMs >= fromMs && atMs <= untilMs)
      .map((atMs) => ({ kind, atMs }));
  const isThinned = (kind: ChartMark['kind']): boolean =>
    record.marks[kind].seen > record.marks[kind].atMs.length;
  return {
    fromMs,
    untilMs,
    panels: Array.from({ length: Math.min(partitions, mostPanels) }, (_, partition) => ({
      title: `partition ${partition}`,
      lines: linesOf(partition).filter((line) => line !== undefined),
    })),
    marks: markKinds.flatMap(marksOf),
    thinned: Object.fromEntries(markKinds.filter(isThinned).map((kind) => [kind, record.marks[kind].seen])),
  };
}

/** Undefined where nothing is known at any time: a line along zero would say that it was none. */
function lineOf(
  { partitionSamples }: SessionRecord,
  partition: number,
  what: ChartLine['what'],
): ChartLine | undefined {
  const points = partitionSamples.map((sample, index) => {
    const isFirstOfConsumer = index > 0 && partitionSamples[index - 1]?.consumer !== sample.consumer;
    const value = sample.partitions[partition]?.[what];
    return { sample, value, isFirstOfConsumer };
  });
  if (points.every(({ value }) => value === undefined)) return undefined;
  return {
    what,
    points: points.flatMap(({ sample: { atMs }, value, isFirstOfConsumer }) => [
      // Another consumer counts from its own start: the two are not one line.
      ...(isFirstOfConsumer && what !== 'published' ? [{ atMs, value: undefined }] : []),
      { atMs, value },
    ]),
  };
}
