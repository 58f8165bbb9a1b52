import { replaceHostile } from './hostile.ts';
import type { SafeText } from './safe-text.ts';

/*
 * What programs print, as lines that may be shown and kept: escape sequences and hostile characters are gone, tabs are spaces. A `\r`
 * progress line keeps what follows the last one. For messages, `visible` in `safe-text.ts` writes out instead of leaving out.
 */

const maxLineLength = 16_384;
/** A line that was already cut, with a note, is not cut again. */
const roomForNote = 40;

// CSI, OSC/DCS/SOS/PM/APC up to their terminator (or the line's end), and two-character escapes, in 7-bit and C1 form.
export const escapeSequence =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g;
const plainLine = /^[ -~]*$/;
const movesOrEscapes = /[\t\r\u001b\u0080-\u009f]/;
/** What must not end a line: half a character, or a joiner with nothing to join. */
const cutEnd = /(?:[\ud800-\udbff]|\u200d)$/;

/** One line without its line end, safe to show. At most `limit` UTF-16 units; a longer line is cut, with a note of how much. */
export function sanitizeLine(raw: string, limit = maxLineLength): SafeText {
  return clean(raw, limit, expandTabs);
}

/** The same for a line that a program may read: its tabs stay. */
export function sanitizeDataLine(raw: string, limit = maxLineLength): SafeText {
  return clean(raw, limit, (line) => line);
}

function clean(raw: string, limit: number, layTabsOut: (line: string) => string): SafeText {
  const bounded = raw.length > limit * 4 + roomForNote ? raw.slice(0, limit * 4) : raw;
  let text = bounded;
  if (!plainLine.test(text)) {
    if (movesOrEscapes.test(text)) text = layTabsOut(lastState(text.replace(escapeSequence, '')));
    text = replaceHostile(text, dropped).replaceAll('\n', ' ');
  }
  if (text.length <= limit + roomForNote && bounded.length === raw.length) return text as SafeText;
  const kept = text.slice(0, limit).replace(cutEnd, '');
  return `${kept}… (${raw.length - kept.length} more characters)` as SafeText;
}

/** Many lines at once; `\r\n` and `\n` end lines. */
export function sanitizeText(raw: string): SafeText {
  if (!raw.includes('\n')) return sanitizeLine(raw);
  return raw
    .split('\n')
    .map((line) => sanitizeLine(line))
    .join('\n') as SafeText;
}

/** What takes a place on the row and shows nothing there: a space is left of it. */
const blank = /[\p{Z}\u2800\u303f\ufffc\u{13441}\u{13442}\u{1d159}]/u;

/** What is not drawn leaves nothing; half a character, a separator and a blank leave their place. */
function dropped(character: string): string {
  if (/^[\ud800-\udfff]$/.test(character)) return '\ufffd';
  return blank.test(character) ? ' ' : '';
}

/** What a progress line, which goes back to its beginning with `\r`, shows at the end. */
export function lastState(line: string): string {
  const end = line.endsWith('\r') ? line.length - 1 : line.length;
  return line.slice(line.lastIndexOf('\r', end - 1) + 1, end);
}

function expandTabs(line: string): string {
  if (!line.includes('\t')) return line;
  const [first = '', ...rest] = line.split('\t');
  return rest.reduce((result, part) => result + ' '.repeat(8 - (result.length % 8)) + part, first);
}
