import { createElement, isValidElement, type ReactElement, type ReactNode } from 'react';
import { textWidth } from '../../text/width.ts';
import { Row, spaces, Text, type TextContent, type TextProps } from './text.tsx';

/** What a tree of `<Text>` reads. Throws where it holds another component, since what that draws nobody knows yet. */
export function plainText(content: ReactNode): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map(plainText).join('');
  if (!isValidElement<TextProps>(content)) return '';
  if (content.type !== Text && content.type !== Row)
    throw new TypeError('a text is measured that is not made of `<Text>` alone');
  return plainText(content.props.children);
}

/** Terminal cells that a tree of `<Text>` takes where it is not cut. */
export function cellsOf(content: ReactNode): number {
  return textWidth(plainText(content));
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

/** A text of pieces that were put together one by one. They have no identity but their place. */
export function inOrder(pieces: readonly TextContent[]): ReactElement {
  return createElement(Text, null, ...pieces);
}
