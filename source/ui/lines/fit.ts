import type { SafeText } from '../../text/safe-text.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import { takeCells, textWidth } from '../../text/width.ts';
import { type Line, lineWidth, type Span, span } from './line.ts';

const plainAscii = /^[\u0020-\u007e\u00a1-\u00ac\u2500-\u259f]*$/;
/** Combining marks, joiners, invisible format characters: what may stand without a cell of its own. */
const mayBeWidthless = /[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
const segmenter = new Intl.Segmenter();
/** No grapheme of real text is longer than this; what is, is cut instead of measured. */
const unitsPerCell = 8;

/**
 * Text as a row can hold it: what takes no cell (a lone joiner, a zero-width space) and what would move the cursor is
 * dropped, because the screen's grid gives every grapheme at least one cell.
 */
export function cleanText(text: string): SafeText {
  const visible = sanitizeLine(text, Number.POSITIVE_INFINITY);
  if (plainAscii.test(visible)) return visible;
  if (!mayBeWidthless.test(visible)) return visible;
  let result = '';
  for (const { segment } of segmenter.segment(visible)) {
    if (textWidth(segment) > 0) result += segment;
  }
  return sanitizeLine(result, Number.POSITIVE_INFINITY);
}

/** The text cut to at most `cells`, its last cell a `…` where something was cut; cheap for a line of any length. */
export function cutText(text: string, cells: number): string {
  if (cells <= 0) return '';
  const budget = cells * unitsPerCell;
  const long = text.length > budget;
  const clean = cleanText(long ? text.slice(0, budget) : text);
  if (!long && textWidth(clean) <= cells) return clean;
  return `${takeCells(clean, cells - 1)}…`;
}

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

/** Two columns in one row: `left`, then `right` at the row's end, `left` cut first. */
export function spread(left: Line, right: Line, cells: number): Line {
  const rightWidth = lineWidth(right);
  if (rightWidth >= cells) return fitLine(right, cells);
  return [...fitLine(left, cells - rightWidth), ...right];
}

/** As many segments as fit into `cells`, in order, `gap` spaces apart. One that does not fit is left out. */
export function joinFitting(segments: readonly Line[], cells: number, gap: number): Line {
  const result: Span[] = [];
  let used = 0;
  for (const segment of segments) {
    const width = lineWidth(segment);
    const space = used === 0 ? 0 : gap;
    if (width === 0 || used + space + width > cells) continue;
    if (space > 0) result.push(span(' '.repeat(space)));
    result.push(...segment);
    used += space + width;
  }
  return result;
}
