import { useEffect, useRef } from 'react';
import type { SessionStore, SessionView, StepState } from '../../session/view.ts';
import { continueRunTo } from '../commands/ask-prediction.ts';
import type { UiStore } from '../state/ui-store.ts';

const ran: ReadonlySet<StepState> = new Set(['running', 'passed', 'failed', 'cancelled', 'unjudged']);

/**
 * Shows the step that a run has reached, even one that began and ended between two snapshots. The last step stays on the screen with its
 * output. A question about a run that has ended closes.
 */
export function useFollowRun(store: SessionStore, view: SessionView, ui: UiStore): void {
  const before = useRef(view.steps);
  useEffect(() => {
    const { mode, selected, following } = ui.get();
    const aboutTheRun = mode.kind === 'confirm' && (mode.what === 'quit' || mode.what === 'cancel');
    if (view.running === undefined && aboutTheRun) ui.set({ mode: { kind: 'browse' } });
    const below = mode.kind === 'help' ? mode.over : mode;
    const reached = view.steps.findLastIndex(
      (step, index) => step.state !== before.current[index]?.state && ran.has(step.state),
    );
    before.current = view.steps;
    if (
      following &&
      below?.kind !== 'answer' &&
      below?.kind !== 'compare' &&
      reached >= 0 &&
      reached !== selected
    ) {
      ui.set({ selected: reached, stepTop: undefined });
    }
  }, [view, ui]);
  // After every change: a view that closes lets a run go on, too.
  useEffect(() => continueRunTo({ ui, session: store }));
}
