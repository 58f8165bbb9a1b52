import { replaceHostile } from './hostile.ts';

declare const passed: unique symbol;

/**
 * Text that passed the sanitiser: no control characters but newlines and tabs, nothing invisible, nothing that changes the writing
 * direction. Everything that writes to a terminal or into a report takes only this type. It comes from `safe`, `visible` and `trusted`
 * here and from `sanitizeLine` and `sanitizeText`: `scripts/layers.js` refuses casts to it outside `source/text`.
 */
export type SafeText = string & { readonly [passed]: true };

/**
 * Text from outside with hostile characters escaped: `^[` for ESC as in kubectl, `\r`, `^G`, `\u202e`. Nothing is lost, and an
 * unterminated escape sequence hides nothing. For messages: paths, names, errors of a server or parser.
 */
export function visible(text: string): SafeText {
  return replaceHostile(text, written) as SafeText;
}

/** A template of ours with values from anywhere: each is passed through `visible`. */
export function safe(strings: TemplateStringsArray, ...values: readonly (string | number)[]): SafeText {
  return strings.reduce(
    (text, part, index) => `${text}${visible(String(values[index - 1]))}${part}`,
  ) as SafeText;
}

/** Never, if `T` has a part that is unknown at compile time. */
type Literal<T extends string> = Record<never, never> extends Record<T, unknown> ? never : T;

/** Literal text from our source; anything else does not compile. */
export function trusted<const T extends string>(text: Literal<T>): SafeText {
  return text as string as SafeText;
}

/** Concatenates safe texts. */
export function joinSafe(
  parts: readonly SafeText[],
  separator: '' | ' ' | '\n' | ', ' | '; ' = '',
): SafeText {
  return parts.join(separator) as SafeText;
}

/** Joins lines, each with a newline. */
export function safeLines(lines: readonly SafeText[]): SafeText {
  return lines.map((line) => `${line}\n`).join('') as SafeText;
}

/** A value as JSON on one line, or indented: hostile characters in its strings are escaped, so that parsing gives the same value. */
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

/** As in JSON: by UTF-16 unit. */
function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}
