import type { ReactElement } from 'react';
import type { PartitionTally, TallySeen } from '../../lab/model/observations.ts';
import { type SafeText, safe, trusted } from '../../text/safe-text.ts';
import { textWidth } from '../../text/width.ts';
import { inOrder, spaces } from '../text/join.tsx';
import { Row, Text } from '../text/text.tsx';
import { partitionColour } from '../theme/colours.ts';
import { thousands } from '../theme/numbers.ts';
import { bar } from './bar.ts';
import { hasNothingToRead, type PartitionViewOptions, summaryRow } from './summary.tsx';

/** The bottom of the screen: the share received as a number, then every partition with its bar, count and lag. A row each. */
export function partitionRows(tally: TallySeen, options: PartitionViewOptions): ReactElement[] {
  if (tally.partitions.length === 0) return [noTopic];
  return [summaryRow(tally, options), ...barRows(tally, options)];
}

/** Shown until the topic exists. */
const noTopic = <Row>{trusted(' no topic yet: its partitions appear here once it exists')}</Row>;

/** The shortest bar, and the gap to the next partition; the narrower ones only if not all fit otherwise. */
const measures = [
  { shortestBar: 4, gap: 3 },
  { shortestBar: 2, gap: 2 },
  { shortestBar: 1, gap: 2 },
] as const;
const longestBar = 40;

function barRows(tally: TallySeen, options: PartitionViewOptions): ReactElement[] {
  const { partitions, consumer } = tally;
  if (options.maxRows <= 0) return [];
  const columns = options.columns - 1;
  const unread = consumer === 'none' || hasNothingToRead(tally);
  const numbers = partitions.map((one) => numberOf(one, false, unread));
  const label = Math.max(...partitions.map((one) => `p${one.partition}`.length));
  const number = Math.max(...numbers.map(textWidth));
  const perRowWith = ({ shortestBar, gap }: (typeof measures)[number]): number => {
    // Without a consumer there are no bars.
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

  const fitting = perRow * options.maxRows;
  const kept = cells.length > fitting ? cells.slice(0, fitting - 1) : cells;
  if (kept.length < cells.length) {
    const left = cells.length - kept.length;
    // It may be wider than a cell, up to the end of its row.
    const room = columns - (kept.length % perRow) * (cell + gap);
    const more = safe`+${left} more partitions`;
    kept.push(<Text key="more">{textWidth(more) > room ? safe`+${left} more` : more}</Text>);
  }
  const rows: ReactElement[] = [];
  for (let from = 0; from < kept.length; from += perRow) {
    const row = kept.slice(from, from + perRow).flatMap((one, index) => [spaces(index === 0 ? 1 : gap), one]);
    rows.push(<Row key={from}>{inOrder(row)}</Row>);
  }
  return rows;
}

/** Received messages, or the lag for a partition that nobody reads. Without a consumer, the messages in the partition. */
function numberOf(one: PartitionTally, both: boolean, unread: boolean): SafeText {
  if (unread && one.window === 0) return safe`${thousands(one.endOffset)} kept`;
  const lag = Math.max(0, one.window - one.distinct);
  if (one.distinct === 0 && lag > 0) return safe`lag ${thousands(lag)}`;
  if (lag === 0) return safe`${thousands(one.distinct)}`;
  if (both) return safe`${thousands(one.distinct)} lag ${thousands(lag)}`;
  return lag > one.window / 20 ? safe`lag ${thousands(lag)}` : safe`${thousands(one.distinct)}`;
}

function cellOf(
  one: PartitionTally,
  number: SafeText,
  size: { label: number; barCells: number; widest: number; cell: number },
): ReactElement {
  const colour = partitionColour(one.partition);
  const name = safe`${`p${one.partition}`.padEnd(size.label)}`;
  const drawn = safe`${bar(one.distinct, one.window, size.widest, size.barCells)}`;
  const end = drawn === '' ? number : safe` ${number}`;
  const used = textWidth(name) + 1 + textWidth(drawn) + textWidth(end);
  return (
    <Text key={one.partition}>
      <Text bold colour={colour}>
        {name}
      </Text>
      {trusted(' ')}
      <Text colour={colour}>{drawn}</Text>
      {end}
      {spaces(size.cell - used)}
    </Text>
  );
}
