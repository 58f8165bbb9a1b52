import { useEffect } from 'react';
import type { UiStore } from '../state/ui-store.ts';

/**
 * Shows the step that starts to run, so that a run of several steps is seen step by step; the last one stays, with what it
 * printed. A question about a run that has ended meanwhile goes away.
 */
export function useFollowRun(running: number | undefined, ui: UiStore): void {
  useEffect(() => {
    const { mode, selected } = ui.get();
    if (running === undefined && mode.kind === 'confirm') ui.set({ mode: { kind: 'browse' } });
    if (running !== undefined && running !== selected && mode.kind !== 'answer') {
      ui.set({ selected: running, stepTop: undefined });
    }
  }, [running, ui]);
}
