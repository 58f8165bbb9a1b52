import type { StepView } from '../../session/view.ts';
import { cutText } from '../lines/fit.ts';
import { type Line, line, span } from '../lines/line.ts';
import { wrapWords } from '../lines/wrap.ts';
import { key } from './what-next.ts';

/** The step's questions in full, with what was answered. */
export function questionLines(step: StepView, columns: number): Line[] {
  return step.step.questions.flatMap((question) => {
    const text = wrapWords(`? ${question.text}`, columns).map((row): Line => [span(row, { bold: true })]);
    const answer = step.answers[question.id];
    if (!answer) return [...text, line('  ', key('answer'), ' answers; or later')];
    return [...text, ...wrapWords(answer, columns - 2).map((row): Line => line('  ', row))];
  });
}

/** The same in one row. */
export function compactQuestionLines(step: StepView, columns: number): Line[] {
  const { questions } = step.step;
  if (questions.length === 0) return [];
  const open = questions.filter((question) => !step.answers[question.id]);
  const [first] = open;
  if (!first) return [line('✎ ', questions.length === 1 ? 'question answered' : 'questions answered')];
  const lead = open.length === 1 ? '? ' : `? ${open.length} questions: `;
  return [line(span(cutText(`${lead}${first.text}`, columns - 11), { bold: true }), '  a answers')];
}
