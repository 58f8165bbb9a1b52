import type { ReactElement } from 'react';
import type { StepView } from '../../session/view.ts';
import { type Frame, innerSize } from '../lines/frame.ts';
import { type Line, line, span } from '../lines/line.ts';
import { wrapLine, wrapWords } from '../lines/wrap.ts';
import type { Mode } from '../state/ui-state.ts';
import { Pane } from './pane.tsx';

export interface AnswerBoxProps {
  readonly step: StepView;
  readonly mode: Extract<Mode, { kind: 'answer' }>;
  readonly frame: Frame;
}

/** The question and the answer as it is typed, its end always in view. */
export function AnswerBox({ step, mode, frame }: AnswerBoxProps): ReactElement {
  const { questions } = step.step;
  const title = line(
    span(`Question ${mode.question + 1} of ${questions.length}`, { bold: true }),
    `  step ${step.step.id}`,
  );
  const lines = answerLines(questions[mode.question]?.text ?? '', mode.text, innerSize(frame));
  return <Pane frame={frame} title={title} focused lines={lines} />;
}

export function answerLines(
  question: string,
  answer: string,
  room: { readonly columns: number; readonly rows: number },
): Line[] {
  const asked = wrapWords(question, room.columns)
    .slice(0, Math.max(1, room.rows - 2))
    .map((row): Line => [span(row, { bold: true })]);
  const typed = answer.split('\n').flatMap((row) => wrapLine(line(row), room.columns - 3));
  const cursor = span(' ', { inverse: true });
  const lines = typed.map((row, index): Line => {
    return [span('│ '), ...row, ...(index === typed.length - 1 ? [cursor] : [])];
  });
  if (answer === '') {
    const help =
      'In your own words: the transcript keeps them. For a hint press esc, then h; what is typed stays.';
    lines.push([], ...wrapWords(help, room.columns).map((row): Line => [span(row)]));
  }
  const left = Math.max(1, room.rows - asked.length);
  return [...asked, ...(answer === '' ? lines.slice(0, left) : lines.slice(-left))];
}
