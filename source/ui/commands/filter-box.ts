import { filterLog } from '../logs/log-moves.ts';
import { parsePattern } from '../logs/pattern.ts';
import { isLogPane } from '../state/ui-state.ts';
import { typedText } from '../typing/typed-text.ts';
import type { OpenView } from '../views/open-view.ts';
import { type Handler, inLog, type ModeOf } from './handler.ts';
import type { KeyContext } from './key-context.ts';
import { changeLogs } from './log-pane.ts';
import { say, shown } from './say.ts';
import { filterRows } from './view-table.ts';
import { topView } from './views.ts';

/** `:filter [RE]`: opens the box where no pattern is given. */
export const filter: Handler = (context, source) => {
  const top = topView(context);
  if (top !== undefined && source !== '') filterRows(context, source);
  else if (top !== undefined) openTableFilter(context, top);
  else if (source === '') openFilter(context, source);
  else filterBy(context, source);
};

const openFilter = inLog(({ ui }, pane) => {
  ui.set({ mode: { kind: 'filter', pane, ...typedText(ui.get().logs[pane].pattern?.source ?? '') } });
});

function openTableFilter({ ui }: KeyContext, { table }: OpenView): void {
  ui.set({ mode: { kind: 'filter', pane: 'view', ...typedText(table.filter?.source ?? '') } });
}

function filterBy(context: KeyContext, source: string): void {
  const pattern = parsePattern(source);
  if ('problem' in pattern) {
    say(context, `\`${shown(source)}\`: ${pattern.problem}`);
    return;
  }
  changeLogs(context, (state) => filterLog(state, pattern));
  if (!isLogPane(context.ui.get().focus)) say(context, 'Both logs are filtered; esc in a log clears it.');
}

export function acceptFilter(context: KeyContext, { pane, text }: ModeOf<'filter'>): void {
  const { ui } = context;
  const { logs } = ui.get();
  if (pane === 'view') {
    ui.set({ mode: { kind: 'browse' } });
    filterRows(context, text);
    return;
  }
  const pattern = text === '' ? undefined : parsePattern(text);
  ui.set({ mode: { kind: 'browse' }, logs: { ...logs, [pane]: filterLog(logs[pane], pattern) } });
}
