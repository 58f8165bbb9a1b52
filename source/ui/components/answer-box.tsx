import type { ReactElement } from 'react';
import type { StepView } from '../../session/view.ts';
import { safe, trusted } from '../../text/safe-text.ts';
import { wrapHard } from '../../text/width.ts';
import { type Frame, innerSize } from '../layout/frame.ts';
import type { Mode } from '../state/ui-state.ts';
import { cleanText } from '../text/cut.ts';
import { blankRow, Rows, rowsOf } from '../text/rows.tsx';
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
  const rows = answerRows(questions[mode.question]?.text ?? '', mode.text, innerSize(frame));
  return (
    <Pane frame={frame} title={title} focused>
      <Rows rows={rows} />
    </Pane>
  );
}

const help =
  'Use your own words; the transcript keeps them. For a hint press esc, then h: your text is kept.';

function answerRows(
  question: string,
  answer: string,
  room: { readonly columns: number; readonly rows: number },
): ReactElement[] {
  const asked = rowsOf(wrapWords(question, room.columns).slice(0, Math.max(1, room.rows - 2)), {
    bold: true,
  });
  const typed = answer.split('\n').flatMap((row) => wrapHard(cleanText(row), room.columns - 3));
  const rows = typed.map((row, index) => (
    <Row key={row}>
      {trusted('│ ')}
      {safe`${row}`}
      <Text inverse>{index === typed.length - 1 ? trusted(' ') : undefined}</Text>
    </Row>
  ));
  const left = Math.max(1, room.rows - asked.length);
  if (answer !== '') return [...asked, ...rows.slice(-left)].slice(0, Math.max(1, room.rows));
  return [...asked, ...[...rows, blankRow, ...rowsOf(wrapWords(help, room.columns))].slice(0, left)];
}
