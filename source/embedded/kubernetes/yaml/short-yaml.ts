import type { YamlTask } from './yaml-worker.ts';

/** Characters of a text that counts as short, at most. */
export const shortLength = 64 * 1024;
/** The parser takes twice as long for each level of braces that begin one another. */
const mostOpen = 8;

/**
 * Whether a text is likely to be read at once. What is nested deep counts as long: thirty braces in a row keep the parser for minutes. This is
 * a guess: what takes longer after all gives way to others. A false alarm, say for braces in a string, costs no more than a wait among the long texts.
 */
export function isShort({ to, text }: YamlTask): boolean {
  if (text.length > shortLength) return false;
  if (to === 'yaml') return true;
  // Explicit keys nest without an end to them, and nobody writes them.
  if (/(^|[\s[{,])\?\s/.test(text)) return false;
  let open = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '[' || char === '{') open++;
    else if ((char === ']' || char === '}') && open > 0) open--;
    if (open > mostOpen) return false;
  }
  // Sequences and maps that begin in one line, and lines that are indented by more than any manifest is.
  return !/(- ){9}|^[ -]{100}/m.test(text);
}
