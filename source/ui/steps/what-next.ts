import type { StepView } from '../../session/view.ts';
import { bindings, type CommandId } from '../keys/bindings.ts';
import { keyOf } from '../keys/own-keys.ts';
import { cutText } from '../lines/fit.ts';
import { type Line, line, lineWidth, type Span, span } from '../lines/line.ts';
import { wrapWords } from '../lines/wrap.ts';
import { hintsOf } from './hint-lines.ts';

/** What is not done yet when the last step has passed, as step ids. */
export interface LeftOver {
  readonly steps: readonly string[];
  readonly questions: readonly string[];
}

interface NextRoom {
  readonly columns: number;
  readonly full?: boolean;
  readonly hints: number;
  readonly next: string | undefined;
  readonly open?: string | undefined;
  readonly left?: LeftOver;
}

/** A command's key as text names it. */
export function key(command: CommandId): Span {
  return { ...span(keyOf(command, bindings), { bold: true, colour: 'cyan' }), command };
}

/** The step pane's last words: what to press once a step is over. `isCut`: some of its output is wider than the pane. */
export function whatNext(step: StepView, room: NextRoom, isCut: boolean): Line[] {
  const rows = wordsFor(step, room);
  const wide = room.full
    ? [span('   '), key('wrap'), span(' wraps')]
    : [span('   '), key('full-screen'), span(' whole lines')];
  const last = rows.at(-1);
  if (!isCut || !last) return rows;
  const fitting =
    lineWidth(last) + lineWidth(wide) > room.columns ? shorter(last, room.columns - lineWidth(wide)) : last;
  return [...rows.slice(0, -1), ...(fitting ? [[...fitting, ...wide]] : [last])];
}

/** The line with its last words cut; undefined where too little of it would be left. */
function shorter(row: Line, columns: number): Line | undefined {
  const last = row.at(-1);
  const before = row.slice(0, -1);
  const left = columns - lineWidth(before);
  return last && left >= 15 ? [...before, { ...last, text: cutText(last.text, left) }] : undefined;
}

function wordsFor(step: StepView, room: NextRoom): Line[] {
  const { next, open } = room;
  if (step.state === 'passed')
    return next === undefined ? lastWords(room) : [line(key('run'), ` goes on: ${next}`)];
  if (step.state === 'todo' || step.state === 'running') return [];
  const hint = hintsOf(step.step).length > room.hints ? [span(', '), key('hint'), span(' shows a hint')] : [];
  if (open !== undefined) return [line(key('run-to'), ` runs what comes first, from ${open}`, ...hint)];
  return [line(key('run'), ' runs it again', ...hint)];
}

/** After the last step: what was left out, and how to leave with something in hand. */
function lastWords({ left = { steps: [], questions: [] }, columns }: NextRoom): Line[] {
  const { steps, questions } = left;
  const said = [
    steps.length === 0 ? 'That was the last step; all have passed.' : `Not passed yet: ${steps.join(', ')}.`,
    questions.length === 0 ? '' : `Not answered yet: the questions of ${questions.join(', ')}.`,
  ];
  return [
    ...wrapWords(said.filter((one) => one !== '').join(' '), columns).map((row) => line(row)),
    line(key('export'), ' writes the transcript, ', key('quit'), ' leaves'),
  ];
}

/** What a session has left out. */
export function leftOver(steps: readonly StepView[]): LeftOver {
  const isOpen = (one: StepView): boolean => one.step.questions.some(({ id }) => !one.answers[id]);
  return {
    steps: steps.filter((one) => one.state !== 'passed').map((one) => one.step.id),
    questions: steps.filter(isOpen).map((one) => one.step.id),
  };
}
