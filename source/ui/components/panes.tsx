import { Box } from 'ink';
import type { ReactElement } from 'react';
import { hiddenStep } from '../../session/open-prediction.ts';
import type { SessionStore, SessionView } from '../../session/view.ts';
import { isDone } from '../../session/view.ts';
import type { PlacedPane, ScreenLayout } from '../layout/layout.ts';
import type { UiState } from '../state/ui-state.ts';
import { predictionsGradedBy } from '../steps/predictions.tsx';
import { leftOver } from '../steps/what-next.tsx';
import { AnswerBox } from './answer-box.tsx';
import { CompareBox } from './compare-box.tsx';
import { LogPane } from './log-pane.tsx';
import { PredictBox } from './predict-box.tsx';
import { StepPane } from './step-pane.tsx';
import { StepsPane } from './steps-pane.tsx';

export interface PanesProps {
  readonly layout: ScreenLayout;
  readonly store: SessionStore;
  readonly view: SessionView;
  readonly ui: UiState;
}

/** The panes at their places in the layout; an answer box replaces its step's pane. */
export function Panes(props: PanesProps): ReactElement {
  const { layout } = props;
  return (
    <Box flexDirection="column" flexShrink={0}>
      {layout.bands.map((band) => (
        <Box key={band.map((one) => one.pane).join()} flexShrink={0}>
          {band.map((placed) => (
            <PlacedView key={placed.pane} placed={placed} {...props} />
          ))}
        </Box>
      ))}
    </Box>
  );
}

function PlacedView({
  placed,
  store,
  view,
  ui,
}: PanesProps & { readonly placed: PlacedPane }): ReactElement | null {
  const { pane, frame } = placed;
  const focused = ui.focus === pane;
  const step = view.steps[ui.selected];
  if (pane === 'producer' || pane === 'consumer') {
    return (
      <LogPane pane={pane} store={store} state={ui.logs[pane]} view={view} frame={frame} focused={focused} />
    );
  }
  if (pane === 'steps') {
    return <StepsPane steps={view.steps} selected={ui.selected} frame={frame} focused={focused} />;
  }
  if (!step) return null;
  if (ui.mode.kind === 'answer') return <AnswerBox step={step} mode={ui.mode} frame={frame} />;
  if (ui.mode.kind === 'compare')
    return <CompareBox steps={view.steps} mode={ui.mode} bindings={ui.bindings} frame={frame} />;
  if (ui.mode.kind === 'predict' && view.steps[ui.mode.step]) {
    return <PredictBox step={view.steps[ui.mode.step]!} mode={ui.mode} frame={frame} />;
  }
  return (
    <StepPane
      step={step}
      next={view.steps[ui.selected + 1]?.step}
      open={view.steps.slice(0, ui.selected).find((one) => !isDone(one.state))?.step}
      lost={view.steps.slice(0, ui.selected).find(({ state }) => state === 'regressed')?.step}
      left={ui.selected === view.steps.length - 1 ? leftOver(view.steps) : undefined}
      hiddenBy={hiddenStep(view, ui.selected)}
      graded={predictionsGradedBy(view.steps, step.step.id)}
      ui={ui}
      frame={frame}
      focused={focused}
      live={view.replay === undefined}
    />
  );
}
