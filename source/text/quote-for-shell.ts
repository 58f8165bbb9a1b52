import { joinSafe, type SafeText, visible } from './safe-text.ts';

/**
 * A text as one word that every POSIX shell reads back unchanged, and that is safe to show on a terminal: `printf` receives unsafe characters
 * as octal bytes.
 */
export function quoteForShell(text: string): SafeText {
  if (/^[\w@%+=:,./-]+$/.test(text)) return visible(text);
  if (visible(text) === text) return visible(quoted(text));
  const pieces = text.match(/[\n -~]+|[^\n -~]+/g) ?? [];
  return joinSafe(pieces.map((piece) => visible(visible(piece) === piece ? quoted(piece) : printed(piece))));
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function printed(text: string): string {
  const bytes = [...Buffer.from(text, 'utf8')].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`);
  return `"$(printf '${bytes.join('')}')"`;
}
