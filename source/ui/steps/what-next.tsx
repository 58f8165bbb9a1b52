import type { ReactElement } from 'react';
import { hintsOf } from '../../session/hints-of.ts';
import type { StepView } from '../../session/view.ts';
import { isDone } from '../../session/view.ts';
import { type SafeText, safe, trusted } from '../../text/safe-text.ts';
import type { Binding } from '../bindings/bindings.ts';
import { hasCommand } from '../bindings/in-replay.ts';
import { cutText } from '../text/cut.ts';
import { inOrder, spaces } from '../text/join.tsx';
import { Rows, rowsOf } from '../text/rows.tsx';
import { cellsOf, Row } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';
import { keyText } from './key-text.tsx';

/** What is still open when the last step has passed, as step ids. */
export interface LeftOver {
  readonly steps: readonly string[];
  readonly questions: readonly string[];
}

interface NextRoom {
  readonly columns: number;
  readonly full?: boolean;
  readonly next: string | undefined;
  readonly open?: string | undefined;
  readonly left?: LeftOver;
  readonly bindings: readonly Binding[];
}

/** A row of keys and text; the end of the text may be cut. */
type Sentence = readonly (SafeText | ReactElement)[];

export interface WhatNextProps {
  readonly step: StepView;
  readonly room: NextRoom;
  /** Some of the output is wider than the pane. */
  readonly cut: boolean;
}

export function WhatNext({ step, room, cut }: WhatNextProps): ReactElement {
  return <Rows rows={whatNext(step, room, cut)} />;
}

/** The step pane's last words: what to press once a step is over. `isCut`: some of its output is wider than the pane. */
export function whatNext(step: StepView, room: NextRoom, isCut: boolean): ReactElement[] {
  const { columns, bindings } = room;
  const words: Sentence = room.full
    ? [keyText('scroll-down', bindings), trusted(' shows the rest')]
    : [keyText('full-screen', bindings), trusted(' whole lines')];
  if (!hasCommand('run', bindings)) return isCut ? [<Row key="last">{inOrder(words)}</Row>] : [];
  const { before, last } = sentencesFor(step, room);
  if (!last) return before;
  const wide = [spaces(3), ...words];
  const fitting = isCut && shortened(last, columns - cellsOf(wide));
  return [...before, <Row key="last">{inOrder(fitting ? [...fitting, ...wide] : last)}</Row>];
}

/** The sentence, cut to the width; undefined if too little would be left. */
function shortened(sentence: Sentence, columns: number): Sentence | undefined {
  if (cellsOf(sentence) <= columns) return sentence;
  const last = sentence.at(-1);
  const before = sentence.slice(0, -1);
  const left = columns - cellsOf(before);
  return typeof last === 'string' && left >= 15 ? [...before, cutText(last, left)] : undefined;
}

function sentencesFor(step: StepView, room: NextRoom): { before: ReactElement[]; last?: Sentence } {
  const { next, open, bindings } = room;
  const key = (command: Parameters<typeof keyText>[0]): ReactElement => keyText(command, bindings);
  if (isDone(step.state)) {
    if (next !== undefined) return { before: [], last: [key('run'), safe` continues: ${next}`] };
    const words = [key('export'), trusted(' writes the transcript, '), key('quit'), trusted(' quits')];
    return { before: rowsOf(wrapWords(leftWords(room), room.columns)), last: words };
  }
  if (step.state === 'todo' || step.state === 'running') return { before: [] };
  const hint =
    hintsOf(step.step).length > step.hintsTaken ? [trusted(', '), key('hint'), trusted(' shows a hint')] : [];
  if (open !== undefined)
    return { before: [], last: [key('run-to'), safe` runs what comes first, from ${open}`, ...hint] };
  return { before: [], last: [key('run'), trusted(' runs it again'), ...hint] };
}

/** After the last step: what is still open. */
function leftWords({ left = { steps: [], questions: [] } }: NextRoom): string {
  const { steps, questions } = left;
  const said = [
    steps.length === 0 ? 'That was the last step; all have passed.' : `Not passed yet: ${steps.join(', ')}.`,
    questions.length === 0 ? '' : `Not answered yet: the questions of ${questions.join(', ')}.`,
  ];
  return said.filter((one) => one !== '').join(' ');
}

/** The steps and questions that a session has left open. */
export function leftOver(steps: readonly StepView[]): LeftOver {
  const isOpen = (one: StepView): boolean => one.step.questions.some(({ id }) => !one.answers[id]);
  return {
    steps: steps.filter((one) => one.state !== 'passed').map((one) => one.step.id),
    questions: steps.filter(isOpen).map((one) => one.step.id),
  };
}
