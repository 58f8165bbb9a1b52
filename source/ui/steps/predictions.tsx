import type { ReactElement } from 'react';
import type { StepView } from '../../session/view.ts';
import { trusted } from '../../text/safe-text.ts';
import { cutText } from '../text/cut.ts';
import { spaces } from '../text/join.tsx';
import { Rows, rowsOf } from '../text/rows.tsx';
import { Row, Text } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';

/** The steps whose predictions a step graded: their results are shown there too. */
export function predictionsGradedBy(steps: readonly StepView[], id: string | undefined): StepView[] {
  return steps.filter(
    (one) => id !== undefined && one.step.prediction?.gradedAfter === id && one.prediction?.graded,
  );
}

// Not the cross of a failed check: a surprise is what predictions are for.
const right = <Text colour="green">{trusted('✔ ')}</Text>;
const surprised = (
  <Text colour="yellow" bold>
    {trusted('≠ ')}
  </Text>
);

export interface PredictionsProps {
  readonly of: readonly StepView[];
  readonly columns: number;
  readonly mostRows?: number;
}

/** The predictions of some steps, one below the other. */
export function Predictions({ of, columns, mostRows }: PredictionsProps): ReactElement {
  return <Rows rows={of.flatMap((one) => predictionRows(one, columns, mostRows))} />;
}

/** The prediction and, once graded, the result, in at most `mostRows` rows. */
export function predictionRows(
  { prediction, step }: StepView,
  columns: number,
  mostRows = Number.POSITIVE_INFINITY,
): ReactElement[] {
  if (prediction?.skipped) return rowsOf([trusted('You skipped the prediction.')]);
  if (!prediction?.chosen) return [];
  const text = (id: string): string => prediction.choices.find((choice) => choice.id === id)?.text ?? id;
  const said = `“${text(prediction.chosen)}”`;
  const { graded } = prediction;
  if (!graded) {
    const later = step.prediction?.gradedAfter;
    const when = later === undefined ? '' : `; counted in ${later}`;
    return rowsOf(wrapWords(`You predicted ${said}${when}.`, columns));
  }
  const verdict = graded.right
    ? `Predicted right: ${said}`
    : `You predicted ${said}; it was “${text(graded.actual)}”`;
  const rows = wrapWords(`${verdict} (${graded.evidence})`, columns - 2);
  return rows.slice(0, mostRows).map((row, index) => (
    <Row key={row}>
      {index > 0 ? spaces(2) : graded.right ? right : surprised}
      {index === mostRows - 1 && rows.length > mostRows ? cutText(`${row} …`, columns - 2) : row}
    </Row>
  ));
}
