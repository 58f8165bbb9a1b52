import { takeCells, textWidth } from '../../text/width.ts';
import { cutText } from '../text/cut.ts';
import { type Line, type Span, span } from './line.ts';

/** The line, cut or padded with spaces, exactly `cells` wide. */
export function fitLine(row: Line, cells: number): Line {
  const result: Span[] = [];
  let used = 0;
  for (const [index, part] of row.entries()) {
    const room = cells - used;
    const restIsEmpty = row.slice(index + 1).every((later) => later.text === '');
    const cut = cutText(part.text, room);
    const width = textWidth(cut);
    if (width === room && !restIsEmpty) {
      const shorter = cut.endsWith('…') ? cut : `${takeCells(cut, room - 1)}…`;
      result.push({ ...part, text: room > 0 ? shorter : '' });
      used += textWidth(room > 0 ? shorter : '');
      break;
    }
    result.push({ ...part, text: cut });
    used += width;
    if (used >= cells) break;
  }
  if (used < cells) result.push(span(' '.repeat(cells - used)));
  return result;
}
