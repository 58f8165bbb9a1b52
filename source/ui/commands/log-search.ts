import { keyOf } from '../bindings/key-of.ts';
import { jumpToMatch } from '../logs/log-moves.ts';
import { type Handler, inLog } from './handler.ts';
import { changeLog } from './log-pane.ts';
import { say, shown } from './say.ts';

/** Goes to the next newer match in the focused log, or the next older one, and says where there is none. */
export function jumpInLog(by: 1 | -1): Handler {
  const jump = changeLog((state, { ring, page, now }) => jumpToMatch(state, ring, by, page, now));
  return inLog((context, pane) => {
    const { bindings, logs } = context.ui.get();
    const before = logs[pane];
    if (before.pattern === undefined) {
      say(context, `Filter with ${keyOf('filter', bindings, 'logs')} first.`);
      return;
    }
    jump(context, '');
    const { match } = context.ui.get().logs[pane];
    if (match === undefined) say(context, `\`${shown(before.pattern.source)}\` is not in this log.`);
    else if (match === before.match) say(context, endOf(by, context.ui.get().bindings));
  });
}

function endOf(by: 1 | -1, bindings: Parameters<typeof keyOf>[1]): string {
  const [which, other, back] =
    by === 1
      ? (['newest', 'older', 'match-previous'] as const)
      : (['oldest', 'newer', 'match-next'] as const);
  return `This is the ${which} match; ${keyOf(back, bindings, 'logs')} goes to ${other} ones.`;
}
