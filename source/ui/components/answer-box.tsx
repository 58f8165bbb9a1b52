import type { ReactElement } from 'react';
import type { StepView } from '../../session/view.ts';
import { safe, trusted } from '../../text/safe-text.ts';
import { takeCells } from '../../text/width.ts';
import { type Frame, innerSize } from '../layout/frame.ts';
import type { Mode } from '../state/ui-state.ts';
import { blankRow, ClippedRows, Rows, rowsOf } from '../text/rows.tsx';
import { Row, Text } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';
import { cursorRow, typedRows } from '../typing/typed-rows.ts';
import type { TypedText } from '../typing/typed-text.ts';
import { Pane } from './pane.tsx';
import { textWithCursor } from './text-with-cursor.tsx';

export interface AnswerBoxProps {
  readonly step: StepView;
  readonly mode: Extract<Mode, { kind: 'answer' }>;
  readonly frame: Frame;
}

/** The question and the answer being typed, with its cursor always in view. */
export function AnswerBox({ step, mode, frame }: AnswerBoxProps): ReactElement {
  const { questions } = step.step;
  const title = (
    <Text>
      <Text bold>{safe`Question ${mode.question + 1} of ${questions.length}`}</Text>
      {safe`  step ${step.step.id}`}
    </Text>
  );
  const room = innerSize(frame);
  const question = wrapWords(questions[mode.question]?.text ?? '', room.columns);
  const asked = question.slice(0, Math.max(1, room.rows - 2));
  return (
    <Pane frame={frame} title={title} focused>
      <ClippedRows height={Math.max(1, room.rows)}>
        <Rows rows={rowsOf(asked, { bold: true })} />
        <TypedAnswer typed={mode} columns={room.columns} height={Math.max(1, room.rows - asked.length)} />
        {mode.text === '' && <Rows rows={[blankRow, ...rowsOf(wrapWords(help, room.columns))]} />}
      </ClippedRows>
    </Pane>
  );
}

const help =
  'Use your own words. Once you save, a model answer is shown beside yours. For a hint press esc, then h: your text is kept.';

/** Cells for what is typed in a row of the box. */
export function answerColumns(columns: number): number {
  return Math.max(1, columns - 3);
}

interface TypedAnswerProps {
  readonly typed: TypedText;
  readonly columns: number;
  readonly height: number;
}

/** The rows around the cursor. */
function TypedAnswer({ typed, columns, height }: TypedAnswerProps): ReactElement {
  const cells = answerColumns(columns);
  const rows = typedRows(typed.text, cells);
  const at = cursorRow(rows, typed.cursor);
  const first = Math.max(0, Math.min(rows.length - height, at.index - Math.floor(height / 2)));
  return (
    <Rows
      rows={rows.slice(first, first + height).map(({ start, text }, index) => (
        <Row key={start}>
          {trusted('│ ')}
          {first + index === at.index
            ? textWithCursor({ text, cursor: at.offset })
            : safe`${takeCells(text, cells)}`}
        </Row>
      ))}
    />
  );
}
