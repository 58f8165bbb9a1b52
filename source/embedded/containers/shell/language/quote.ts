/** A word as the shell reads it back: in single quotes where it must be, with `$'…'` for control characters. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : quotedAlways(text);
}

export function quotedAlways(text: string): string {
  if (/[\0-\x1f\x7f]/.test(text)) return ansiQuoted(text);
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** As `printf %q` writes it: with backslashes. */
export function escaped(text: string): string {
  if (text === '') return "''";
  if (/[\0-\x1f\x7f]/.test(text)) return ansiQuoted(text);
  return text.replace(/[^\w@%+=:./\u0080-\u{10ffff}-]/gu, '\\$&');
}

/** As `declare -p` writes it: in double quotes. */
export function doubleQuoted(text: string): string {
  if (/[\0-\x1f\x7f]/.test(text)) return ansiQuoted(text);
  return `"${text.replace(/["\\$`]/g, '\\$&')}"`;
}

const names: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '\u0007': '\\a',
  '\b': '\\b',
  '\u001b': '\\E',
  '\f': '\\f',
  '\v': '\\v',
};

function ansiQuoted(text: string): string {
  const inner = text.replace(/[\0-\x1f\x7f'\\]/g, (char) => {
    if (char === "'" || char === '\\') return `\\${char}`;
    return names[char] ?? `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`;
  });
  return `$'${inner}'`;
}
