import type { YamlTask } from './yaml-worker.ts';

/** The longest short text, in characters. */
export const shortLength = 64 * 1024;
/** The parser takes twice as long for each level of nested braces. */
const mostOpen = 8;

/**
 * Whether a text is likely to parse quickly. Deep nesting counts as long: thirty braces in a row keep the parser busy for minutes. This
 * is a heuristic: a text that takes longer is preempted. A false positive, say for braces in a string, only waits among the long texts.
 */
export function isShort({ to, text }: YamlTask): boolean {
  if (text.length > shortLength) return false;
  if (to === 'yaml') return true;
  // Explicit keys nest without closing, and nobody writes them.
  if (/(^|[\s[{,])\?\s/.test(text)) return false;
  let open = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '[' || char === '{') open++;
    else if ((char === ']' || char === '}') && open > 0) open--;
    if (open > mostOpen) return false;
  }
  // Sequences and maps that begin in one line, and lines indented deeper than in any manifest.
  return !/(- ){9}|^[ -]{100}/m.test(text);
}
