import type { SessionView } from '../../session/view.ts';
import { noticeLines, topLines } from '../components/words.ts';
import type { Line } from '../lines/line.ts';
import { comparisonLines } from '../partitions/comparison-lines.ts';
import type { UiState } from '../state/ui-state.ts';
import { foretoldFor } from '../steps/prediction-lines.ts';
import { wantedRows } from '../steps/step-lines.ts';
import { layoutScreen, type ScreenLayout, type Size, stepContentColumns } from './layout.ts';

export interface Arranged {
  readonly layout: ScreenLayout;
  readonly top: readonly Line[];
  readonly notices: readonly Line[];
}

/** The layout for what there is to show now. Drawing and scrolling both go by it. */
export function arrange(view: SessionView, ui: UiState, size: Size, logging: boolean): Arranged {
  const top = topLines(view, size.columns);
  const notices = noticeLines(view, ui, size.columns);
  const step = view.steps[ui.selected];
  const layout = layoutScreen({
    size,
    focus: ui.focus,
    fullScreen: ui.fullScreen,
    partitions: view.tally.partitions.length,
    logging,
    comparison: comparisonLines(view, size).length,
    wanted: step ? wantedRows(step, stepContentColumns(size), ui, foretoldFor(view.steps, step.step.id)) : 0,
    reading: step?.state === 'todo',
    top: top.length,
    notices: notices.length,
  });
  return { layout, top, notices };
}
