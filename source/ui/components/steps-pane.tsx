import type { ReactElement } from 'react';
import type { StepView } from '../../session/view.ts';
import { safe } from '../../text/safe-text.ts';
import { type Frame, innerSize } from '../layout/frame.ts';
import { Pane } from './pane.tsx';
import { StepList } from './step-list.tsx';

export interface StepsPaneProps {
  readonly steps: readonly StepView[];
  readonly selected: number;
  readonly frame: Frame;
  readonly focused: boolean;
}

/** The list of steps: the selected one, those done, those that regressed. */
export function StepsPane({ steps, selected, frame, focused }: StepsPaneProps): ReactElement {
  const done = steps.filter((one) => one.state === 'passed').length;
  const unjudged = steps.filter((one) => one.state === 'unjudged').length;
  return (
    <Pane
      frame={frame}
      title={safe`Steps  ${done}/${steps.length} done${unjudged === 0 ? '' : `, ${unjudged} not judged`}`}
      focused={focused}
    >
      <StepList steps={steps} selected={selected} {...innerSize(frame)} />
    </Pane>
  );
}
