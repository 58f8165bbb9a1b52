import type { ReactElement } from 'react';
import type { StepView } from '../../session/view.ts';
import { safe, trusted } from '../../text/safe-text.ts';
import type { Binding } from '../bindings/bindings.ts';
import { hasCommand } from '../bindings/in-replay.ts';
import { keyOf } from '../bindings/key-of.ts';
import { cutText } from '../text/cut.ts';
import { inOrder, spaces } from '../text/join.tsx';
import { Rows, rowsOf } from '../text/rows.tsx';
import { Row, Text } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';
import { keyText } from './key-text.tsx';
import { labelled } from './model-answer.tsx';

export interface QuestionsProps {
  readonly step: StepView;
  readonly columns: number;
  readonly bindings: readonly Binding[];
}

export function Questions({ step, columns, bindings }: QuestionsProps): ReactElement {
  return <Rows rows={questionRows(step, columns, bindings)} />;
}

/** The questions in one row. */
export function CompactQuestions({ step, columns, bindings }: QuestionsProps): ReactElement {
  return <Rows rows={compactQuestionRows(step, columns, bindings)} />;
}

/** A question comes after the step that lets one answer it; one that was answered stays. */
export function questionsAreOpen({ state, answers }: Pick<StepView, 'state' | 'answers'>): boolean {
  return (state !== 'todo' && state !== 'running') || Object.keys(answers).length > 0;
}

/** The step's questions in full, with what was answered and the model answer to it. */
export function questionRows(step: StepView, columns: number, bindings: readonly Binding[]): ReactElement[] {
  if (!questionsAreOpen(step)) return [];
  const canAnswer = hasCommand('answer', bindings);
  return step.step.questions.flatMap((question) => {
    const text = rowsOf(wrapWords(`? ${question.text}`, columns), { bold: true });
    const answer = step.answers[question.id];
    if (!answer)
      return [
        ...text,
        <Row key={question.id}>
          {spaces(2)}
          {canAnswer
            ? inOrder([keyText('answer', bindings), trusted(' answers; or later')])
            : trusted('not answered')}
        </Row>,
      ];
    const answered = wrapWords(answer, columns - 2).map((row) => (
      <Row key={row}>
        {spaces(2)}
        {row}
      </Row>
    ));
    const agrees = step.agreements[question.id];
    return [
      ...text,
      ...answered,
      ...labelled('Model answer: ', question.answer, columns),
      ...(agrees === undefined && canAnswer
        ? [
            <Row key="compare">
              {spaces(2)}
              {keyText('answer', bindings)}
              {trusted(' compares the two')}
            </Row>,
          ]
        : rowsOf(
            agrees === undefined
              ? []
              : [agrees ? trusted('  You say that yours agrees.') : trusted('  You say that yours differs.')],
          )),
    ];
  });
}

/** The same in one row. */
export function compactQuestionRows(
  step: StepView,
  columns: number,
  bindings: readonly Binding[],
): ReactElement[] {
  const { questions } = step.step;
  if (questions.length === 0 || !questionsAreOpen(step)) return [];
  const key = hasCommand('answer', bindings) ? keyOf('answer', bindings) : undefined;
  const open = questions.filter((question) => !step.answers[question.id]);
  const [first] = open;
  if (!first) {
    const answered = questions.length === 1 ? 'question answered' : 'questions answered';
    const isCompared = questions.every(({ id }) => step.agreements[id] !== undefined);
    const next = isCompared || key === undefined ? '' : `: ${key} compares with the model answer`;
    return [<Row key="answered">{safe`✎ ${answered}${next}`}</Row>];
  }
  const then = key === undefined ? '  not answered' : `  ${key} answers`;
  const lead = open.length === 1 ? '? ' : `? ${open.length} questions: `;
  return [
    <Row key="open">
      <Text bold>{cutText(`${lead}${first.text}`, columns - then.length)}</Text>
      {safe`${then}`}
    </Row>,
  ];
}
