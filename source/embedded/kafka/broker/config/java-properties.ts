import { illegalArgument } from './settings/java-exception.ts';

const named: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

/**
 * A file of properties as `java.util.Properties.load` reads it: comments, lines that a backslash continues, escapes, and `=`, `:` or
 * space after the name. Throws IllegalArgumentException for a malformed `\uXXXX`.
 */
export function readJavaProperties(text: string): Record<string, string> {
  const properties = new Map<string, string>();
  for (const line of logicalLines(text)) {
    const match = /^((?:\\[\s\S]|[^\\=: \t\f])*)[ \t\f]*(?:[=:][ \t\f]*)?([\s\S]*)$/.exec(line);
    if (match) properties.set(unescaped(match[1] ?? ''), unescaped(match[2] ?? ''));
  }
  return Object.fromEntries(properties);
}

function* logicalLines(text: string): Generator<string> {
  let begun: string | undefined;
  for (const natural of text.split(/\r\n|\r|\n/)) {
    const line = natural.replace(/^[ \t\f]+/, '');
    if (begun === undefined && (line === '' || /^[#!]/.test(line))) continue;
    const isContinued = /(?<!\\)(?:\\\\)*\\$/.test(line);
    begun = (begun ?? '') + (isContinued ? line.slice(0, -1) : line);
    if (isContinued) continue;
    yield begun;
    begun = undefined;
  }
  if (begun !== undefined && begun !== '') yield begun;
}

function unescaped(text: string): string {
  return text.replace(/\\(?:u(.{0,4})|([\s\S]))/g, (_, digits: string | undefined, character = '') => {
    if (digits === undefined) return named[character] ?? character;
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw illegalArgument('Malformed \\uxxxx encoding.');
    return String.fromCharCode(Number.parseInt(digits, 16));
  });
}
