import { useEffect } from 'react';
import type { SessionView } from '../../session/view.ts';
import type { UiState } from '../state/ui-state.ts';
import type { UiStore } from '../state/ui-store.ts';

/**
 * Opens the dialog about a cluster that the session did not make, once nothing else takes the keys: text typed into a box must not answer
 * it. The dialog closes when its question is withdrawn.
 */
export function useAskedClaim({ claimQuestion }: SessionView, { mode }: UiState, ui: UiStore): void {
  useEffect(() => {
    if (claimQuestion !== undefined && mode.kind === 'browse')
      ui.set({ mode: { kind: 'confirm', what: 'claim' } });
    else if (claimQuestion === undefined && mode.kind === 'confirm' && mode.what === 'claim')
      ui.set({ mode: { kind: 'browse' } });
  }, [claimQuestion, mode, ui]);
}
