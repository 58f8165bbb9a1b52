import type { ReactElement } from 'react';
import type { Question } from '../../lab/model/step.ts';
import { evidenceFor } from '../../session/evidence.ts';
import type { StepView } from '../../session/view.ts';
import { safe } from '../../text/safe-text.ts';
import { blankRow, rowsOf } from '../text/rows.tsx';
import { Row, Text } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';

/** A question, the learner's answer, the model answer, and what the session has seen of it. A row each. */
export function comparisonOfAnswers(
  step: StepView,
  question: Question,
  steps: readonly StepView[],
  columns: number,
): ReactElement[] {
  const seen = evidenceFor(question, steps);
  return [
    ...rowsOf(wrapWords(`? ${question.text}`, columns), { bold: true }),
    ...labelled('Yours: ', step.answers[question.id] ?? '', columns),
    blankRow,
    ...labelled('Model answer: ', question.answer, columns),
    ...(seen.length === 0 ? [] : [blankRow]),
    ...seen.flatMap((each) => labelled(`Seen in ${each.step}: `, each.text, columns)),
  ];
}

/** A text with its first words marked. */
export function labelled(label: string, text: string, columns: number): ReactElement[] {
  return text.split('\n').flatMap((line, lineIndex) =>
    wrapWords((lineIndex === 0 ? label : '') + line, columns).map((row, index) => {
      const own = lineIndex === 0 && index === 0 ? row.slice(0, label.length) : '';
      return (
        <Row key={row}>
          <Text bold colour="cyan">
            {safe`${own}`}
          </Text>
          {safe`${row.slice(own.length)}`}
        </Row>
      );
    }),
  );
}
