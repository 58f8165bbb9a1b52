import type { ReactElement } from 'react';
import type { StepView } from '../../session/view.ts';
import { safe, trusted } from '../../text/safe-text.ts';
import { wrapHard } from '../../text/width.ts';
import { type Frame, innerSize } from '../layout/frame.ts';
import type { Mode } from '../state/ui-state.ts';
import { cleanText } from '../text/cut.ts';
import { blankRow, ClippedRows, Rows, rowsOf } from '../text/rows.tsx';
import { Row, Text } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';
import { Pane } from './pane.tsx';

export interface AnswerBoxProps {
  readonly step: StepView;
  readonly mode: Extract<Mode, { kind: 'answer' }>;
  readonly frame: Frame;
}

/** The question and the answer being typed, with its end always in view. */
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
        <TypedAnswer text={mode.text} columns={room.columns} height={Math.max(1, room.rows - asked.length)} />
        {mode.text === '' && <Rows rows={[blankRow, ...rowsOf(wrapWords(help, room.columns))]} />}
      </ClippedRows>
    </Pane>
  );
}

const help =
  'Use your own words; the transcript keeps them. For a hint press esc, then h: your text is kept.';

interface TypedAnswerProps {
  readonly text: string;
  readonly columns: number;
  readonly height: number;
}

/** The last `height` rows of what is typed, and the cursor. */
function TypedAnswer({ text, columns, height }: TypedAnswerProps): ReactElement {
  const typed = text.split('\n').flatMap((row) => wrapHard(cleanText(row), columns - 3));
  const rows = typed.map((row, index) => (
    <Row key={row}>
      {trusted('│ ')}
      {safe`${row}`}
      <Text inverse>{index === typed.length - 1 ? trusted(' ') : undefined}</Text>
    </Row>
  ));
  return <Rows rows={rows.slice(-height)} />;
}
