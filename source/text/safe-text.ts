import { replaceHostile } from './hostile.ts';

declare const passed: unique symbol;

/**
 * Text that passed the sanitiser: no control character but line ends and tabs, nothing invisible, nothing that turns the direction of
 * writing. Whatever writes to a terminal or into a report takes nothing else. It is made by `safe`, `visible` and `trusted` here and by
 * `sanitizeLine` and `sanitizeText`, and nowhere else: `scripts/layers.js` refuses a cast to it outside of `source/text`.
 */
export type SafeText = string & { readonly [passed]: true };

/**
 * Untrusted text with unsafe characters escaped: `^[` for ESC as in kubectl, `\r`, `^G`, `\u202e`. Nothing is lost, and an
 * unterminated escape sequence hides nothing. For messages: paths, names, texts from servers and parsers.
 */
export function visible(text: string): SafeText {
  return replaceHostile(text, written) as SafeText;
}

/** A template of ours with untrusted values: each value is made `visible`. */
export function safe(strings: TemplateStringsArray, ...values: readonly (string | number)[]): SafeText {
  return strings.reduce(
    (text, part, index) => `${text}${visible(String(values[index - 1]))}${part}`,
  ) as SafeText;
}

/** Never, where `T` holds a part that is not known when this is compiled. */
type Literal<T extends string> = Record<never, never> extends Record<T, unknown> ? never : T;

/** A literal in our own source; anything else does not compile. */
export function trusted<const T extends string>(text: Literal<T>): SafeText {
  return text as string as SafeText;
}

/** Safe pieces after one another. */
export function joinSafe(
  parts: readonly SafeText[],
  separator: '' | ' ' | '\n' | ', ' | '; ' = '',
): SafeText {
  return parts.join(separator) as SafeText;
}

/** Lines, each with its line end. */
export function safeLines(lines: readonly SafeText[]): SafeText {
  return lines.map((line) => `${line}\n`).join('') as SafeText;
}

/** A value as JSON on one line, or indented. Unsafe characters in its strings are escaped, so that parsing returns the same value. */
export function safeJson(value: unknown, indent?: number): SafeText {
  return replaceHostile(JSON.stringify(value, null, indent), escaped).replaceAll(
    /[\u200d\ufe0e\ufe0f]/g,
    escaped,
  ) as SafeText;
}

/** `^[`, `^?`, `\r`, `\u009b`, `\u{e0041}` */
function written(character: string): string {
  const code = character.codePointAt(0)!;
  if (character === '\r') return '\\r';
  if (code < 0x20) return `^${String.fromCharCode(code + 0x40)}`;
  if (code === 0x7f) return '^?';
  const digits = code.toString(16);
  return code > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`;
}

/** As JSON has it: by UTF-16 unit. */
function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}
