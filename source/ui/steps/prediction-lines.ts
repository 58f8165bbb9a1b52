import type { StepView } from '../../session/view.ts';
import { cutText } from '../lines/fit.ts';
import { type Line, line, span } from '../lines/line.ts';
import { wrapWords } from '../lines/wrap.ts';

/** The steps whose predictions a step has graded: what came of them is shown where it was counted, too. */
export function foretoldFor(steps: readonly StepView[], id: string | undefined): StepView[] {
  return steps.filter(
    (one) => id !== undefined && one.step.prediction?.gradedAfter === id && one.prediction?.graded,
  );
}

/** What was foretold and, once it is known, what came of it; `mostRows` where there is little room. */
export function predictionLines(
  { prediction, step }: StepView,
  columns: number,
  mostRows = Number.POSITIVE_INFINITY,
): Line[] {
  if (!prediction?.chosen) return [];
  const text = (id: string): string => prediction.choices.find((choice) => choice.id === id)?.text ?? id;
  const said = `“${text(prediction.chosen)}”`;
  const { graded } = prediction;
  if (!graded) {
    const later = step.prediction?.gradedAfter;
    const when = later === undefined ? '' : `; counted in ${later}`;
    return wrapWords(`You predicted ${said}${when}.`, columns).map((row) => line(row));
  }
  const verdict = graded.right
    ? `Predicted right: ${said}`
    : `You predicted ${said}; it was “${text(graded.actual)}”`;
  // Not the cross of a check: to be surprised is what predicting is for.
  const glyph = graded.right ? span('✔ ', { colour: 'green' }) : span('≠ ', { colour: 'yellow', bold: true });
  const rows = wrapWords(`${verdict} (${graded.evidence})`, columns - 2);
  return rows
    .slice(0, mostRows)
    .map((row, index) =>
      line(
        index === 0 ? glyph : '  ',
        index === mostRows - 1 && rows.length > mostRows ? cutText(`${row} …`, columns - 2) : row,
      ),
    );
}
