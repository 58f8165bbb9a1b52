import { useCallback, useSyncExternalStore } from 'react';
import { isLoaded } from '../linear/describe-views.ts';
import type { OpenView } from '../views/open-view.ts';

/** Whether the uppermost view has something to show; renders again when that changes. */
export function useLoadedView(top: OpenView | undefined): boolean {
  const live = top?.detail?.detail ?? top?.view;
  const subscribe = useCallback((listener: () => void) => live?.subscribe(listener) ?? (() => {}), [live]);
  return useSyncExternalStore(subscribe, () => isLoaded(top));
}
