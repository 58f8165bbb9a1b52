import type { ReactElement } from 'react';
import type { StepView } from '../../session/view.ts';
import { type Frame, innerSize } from '../lines/frame.ts';
import { type Line, line, span } from '../lines/line.ts';
import { wrapWords } from '../lines/wrap.ts';
import type { Mode } from '../state/ui-state.ts';
import { Pane } from './pane.tsx';

export interface PredictBoxProps {
  readonly step: StepView;
  readonly mode: Extract<Mode, { kind: 'predict' }>;
  readonly frame: Frame;
}

/** What will happen? Asked before it does, and graded by the counters after. */
export function PredictBox({ step, mode, frame }: PredictBoxProps): ReactElement {
  const title = line(span('First, your prediction', { bold: true }), `  step ${step.step.id}`);
  return (
    <Pane frame={frame} title={title} focused lines={predictLines(step, mode.choice, innerSize(frame))} />
  );
}

export function predictLines(
  step: StepView,
  chosen: number | undefined,
  room: { readonly columns: number },
): Line[] {
  const { question = '', choices = [] } = step.prediction ?? {};
  return [
    ...wrapWords(question, room.columns).map((row) => line(span(row, { bold: true }))),
    [],
    ...choices.map(({ text }, index) =>
      index === chosen
        ? line(span('▸ ', { bold: true }), span(text, { bold: true, inverse: true }))
        : line('  ', text),
    ),
    [],
    ...wrapWords(
      chosen === undefined
        ? 'Choose with ↑ and ↓; the cluster will decide whether you are right.'
        : 'Enter takes it. The cluster will decide whether you are right.',
      room.columns,
    ).map((row) => line(row)),
  ];
}
