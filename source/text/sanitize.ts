/**
 * The one place where text from outside becomes text that a terminal may show. Escape sequences, control characters and
 * bidirectional overrides are hostile until they are gone; tabs become spaces. A `\r` progress line keeps what follows the last one.
 */

const maxLineLength = 16_384;

// CSI, OSC/DCS/SOS/PM/APC up to their terminator (or the line's end), and two-character escapes, in 7-bit and C1 form.
const escapeSequence =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g;
const controlCharacter =
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const needsWork = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;

/** One line without its line end, safe to show. At most `limit` UTF-16 units; a longer line says how much was cut. */
export function sanitizeLine(raw: string, limit = maxLineLength): string {
  const bounded = raw.length > limit * 4 ? raw.slice(0, limit * 4) : raw;
  let text = bounded;
  if (needsWork.test(text)) {
    text = text.replace(escapeSequence, '');
    const end = text.endsWith('\r') ? text.length - 1 : text.length;
    const carriage = text.lastIndexOf('\r', end - 1);
    text = text.slice(carriage + 1, end);
    text = expandTabs(text).replace(controlCharacter, '');
  }
  if (text.length <= limit && bounded.length === raw.length) return text;
  const kept = text.slice(0, limit);
  return `${kept}… (${raw.length - kept.length} more characters)`;
}

/** Many lines at once; `\r\n` and `\n` end lines. */
export function sanitizeText(raw: string): string {
  return raw
    .split('\n')
    .map((line) => sanitizeLine(line))
    .join('\n');
}

function expandTabs(line: string): string {
  if (!line.includes('\t')) return line;
  const [first = '', ...rest] = line.split('\t');
  return rest.reduce((result, part) => result + ' '.repeat(8 - (result.length % 8)) + part, first);
}
