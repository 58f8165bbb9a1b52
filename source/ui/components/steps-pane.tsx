import type { ReactElement } from 'react';
import type { SessionView } from '../../session/view.ts';
import { type Frame, innerSize } from '../lines/frame.ts';
import { line } from '../lines/line.ts';
import { doneCount, stepsLines } from '../steps/steps-lines.ts';
import { Pane } from './pane.tsx';

export interface StepsPaneProps {
  readonly view: SessionView;
  readonly selected: number;
  readonly frame: Frame;
  readonly focused: boolean;
  readonly now: number;
}

/** The list of steps: where I am, what is done, what regressed. */
export function StepsPane({ view, selected, frame, focused, now }: StepsPaneProps): ReactElement {
  const title = line(`Steps  ${doneCount(view.steps)}`);
  return (
    <Pane
      frame={frame}
      title={title}
      focused={focused}
      lines={stepsLines(view.steps, selected, innerSize(frame), now)}
    />
  );
}
