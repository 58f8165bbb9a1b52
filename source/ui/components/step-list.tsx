import { Box } from 'ink';
import { type ReactElement, use } from 'react';
import type { StepView } from '../../session/view.ts';
import { safe, trusted } from '../../text/safe-text.ts';
import { textWidth } from '../../text/width.ts';
import { Now } from '../hooks/now.tsx';
import { stepGlyph } from '../text/glyphs.tsx';
import { Row, Text } from '../text/text.tsx';

export interface StepListProps {
  readonly steps: readonly StepView[];
  readonly selected: number;
  readonly columns: number;
  readonly rows: number;
}

/** The steps around the selected one, at most `rows` of them. */
export function StepList({ steps, selected, columns, rows }: StepListProps): ReactElement {
  const now = steps.some((one) => one.state === 'running') ? use(Now) : 0;
  const first = firstVisible(steps.length, selected, rows);
  const idWidth = idCells(steps);
  return (
    <Box flexDirection="column" flexShrink={0}>
      {steps.slice(first, first + rows).map((one, index) => {
        const isSelected = first + index === selected;
        const title = `${one.step.id.padEnd(idWidth)} ${one.step.title}`;
        return (
          <Row key={one.step.id}>
            <Text bold>{isSelected ? trusted('▸') : trusted(' ')}</Text>
            {stepGlyph(one.state, now)}
            {trusted(' ')}
            <Text bold={isSelected} inverse={isSelected}>
              {safe`${isSelected ? title.padEnd(columns - markCells) : title}`}
            </Text>
          </Row>
        );
      })}
    </Box>
  );
}

/** Cells of the marks before the id of a step. */
const markCells = 3;

function idCells(steps: readonly StepView[]): number {
  return Math.max(0, ...steps.map(({ step }) => step.id.length));
}

/** Cells that the widest entry takes. */
export function stepListCells(steps: readonly StepView[]): number {
  return markCells + idCells(steps) + 1 + Math.max(0, ...steps.map(({ step }) => textWidth(step.title)));
}

/** Keeps the selection in view, with a neighbour above and below it if there is one. */
function firstVisible(count: number, selected: number, rows: number): number {
  if (count <= rows) return 0;
  const centred = selected - Math.floor(rows / 2);
  return Math.max(0, Math.min(count - rows, centred));
}
