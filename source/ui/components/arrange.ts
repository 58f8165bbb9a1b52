import type { SessionView } from '../../session/view.ts';
import { layoutScreen, type ScreenLayout, type Size, stepContentColumns } from '../layout/layout.ts';
import { comparisonRows } from '../partitions/comparison.tsx';
import type { UiState } from '../state/ui-state.ts';
import { predictionsGradedBy } from '../steps/predictions.tsx';
import { wantedRows } from '../steps/step-rows.tsx';
import { introductionRows } from './introduction.tsx';
import { noticeRows } from './notices.tsx';

/** The layout for the current content. Drawing and scrolling both use it. */
export function arrange(view: SessionView, ui: UiState, size: Size, logging: boolean): ScreenLayout {
  const step = view.steps[ui.selected];
  return layoutScreen({
    size,
    focus: ui.focus,
    fullScreen: ui.fullScreen,
    partitions: view.tally.partitions.length,
    logging,
    comparison: comparisonRows(view, size).length,
    wanted: step
      ? wantedRows(step, stepContentColumns(size), ui, predictionsGradedBy(view.steps, step.step.id))
      : 0,
    reading: step?.state === 'todo',
    top: introductionRows(view, size.columns).length,
    notices: noticeRows(view, ui, size.columns).length,
  });
}
