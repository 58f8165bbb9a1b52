import { type ReactElement, use } from 'react';
import type { Step } from '../../lab/model/step.ts';
import type { StepView } from '../../session/view.ts';
import { safe } from '../../text/safe-text.ts';
import { textWidth } from '../../text/width.ts';
import { Now } from '../hooks/now.tsx';
import { type Frame, innerSize } from '../layout/frame.ts';
import type { UiState } from '../state/ui-state.ts';
import { StepContent } from '../steps/step-content.tsx';
import { wholeLines } from '../steps/step-rows.tsx';
import type { LeftOver } from '../steps/what-next.tsx';
import { cutText } from '../text/cut.ts';
import { stepGlyph } from '../text/glyphs.tsx';
import { Text } from '../text/text.tsx';
import { duration } from '../theme/numbers.ts';
import { Pane } from './pane.tsx';

export interface StepPaneProps {
  readonly step: StepView;
  readonly next: Step | undefined;
  /** The first step before this one that has not passed. */
  readonly open: Step | undefined;
  /** The first step before this one that no longer holds: what was checked here was true then. */
  readonly lost: Step | undefined;
  /** What the lab's last step still finds open. */
  readonly left?: LeftOver | undefined;
  /** The step whose open prediction this one would answer; then it is not shown. */
  readonly hiddenBy: StepView | undefined;
  /** Earlier steps whose predictions this one has graded. */
  readonly graded?: readonly StepView[];
  readonly ui: UiState;
  readonly frame: Frame;
  readonly focused: boolean;
  /** The clock times a running step; in a replay the recording does. */
  readonly live: boolean;
}

/** The selected step: its text, command, output, checks and questions. */
export function StepPane({
  step,
  next,
  open,
  lost,
  left,
  hiddenBy,
  graded = [],
  ui,
  frame,
  focused,
  live,
}: StepPaneProps): ReactElement {
  const isTurning = step.state === 'running' || step.checks.some((check) => check.state === 'waiting');
  const now = isTurning ? use(Now) : 0;
  const room = {
    ...innerSize(frame),
    top: ui.stepTop,
    whole: wholeLines(ui),
    pattern: ui.stepPattern,
    hiddenBy,
    next: next && `${next.id} ${next.title}`,
    open: open?.id,
    full: ui.fullScreen,
    ...(left ? { left } : {}),
    graded,
    bindings: ui.bindings,
    now,
  };
  return (
    <Pane
      frame={frame}
      title={stepTitle(step, lost, live ? now : undefined, frame.columns - 4, now)}
      focused={focused}
    >
      <StepContent step={step} room={room} />
    </Pane>
  );
}

/** `clock` times a running step; ms since the epoch. */
function stepTitle(
  one: StepView,
  lost: Step | undefined,
  clock: number | undefined,
  columns: number,
  turns: number,
): ReactElement {
  const ran = clock === undefined || one.startedAt === undefined ? undefined : clock - one.startedAt;
  const runs = ran === undefined ? '' : `  ${duration(Math.max(0, Math.floor(ran / 1000) * 1000))}`;
  const took = one.durationMs === undefined ? '' : `  ${duration(one.durationMs)}`;
  const state: Record<StepView['state'], string> = {
    todo: '  not run yet',
    running: `  running${runs}`,
    passed: lost === undefined ? took : `${took}  then; ${lost.id} no longer holds`,
    failed: `  failed${took}`,
    cancelled: '  cancelled',
    regressed: '  no longer holds',
    unjudged: `  not judged${took}`,
  };
  const room = columns - 1 - textWidth(state[one.state]);
  return (
    <Text>
      {stepGlyph(one.state, turns)}
      <Text bold>{cutText(` ${one.step.id} ${one.step.title}`, room)}</Text>
      {safe`${state[one.state]}`}
    </Text>
  );
}
