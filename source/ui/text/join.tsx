import { createElement, type ReactElement } from 'react';
import { joinSafe, type SafeText, trusted } from '../../text/safe-text.ts';
import { cellsOf, Text, type TextContent } from './text.tsx';

export function spaces(count: number): SafeText {
  return joinSafe(Array.from({ length: Math.max(0, count) }, () => trusted(' ')));
}

/** As many of the texts as fit into `cells`, in order, `gap` spaces apart. One that does not fit, or is empty, is left out. */
export function joinFitting(texts: readonly TextContent[], cells: number, gap: number): ReactElement {
  const fitting: TextContent[] = [];
  let used = 0;
  for (const text of texts) {
    const width = cellsOf(text);
    const space = used === 0 ? 0 : gap;
    if (width === 0 || used + space + width > cells) continue;
    fitting.push(spaces(space), text);
    used += space + width;
  }
  return inOrder(fitting);
}

/** A text made of pieces, which are identified by their position only. */
export function inOrder(pieces: readonly TextContent[]): ReactElement {
  return createElement(Text, null, ...pieces);
}
