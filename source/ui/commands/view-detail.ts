import { keyOf } from '../bindings/key-of.ts';
import type { Pattern } from '../logs/pattern.ts';
import { jumpInDetail, scrollDetail } from '../views/detail-moves.ts';
import type { DetailState } from '../views/detail-state.ts';
import type { OpenDetail } from '../views/open-view.ts';
import type { Handler } from './handler.ts';
import type { KeyContext } from './key-context.ts';
import { onlyMatch, say, shown } from './say.ts';
import { changeTop, topView } from './views.ts';

function changeDetail(context: KeyContext, change: (opened: OpenDetail) => DetailState): void {
  changeTop(context, (top) =>
    top.detail === undefined ? top : { ...top, detail: { ...top.detail, state: change(top.detail) } },
  );
}

/** Scrolls the text; `lines` tells how far, from the number of lines in view. */
export function scrollOpened(lines: (page: number) => number): Handler {
  return (context) =>
    changeDetail(context, ({ detail, state }) =>
      scrollDetail(state, detail.snapshot(), context.viewRoom(), lines, detail.follows),
    );
}

export const wrapDetail: Handler = (context) =>
  changeDetail(context, ({ state }) => ({ ...state, wrap: !state.wrap }));

/** Searches the text that is open from what is in view on; nothing ends the search. */
export function searchDetail(context: KeyContext, pattern: Pattern | undefined): void {
  changeDetail(context, ({ state }) => ({ ...state, pattern }));
  if (pattern !== undefined) jump(context, pattern, 0);
}

/** To the next match, or the one before. */
export function jumpInOpened(by: 1 | -1): Handler {
  return (context) => {
    const pattern = topView(context)?.detail?.state.pattern;
    if (pattern === undefined)
      say(context, `Search with ${keyOf('search', context.ui.get().bindings, 'detail')} first.`);
    else jump(context, pattern, by);
  };
}

function jump(context: KeyContext, pattern: Pattern, by: 1 | -1 | 0): void {
  const opened = topView(context)?.detail;
  if (opened === undefined) return;
  const found = jumpInDetail(opened.state, opened.detail.snapshot(), context.viewRoom(), pattern, by);
  if (found === undefined) say(context, `\`${shown(pattern.source)}\` is not in this text.`);
  else if (by !== 0 && found.top === opened.state.top) say(context, onlyMatch);
  else changeDetail(context, () => found);
}
