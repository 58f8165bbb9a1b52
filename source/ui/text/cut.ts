import { type SafeText, trusted } from '../../text/safe-text.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import { takeCells, textWidth } from '../../text/width.ts';

const plainAscii = /^[\u0020-\u007e\u00a1-\u00ac\u2500-\u259f]*$/;
/** Combining marks, joiners, invisible format characters: what may take no cell of its own. */
const mayBeWidthless = /[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
const segmenter = new Intl.Segmenter();
/** No grapheme of real text is longer than this; a longer one is cut instead of measured. */
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
export function cutText(text: string, cells: number): SafeText {
  if (cells <= 0) return trusted('');
  const budget = cells * unitsPerCell;
  const long = text.length > budget;
  const clean = cleanText(long ? text.slice(0, budget) : text);
  if (!long && textWidth(clean) <= cells) return clean;
  return sanitizeLine(`${takeCells(clean, cells - 1)}…`, Number.POSITIVE_INFINITY);
}

/** The end of a text, at most `cells` of it, its first cell a `…` where something was cut. */
export function cutStart(text: string, cells: number): SafeText {
  if (cells <= 0) return trusted('');
  const budget = cells * unitsPerCell;
  const long = text.length > budget;
  const clean = cleanText(long ? text.slice(-budget) : text);
  if (!long && textWidth(clean) <= cells) return clean;
  let end = '';
  for (const { segment } of [...segmenter.segment(clean)].reverse()) {
    if (textWidth(segment + end) > cells - 1) break;
    end = segment + end;
  }
  return sanitizeLine(`…${end}`, Number.POSITIVE_INFINITY);
}
