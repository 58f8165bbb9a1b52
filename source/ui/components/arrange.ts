import { hiddenStep } from '../../session/open-prediction.ts';
import type { SessionView } from '../../session/view.ts';
import { layoutScreen, type ScreenLayout, type Size, stepContentColumns } from '../layout/layout.ts';
import { comparisonRows } from '../partitions/comparison.tsx';
import { isStepBox, type UiState } from '../state/ui-state.ts';
import type { Whole } from '../steps/fit-output.ts';
import { predictionsGradedBy } from '../steps/predictions.tsx';
import { wantedRows } from '../steps/step-rows.tsx';
import { introductionRows } from './introduction.tsx';
import { noticeRows } from './notices.tsx';
import { stepListCells } from './step-list.tsx';

/** The layout for the current content. Drawing and scrolling both use it. */
export function arrange(view: SessionView, ui: UiState, size: Size, logging: boolean): ScreenLayout {
  const step = view.steps[ui.selected];
  const list = stepListCells(view.steps);
  const columns = stepContentColumns(size, list);
  const around = {
    graded: step ? predictionsGradedBy(view.steps, step.step.id) : [],
    hiddenBy: hiddenStep(view, ui.selected),
  };
  const wanted = (whole: Whole): number => (step ? wantedRows(step, columns, ui, { ...around, whole }) : 0);
  return layoutScreen({
    size,
    // What takes the keys is seen, whichever pane has the focus or the full screen.
    focus: isStepBox(ui.mode) ? 'step' : ui.focus,
    fullScreen: ui.fullScreen,
    list,
    partitions: view.tally.partitions.length,
    logging,
    comparison: comparisonRows(view, size).length,
    wanted: wanted('nothing'),
    wantedWhole: wanted('tables'),
    reading: step?.state === 'todo',
    top: introductionRows(view, ui, size.columns).length,
    notices: noticeRows(view, ui, size.columns).length,
  });
}
