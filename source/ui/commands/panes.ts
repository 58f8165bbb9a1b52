import { type PaneId, panes } from '../state/ui-state.ts';
import type { KeyContext } from './key-context.ts';

export function focusBy(context: KeyContext, by: 1 | -1): void {
  const index = panes.indexOf(context.ui.get().focus);
  focusOn(context, panes[(index + by + panes.length) % panes.length]!);
}

export function focusOn({ ui }: KeyContext, focus: PaneId): void {
  ui.set({ focus, visits: ui.get().visits + 1 });
}

export function toggleFullScreen(context: KeyContext): void {
  const { fullScreen, focus } = context.ui.get();
  if (fullScreen) leaveFullScreen(context);
  // Of the list there is nothing more to see: what it points at is meant.
  else context.ui.set({ fullScreen: true, fullFrom: focus, focus: focusInFull(focus) });
}

/** Back to all panes, and to the pane that `f` was pressed in, where that is the one in full size. */
export function leaveFullScreen({ ui }: KeyContext): void {
  const { focus, fullFrom } = ui.get();
  ui.set({
    fullScreen: false,
    stepTop: undefined,
    focus: focusInFull(fullFrom) === focus ? fullFrom : focus,
  });
}

function focusInFull(focus: PaneId): PaneId {
  return focus === 'steps' ? 'step' : focus;
}
