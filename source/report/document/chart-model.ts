import type { SessionRecord } from '../session-record.ts';

/** What a chart shows: for each partition, what was known of it over time. */
export interface ChartModel {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly panels: readonly ChartPanel[];
  readonly marks: readonly ChartMark[];
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
  if (fromMs === undefined || untilMs === undefined || untilMs <= fromMs) return undefined;
  const partitions = Math.max(...samples.map((each) => each.partitions.length));
  if (partitions === 0) return undefined;
  const isWithin = ({ atMs }: ChartMark): boolean => atMs >= fromMs && atMs <= untilMs;
  return {
    fromMs,
    untilMs,
    panels: Array.from({ length: Math.min(partitions, mostPanels) }, (_, partition) => ({
      title: `partition ${partition}`,
      lines: linesOf(partition).filter((line) => line !== undefined),
    })),
    marks: [
      ...record.rebalances.map(({ at }): ChartMark => ({ kind: 'rebalance', atMs: Date.parse(at) })),
      ...record.swaps.map(({ at }): ChartMark => ({ kind: 'swap', atMs: Date.parse(at) })),
    ].filter(isWithin),
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
