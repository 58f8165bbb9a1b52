import type { ReactElement } from 'react';
import type { StepView } from '../../session/view.ts';
import { safe, trusted } from '../../text/safe-text.ts';
import type { Binding } from '../bindings/bindings.ts';
import { cutText } from '../text/cut.ts';
import { spaces } from '../text/join.tsx';
import { Rows, rowsOf } from '../text/rows.tsx';
import { Row, Text } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';
import { keyText } from './key-text.tsx';

export interface QuestionsProps {
  readonly step: StepView;
  readonly columns: number;
  readonly bindings: readonly Binding[];
}

export function Questions({ step, columns, bindings }: QuestionsProps): ReactElement {
  return <Rows rows={questionRows(step, columns, bindings)} />;
}

/** The questions in one row. */
export function CompactQuestions({ step, columns }: Omit<QuestionsProps, 'bindings'>): ReactElement {
  return <Rows rows={compactQuestionRows(step, columns)} />;
}

/** The step's questions in full, with what was answered. */
export function questionRows(step: StepView, columns: number, bindings: readonly Binding[]): ReactElement[] {
  return step.step.questions.flatMap((question) => {
    const text = rowsOf(wrapWords(`? ${question.text}`, columns), { bold: true });
    const answer = step.answers[question.id];
    if (!answer)
      return [
        ...text,
        <Row key={question.id}>
          {spaces(2)}
          {keyText('answer', bindings)}
          {trusted(' answers; or later')}
        </Row>,
      ];
    const answered = wrapWords(answer, columns - 2).map((row) => (
      <Row key={row}>
        {spaces(2)}
        {row}
      </Row>
    ));
    return [...text, ...answered];
  });
}

/** The same in one row. */
export function compactQuestionRows(step: StepView, columns: number): ReactElement[] {
  const { questions } = step.step;
  if (questions.length === 0) return [];
  const open = questions.filter((question) => !step.answers[question.id]);
  const [first] = open;
  if (!first) {
    const answered = questions.length === 1 ? 'question answered' : 'questions answered';
    return [<Row key="answered">{safe`✎ ${answered}`}</Row>];
  }
  const lead = open.length === 1 ? '? ' : `? ${open.length} questions: `;
  return [
    <Row key="open">
      <Text bold>{cutText(`${lead}${first.text}`, columns - 11)}</Text>
      {trusted('  a answers')}
    </Row>,
  ];
}
