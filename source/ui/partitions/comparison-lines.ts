import type { SessionView } from '../../session/view.ts';
import { joinFitting } from '../lines/fit.ts';
import { type Line, line, lineWidth, span } from '../lines/line.ts';
import { partitionColour } from '../theme/colours.ts';
import { percent, thousands } from '../theme/numbers.ts';
import { bar } from './bar.ts';

/**
 * Below the bars: the swap's before and after, and who owns which partition while the group is stable. Where there is room
 * for one of them, it is the owners as soon as several members share.
 */
export function comparisonLines(view: SessionView, size: { columns: number; rows: number }): Line[] {
  const comparison = beforeAfterLine(view, size.columns);
  const owners = ownersLine(view, size.columns);
  if (size.rows >= 30) return [...comparison, ...owners];
  const shared = (view.members?.length ?? 0) > 1;
  return shared && owners.length > 0 ? owners : comparison;
}

function beforeAfterLine({ beforeAfter }: SessionView, columns: number): Line[] {
  if (!beforeAfter || beforeAfter.window === 0) return [];
  const { window, before, after } = beforeAfter;
  const sentence = (cells: number, counts: boolean): Line => {
    const part = (name: string, count: number): Line => [
      span(`${name} `),
      ...(cells > 0 ? [span(`${bar(count, window, window, cells)} `)] : []),
      span(percent(count / window), { bold: true }),
      ...(counts ? [span(` ${thousands(count)}`)] : []),
    ];
    const start = span(` of the same ${thousands(window)}:  `);
    return [start, ...part('partition 0 only', before), span('  →  '), ...part('the group', after)];
  };
  const least = sentence(0, false);
  const fits = (one: Line): boolean => lineWidth(one) <= columns;
  return [[sentence(16, true), sentence(8, true), sentence(0, true)].find(fits) ?? least];
}

function ownersLine({ members = [], consumer }: SessionView, columns: number): Line[] {
  if (consumer !== 'group' || members.length === 0) return [];
  const head = line(members.length === 1 ? 'one member owns:' : `${members.length} members own:`);
  const segments = members.map(
    ({ member, pod, partitions }): Line => [
      span(`…${(pod ?? member).slice(-5)} `),
      ...(partitions.length === 0 ? [span('idle', { bold: true })] : partitions.flatMap(owned)),
    ],
  );
  const all = [head, ...segments];
  const width = all.reduce((sum, one) => sum + lineWidth(one) + 3, 0);
  const gap = width <= columns - 1 ? 3 : 2;
  return [[span(' '), ...joinFitting(all, columns - 1, gap)]];
}

function owned(partition: number, index: number): Line {
  const name = span(`p${partition}`, { colour: partitionColour(partition), bold: true });
  return index === 0 ? [name] : [span(' '), name];
}
