import type { ReactElement } from 'react';
import type { SessionView } from '../../session/view.ts';
import { safe, trusted } from '../../text/safe-text.ts';
import { inOrder, joinFitting, spaces } from '../text/join.tsx';
import { cellsOf, Row, Text } from '../text/text.tsx';
import { partitionColour } from '../theme/colours.ts';
import { percent, thousands } from '../theme/numbers.ts';
import { bar } from './bar.ts';

/**
 * Below the bars: the counts before and after the swap, and who owns which partition while the group is stable, a row each. If only one
 * fits, it is the owners as soon as the group has several members.
 */
export function comparisonRows(view: SessionView, size: { columns: number; rows: number }): ReactElement[] {
  const comparison = beforeAfterRow(view, size.columns);
  const owners = ownersRow(view, size.columns);
  const all = size.rows >= 30 ? [comparison, owners] : [chosen(view, comparison, owners)];
  return all.filter((row) => row !== undefined);
}

function chosen(
  { members = [] }: SessionView,
  comparison: ReactElement | undefined,
  owners: ReactElement | undefined,
): ReactElement | undefined {
  return members.length > 1 && owners ? owners : comparison;
}

function beforeAfterRow({ beforeAfter }: SessionView, columns: number): ReactElement | undefined {
  if (!beforeAfter || beforeAfter.window === 0) return undefined;
  const { window, before, after } = beforeAfter;
  const sentence = (cells: number, counts: boolean): ReactElement => {
    const part = (name: string, count: number): ReactElement => (
      <Text>
        {safe`${name} `}
        {cells > 0 ? safe`${bar(count, window, window, cells)} ` : undefined}
        <Text bold>{safe`${percent(count / window)}`}</Text>
        {counts ? safe` ${thousands(count)}` : undefined}
      </Text>
    );
    return (
      <Row key="before-after">
        {safe` of the same ${thousands(window)}:  `}
        {part('partition 0 only', before)}
        {trusted('  →  ')}
        {part('the group', after)}
      </Row>
    );
  };
  const fits = (one: ReactElement): boolean => cellsOf(one) <= columns;
  return [sentence(16, true), sentence(8, true), sentence(0, true)].find(fits) ?? sentence(0, false);
}

function ownersRow({ members = [], consumer }: SessionView, columns: number): ReactElement | undefined {
  if (consumer !== 'group' || members.length === 0) return undefined;
  const head = members.length === 1 ? trusted('one member owns:') : safe`${members.length} members own:`;
  const owners = members.map(({ member, pod, partitions }) => (
    <Text key={member}>
      {safe`…${(pod ?? member).slice(-5)} `}
      {partitions.length === 0 ? <Text bold>{trusted('idle')}</Text> : inOrder(partitions.map(owned))}
    </Text>
  ));
  const all = [head, ...owners];
  const width = all.reduce((sum, one) => sum + cellsOf(one) + 3, 0);
  const gap = width <= columns - 1 ? 3 : 2;
  return (
    <Row key="owners">
      {trusted(' ')}
      {joinFitting(all, columns - 1, gap)}
    </Row>
  );
}

function owned(partition: number, index: number): ReactElement {
  return (
    <Text key={partition}>
      {spaces(index === 0 ? 0 : 1)}
      <Text bold colour={partitionColour(partition)}>
        {safe`p${partition}`}
      </Text>
    </Text>
  );
}
