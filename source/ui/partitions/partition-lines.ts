import type { PartitionTally, TallySeen } from '../../lab/model/observations.ts';
import { textWidth } from '../../text/width.ts';
import { joinFitting } from '../lines/fit.ts';
import { emptyLine, type Line, line, type Span, span } from '../lines/line.ts';
import { partitionColour } from '../theme/colours.ts';
import { percent, thousands } from '../theme/numbers.ts';
import { bar } from './bar.ts';
import { sparkline } from './sparkline.ts';

export interface PartitionViewOptions {
  readonly columns: number;
  /** Room for the partitions' own lines, the summary not counted. */
  readonly maxRows: number;
  readonly producedPerSecond: number;
  readonly receivedPerSecond: number;
  /** The rates of the last minute, where they are to be drawn. */
  readonly rates?: { readonly produced: readonly number[]; readonly received: readonly number[] };
  readonly swapping: boolean;
}

/** The bottom of the screen: the share received as a number, then every partition with its bar, count and lag. */
export function partitionLines(tally: TallySeen, options: PartitionViewOptions): Line[] {
  if (tally.partitions.length === 0) return [noTopicLine];
  return [summaryLine(tally, options), ...barLines(tally, options)];
}

/** Before there is a topic there is one thing to say. */
const noTopicLine = line(' no topic yet: its partitions appear here with the first message');

export function summaryLine(tally: TallySeen, options: PartitionViewOptions): Line {
  const consumer = options.swapping
    ? line(span('swapping the consumer…', { bold: true }))
    : line(consumerName(tally.consumer));
  const duplicates = tally.partitions.reduce((sum, one) => sum + one.duplicates, 0);
  if (tally.consumer === 'none' && tally.window === 0 && !options.swapping) {
    return [span(' '), ...joinFitting(keptSegments(tally, options), options.columns - 1, 3)];
  }
  const segments: Line[] =
    tally.window === 0
      ? [line('received – of 0 messages')]
      : [
          line('received ', span(percent(tally.share), { bold: true }), ` of ${thousands(tally.window)}`),
          duplicates > 0
            ? line(span(`${thousands(duplicates)} twice`, { colour: 'red', bold: true }))
            : emptyLine,
        ];
  segments.push(
    consumer,
    rateLine('in', options.producedPerSecond, options.rates?.produced, options.columns),
    rateLine('out', options.receivedPerSecond, options.rates?.received, options.columns),
  );
  if (tally.settled) segments.push(line('settled'));
  return [span(' '), ...joinFitting(segments, options.columns - 1, 3)];
}

/** The messages stay where they are when nobody reads them. */
function keptSegments(tally: TallySeen, options: PartitionViewOptions): Line[] {
  const kept = tally.partitions.reduce((sum, one) => sum + one.endOffset, 0);
  return [
    line('no consumer'),
    line('the topic keeps ', span(thousands(kept), { bold: true }), ' messages'),
    rateLine('in', options.producedPerSecond, options.rates?.produced, options.columns),
  ];
}

/** `in 498/s ▁▃▇▇`; the curve where there is room. */
function rateLine(name: string, now: number, rates: readonly number[] | undefined, columns: number): Line {
  const cells = columns >= 150 ? 30 : columns >= 100 ? 12 : 0;
  const curve = rates?.some((rate) => rate > 0) ? sparkline(rates, cells) : '';
  return line(`${name} ${thousands(now)}/s${curve === '' ? '' : ` ${curve}`}`);
}

export function consumerName(consumer: TallySeen['consumer']): string {
  if (consumer === 'partition') return 'consumer: partition 0 only';
  return consumer === 'group' ? 'consumer: group' : 'consumer: none';
}

/** How short a bar may be, and how close the next partition; the narrower only where they would not all fit otherwise. */
const measures = [
  { shortestBar: 4, gap: 3 },
  { shortestBar: 2, gap: 2 },
  { shortestBar: 1, gap: 2 },
] as const;
const longestBar = 40;

function barLines({ partitions, consumer }: TallySeen, options: PartitionViewOptions): Line[] {
  if (options.maxRows <= 0) return [];
  const columns = options.columns - 1;
  const unread = consumer === 'none';
  const numbers = partitions.map((one) => numberOf(one, false, unread));
  const label = Math.max(...partitions.map((one) => `p${one.partition}`.length));
  const number = Math.max(...numbers.map(textWidth));
  const perRowWith = ({ shortestBar, gap }: (typeof measures)[number]): number => {
    // Without a consumer there is no bar.
    const least = label + 1 + number + (unread ? 0 : shortestBar + 1);
    return Math.max(1, Math.min(partitions.length, Math.floor((columns + gap) / (least + gap))));
  };
  const fits = (one: (typeof measures)[number]): boolean =>
    perRowWith(one) * options.maxRows >= partitions.length;
  const measure = measures.find(fits) ?? measures[0];
  const { gap, shortestBar } = measure;
  const perRow = perRowWith(measure);
  const cell = Math.floor((columns + gap) / perRow) - gap;
  const withBoth = partitions.map((one) => numberOf(one, true, unread));
  const bothWidth = Math.max(...withBoth.map(textWidth));
  const roomForBoth = label + 2 + shortestBar + bothWidth <= cell;
  const shown = roomForBoth ? withBoth : numbers;
  const barCells = Math.min(longestBar, cell - label - 2 - (roomForBoth ? bothWidth : number));
  const widest = Math.max(1, ...partitions.map((one) => one.window));
  const cells = partitions.map((one, index) => cellOf(one, shown[index]!, { label, barCells, widest, cell }));

  const rows: Line[] = [];
  const fitting = perRow * options.maxRows;
  const kept = cells.length > fitting ? cells.slice(0, fitting - 1) : cells;
  if (kept.length < cells.length) kept.push(line(`+${cells.length - kept.length} partitions more`));
  for (let from = 0; from < kept.length; from += perRow) {
    const row = kept.slice(from, from + perRow);
    rows.push(row.flatMap((one, index) => [span(index === 0 ? ' ' : ' '.repeat(gap)), ...one]));
  }
  return rows;
}

/** Received, or the lag where that is the story: a partition that nobody reads. Without a consumer, what is there. */
function numberOf(one: PartitionTally, both: boolean, unread: boolean): string {
  if (unread && one.window === 0) return `${thousands(one.endOffset)} kept`;
  const lag = Math.max(0, one.window - one.distinct);
  if (one.distinct === 0 && lag > 0) return `lag ${thousands(lag)}`;
  if (lag === 0) return thousands(one.distinct);
  if (both) return `${thousands(one.distinct)} lag ${thousands(lag)}`;
  return lag > one.window / 20 ? `lag ${thousands(lag)}` : thousands(one.distinct);
}

function cellOf(
  one: PartitionTally,
  number: string,
  size: { label: number; barCells: number; widest: number; cell: number },
): Line {
  const colour = partitionColour(one.partition);
  const drawn = bar(one.distinct, one.window, size.widest, size.barCells);
  const parts: Span[] = [
    span(`p${one.partition}`.padEnd(size.label), { colour, bold: true }),
    span(' '),
    span(drawn, { colour }),
    span(drawn === '' ? number : ` ${number}`),
  ];
  const used = parts.reduce((sum, part) => sum + textWidth(part.text), 0);
  return [...parts, span(' '.repeat(Math.max(0, size.cell - used)))];
}
