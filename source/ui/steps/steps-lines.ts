import type { StepView } from '../../session/view.ts';
import { type Line, span } from '../lines/line.ts';
import { stepGlyph } from '../theme/glyphs.ts';

/** The list of steps around the selected one, at most `rows` of them. */
export function stepsLines(
  steps: readonly StepView[],
  selected: number,
  room: { readonly rows: number; readonly columns: number },
  now: number,
): Line[] {
  const first = firstVisible(steps.length, selected, room.rows);
  const idWidth = Math.max(0, ...steps.map((one) => one.step.id.length));
  return steps.slice(first, first + room.rows).map((one, index) => {
    const isSelected = first + index === selected;
    const style = isSelected ? ({ bold: true, inverse: true } as const) : {};
    const title = `${one.step.id.padEnd(idWidth)} ${one.step.title}`;
    return [
      span(isSelected ? '▸' : ' ', { bold: true }),
      stepGlyph(one.state, now),
      span(' '),
      span(isSelected ? title.padEnd(room.columns - 3) : title, style),
    ];
  });
}

/** `4/18 done`, for the list's title. */
export function doneCount(steps: readonly StepView[]): string {
  return `${steps.filter((one) => one.state === 'passed').length}/${steps.length} done`;
}

/** Keeps the selection in view with a neighbour above and below it where there is one. */
function firstVisible(count: number, selected: number, rows: number): number {
  if (count <= rows) return 0;
  const centred = selected - Math.floor(rows / 2);
  return Math.max(0, Math.min(count - rows, centred));
}
