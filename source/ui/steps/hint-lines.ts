import type { Step } from '../../lab/model/step.ts';
import { type Line, line, span } from '../lines/line.ts';
import { wrapWords } from '../lines/wrap.ts';

/** All hints of a step in the order in which `h` shows them: the step's own, then those of its questions. */
export function hintsOf(step: Step): readonly string[] {
  return [...step.hints, ...step.questions.flatMap((question) => question.hints)];
}

/** The first `shown` hints. */
export function hintLines(step: Step, shown: number, columns: number): Line[] {
  const all = hintsOf(step);
  return all.slice(0, shown).flatMap((hint, index) => {
    const lead = `hint ${index + 1} of ${all.length}: `;
    return wrapWords(lead + hint, columns).map((row, rowIndex) =>
      rowIndex === 0
        ? line(span(row.slice(0, lead.length), { bold: true, colour: 'magenta' }), row.slice(lead.length))
        : line(row),
    );
  });
}
