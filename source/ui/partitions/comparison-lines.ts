import type { SessionView } from '../../session/view.ts';
import { joinFitting } from '../lines/fit.ts';
import { type Line, line, span } from '../lines/line.ts';
import { partitionColour } from '../theme/colours.ts';
import { percent, thousands } from '../theme/numbers.ts';
import { bar } from './bar.ts';

/** Below the bars: who owns which partition while the group is stable, and the swap's before and after. */
export function comparisonLines(view: SessionView, size: { columns: number; rows: number }): Line[] {
  const roomy = size.rows >= 30;
  return [...beforeAfterLine(view, size.columns), ...(roomy ? ownersLine(view, size.columns) : [])];
}

function beforeAfterLine({ beforeAfter }: SessionView, columns: number): Line[] {
  if (!beforeAfter || beforeAfter.window === 0) return [];
  const { window, before, after } = beforeAfter;
  const cells = columns >= 120 ? 16 : columns >= 100 ? 8 : 0;
  const part = (name: string, count: number): Line => [
    span(`${name} `),
    span(bar(count, window, window, cells)),
    span(`${cells > 0 ? ' ' : ''}${percent(count / window)}`, { bold: true }),
    span(` ${thousands(count)}`),
  ];
  const segments = [
    line(`the same ${thousands(window)}:`),
    part('partition 0 only', before),
    line('→'),
    part('group', after),
  ];
  return [[span(' '), ...joinFitting(segments, columns - 1, 2)]];
}

function ownersLine({ members = [], consumer }: SessionView, columns: number): Line[] {
  if (consumer !== 'group' || members.length === 0) return [];
  const segments = members.map(
    ({ member, pod, partitions }): Line => [
      span(`…${(pod ?? member).slice(-5)} `),
      ...(partitions.length === 0 ? [span('idle')] : partitions.flatMap(owned)),
    ],
  );
  return [
    [
      span(' '),
      ...joinFitting(
        [line(members.length === 1 ? 'one member owns:' : `${members.length} members own:`), ...segments],
        columns - 1,
        3,
      ),
    ],
  ];
}

function owned(partition: number, index: number): Line {
  const name = span(`p${partition}`, { colour: partitionColour(partition), bold: true });
  return index === 0 ? [name] : [span(' '), name];
}
