import type { ReactElement } from 'react';
import type { Step } from '../../lab/model/step.ts';
import type { StepView } from '../../session/view.ts';
import { textWidth } from '../../text/width.ts';
import { withOwnKeys } from '../keys/own-keys.ts';
import { cutText } from '../lines/fit.ts';
import { type Frame, innerSize } from '../lines/frame.ts';
import { type Line, line, span } from '../lines/line.ts';
import type { UiState } from '../state/ui-state.ts';
import { stepLines } from '../steps/step-lines.ts';
import type { LeftOver } from '../steps/what-next.ts';
import { stepGlyph } from '../theme/glyphs.ts';
import { duration } from '../theme/numbers.ts';
import { Pane } from './pane.tsx';

export interface StepPaneProps {
  readonly step: StepView;
  readonly next: Step | undefined;
  /** The first step before this one that has not passed. */
  readonly open: Step | undefined;
  /** What the lab's last step reminds of. */
  readonly left?: LeftOver | undefined;
  /** Earlier steps whose predictions this one has graded. */
  readonly foretold?: readonly StepView[];
  readonly ui: UiState;
  readonly frame: Frame;
  readonly focused: boolean;
  readonly now: number;
  /** A step that runs is timed by the clock; in a replay it is not now that it runs. */
  readonly live: boolean;
}

/** The selected step: its text, command, output, checks and questions. */
export function StepPane({
  step,
  next,
  open,
  left,
  foretold = [],
  ui,
  frame,
  focused,
  now,
  live,
}: StepPaneProps): ReactElement {
  const room = {
    ...innerSize(frame),
    top: ui.stepTop,
    wrap: ui.stepWrap,
    hints: ui.hints[ui.selected] ?? 0,
    next: next && `${next.id} ${next.title}`,
    open: open?.id,
    full: ui.fullScreen,
    ...(left ? { left } : {}),
    foretold,
    now,
  };
  const title = stepTitle(step, live ? now : undefined, frame.columns - 4, now);
  return (
    <Pane
      frame={frame}
      title={title}
      focused={focused}
      lines={withOwnKeys(stepLines(step, room), ui.bindings)}
    />
  );
}

/** `clock` times a step that runs; ms since the epoch. */
export function stepTitle(one: StepView, clock: number | undefined, columns: number, turns: number): Line {
  const ran = clock === undefined || one.startedAt === undefined ? undefined : clock - one.startedAt;
  const runs = ran === undefined ? '' : `  ${duration(Math.max(0, Math.floor(ran / 1000) * 1000))}`;
  const took = one.durationMs === undefined ? '' : `  ${duration(one.durationMs)}`;
  const state: Record<StepView['state'], string> = {
    todo: '  not run yet',
    running: `  running${runs}`,
    passed: took,
    failed: `  failed${took}`,
    cancelled: '  cancelled',
    regressed: '  no longer holds',
  };
  const room = columns - 1 - textWidth(state[one.state]);
  const name = span(cutText(` ${one.step.id} ${one.step.title}`, room), { bold: true });
  return line(stepGlyph(one.state, turns), name, state[one.state]);
}
