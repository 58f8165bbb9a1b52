import { Box } from 'ink';
import { type ReactElement, use } from 'react';
import type { StepView } from '../../session/view.ts';
import { type SafeText, safe, trusted } from '../../text/safe-text.ts';
import { textWidth } from '../../text/width.ts';
import { Now } from '../hooks/now.tsx';
import { stepGlyph } from '../text/glyphs.tsx';
import { Row, Text } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';

export interface StepListProps {
  readonly steps: readonly StepView[];
  readonly selected: number;
  readonly columns: number;
  readonly rows: number;
}

/** The steps around the selected one, as many as `rows` have room for. A title that is too long for a row goes on in the next one. */
export function StepList({ steps, selected, columns, rows }: StepListProps): ReactElement {
  const now = steps.some((one) => one.state === 'running') ? use(Now) : 0;
  const lead = markCells + idCells(steps) + 1;
  const titles = steps.map(({ step }) => wrapTitle(step.title, columns - lead));
  const heights = titles.map(({ length }) => length);
  const { first, end } = stepsInView(heights, selected, rows);
  return (
    <Box flexDirection="column" flexShrink={0}>
      {steps.slice(first, end).flatMap(({ step, state }, index) => {
        const isSelected = first + index === selected;
        return titles[first + index]!.map((part, row) => {
          const id = row === 0 ? step.id : '';
          const text = `${id.padEnd(lead - markCells - 1)} ${part}`;
          return (
            <Row key={`${step.id} ${text}`}>
              <Text bold>{isSelected && row === 0 ? trusted('▸') : trusted(' ')}</Text>
              {row === 0 ? stepGlyph(state, now) : trusted(' ')}
              {trusted(' ')}
              <Text bold={isSelected} inverse={isSelected}>
                {safe`${isSelected ? text.padEnd(columns - markCells) : text}`}
              </Text>
            </Row>
          );
        });
      })}
    </Box>
  );
}

/** Cells of the marks before the id of a step. */
const markCells = 3;

/** A title that takes more rows is cut: the list is of steps. */
const mostTitleRows = 3;

function wrapTitle(title: string, cells: number): readonly SafeText[] {
  const wrapped = wrapWords(title, Math.max(1, cells));
  if (wrapped.length <= mostTitleRows) return wrapped;
  return [...wrapped.slice(0, mostTitleRows - 1), safe`${wrapped.slice(mostTitleRows - 1).join(' ')}`];
}

function idCells(steps: readonly StepView[]): number {
  return Math.max(0, ...steps.map(({ step }) => step.id.length));
}

/** Cells that the widest entry takes. */
export function stepListCells(steps: readonly StepView[]): number {
  return markCells + idCells(steps) + 1 + Math.max(0, ...steps.map(({ step }) => textWidth(step.title)));
}

/** Which entries fit as a whole: the selected one in the middle, and no room left empty where there are more. */
function stepsInView(
  heights: readonly number[],
  selected: number,
  rows: number,
): { readonly first: number; readonly end: number } {
  let first = Math.max(0, selected);
  let end = first;
  let used = 0;
  const fits = (index: number): boolean => used + (heights[index] ?? Number.POSITIVE_INFINITY) <= rows;
  const above = (): void => {
    first -= 1;
    used += heights[first]!;
  };
  if (end < heights.length) used += heights[end++]!;
  for (let left = Math.ceil((rows - used) / 2); first > 0 && heights[first - 1]! <= left; ) {
    left -= heights[first - 1]!;
    above();
  }
  while (fits(end)) used += heights[end++]!;
  while (fits(first - 1)) above();
  return { first, end };
}
