import type { StepView } from '../../session/view.ts';
import { type Line, line, span } from '../lines/line.ts';
import { wrapWords } from '../lines/wrap.ts';

/** What was foretold and, once it is known, what came of it. */
export function predictionLines({ prediction }: StepView, columns: number): Line[] {
  if (!prediction?.chosen) return [];
  const text = (id: string): string => prediction.choices.find((choice) => choice.id === id)?.text ?? id;
  const said = text(prediction.chosen);
  const { graded } = prediction;
  if (!graded) return wrapWords(`You predicted: ${said}`, columns).map((row) => line(row));
  const verdict = graded.right
    ? `Predicted right: ${said}`
    : `You predicted ${said}; it was ${text(graded.actual)}`;
  const glyph = graded.right ? span('✔ ', { colour: 'green' }) : span('✘ ', { colour: 'yellow', bold: true });
  const rows = wrapWords(`${verdict} (${graded.evidence})`, columns - 2);
  return rows.map((row, index) => (index === 0 ? line(glyph, row) : line('  ', row)));
}
