import type { CommandId } from '../bindings/bindings.ts';
import { followLog, jumpToMatch, limitLog, markLog, pauseLog, scrollLog } from '../logs/log-moves.ts';
import type { LogPaneState } from '../logs/log-pane-state.ts';
import { nextRange } from '../logs/time-range.ts';
import { isLogPane } from '../state/ui-state.ts';
import type { KeyContext } from './key-context.ts';

/** The commands of a focused log pane. False for any other command or pane. */
export function logCommand(context: KeyContext, command: CommandId): boolean {
  const { ui, session } = context;
  const { focus, logs } = ui.get();
  if (!isLogPane(focus)) return false;
  if (command === 'filter') {
    ui.set({ mode: { kind: 'filter', pane: focus, text: logs[focus].pattern?.source ?? '' } });
    return true;
  }
  const ring = session.logs[focus];
  const state = logs[focus];
  const page = Math.max(1, context.pageRows());
  const now = context.now();
  const change = (): LogPaneState | undefined => {
    switch (command) {
      case 'scroll-up':
        return scrollLog(state, ring, -1, page, now);
      case 'scroll-down':
        return scrollLog(state, ring, 1, page, now);
      case 'page-up':
        return scrollLog(state, ring, -page, page, now);
      case 'page-down':
        return scrollLog(state, ring, page, page, now);
      case 'top':
        return scrollLog(state, ring, Number.NEGATIVE_INFINITY, page, now);
      case 'bottom':
        return followLog(state);
      case 'pause':
        return state.held ? followLog(state) : pauseLog(state, ring, now);
      case 'wrap':
        return { ...state, wrap: !state.wrap };
      case 'timestamps':
        return { ...state, timestamps: !state.timestamps };
      case 'match-next':
        return jumpToMatch(state, ring, 1, page, now);
      case 'match-previous':
        return jumpToMatch(state, ring, -1, page, now);
      case 'mark':
        return markLog(state, ring, now);
      case 'since-next':
        return limitLog(state, nextRange(state.since));
      case 'since-all':
        return limitLog(state, undefined);
      default:
        return undefined;
    }
  };
  const changed = change();
  if (!changed) return false;
  ui.set({ logs: { ...logs, [focus]: changed } });
  return true;
}
