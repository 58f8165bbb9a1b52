import { Pattern } from './pattern.ts';

/**
 * A regular expression of POSIX, with the extensions of GNU: basic (`\(…\)`, `\{n\}`, `\|`, `\+`, `\?` are operators) or extended, of which
 * the longest match counts. Throws PatternError.
 */
export function posixPattern(
  source: string,
  options: { readonly isExtended?: boolean; readonly ignoresCase?: boolean } = {},
): Pattern {
  const { isExtended = false, ignoresCase = false } = options;
  return new Pattern(translated(source, isExtended), { ignoresCase, isLongest: true });
}

function translated(source: string, isExtended: boolean): string {
  let result = '';
  /** Where `*` is a plain character, and `^` an anchor. */
  let isStart = true;
  for (let at = 0; at < source.length; at++) {
    const char = source[at] as string;
    const next = source[at + 1];
    let begins = false;
    if (char === '[') {
      const end = bracketEnd(source, at);
      result += `[${source.slice(at + 1, end).replaceAll('\\', '\\\\')}]`;
      if (end >= source.length) return `${result}[`;
      at = end;
    } else if (char === '\\' && next !== undefined) {
      at++;
      if (!isExtended && '(){}|+?'.includes(next)) {
        result += next;
        begins = next === '(' || next === '|';
      } else result += next === '/' ? '/' : `\\${next}`;
    } else if (isExtended) {
      result += isStart && char === '*' ? '\\*' : char;
      begins = char === '(' || char === '|';
    } else if ('(){}|+?'.includes(char)) result += `\\${char}`;
    else if (char === '*' && isStart) result += '\\*';
    else if (char === '^') {
      result += isStart ? '^' : '\\^';
      begins = isStart;
    } else if (char === '$') {
      const isEnd = next === undefined || (next === '\\' && ')|'.includes(source[at + 2] ?? ' '));
      result += isEnd ? '$' : '\\$';
    } else result += char;
    isStart = begins;
  }
  return result;
}

/** The index of the bracket that closes the one at `at`. */
function bracketEnd(source: string, at: number): number {
  let end = at + 1;
  if (source[end] === '^') end++;
  if (source[end] === ']') end++;
  while (end < source.length && source[end] !== ']') {
    if (source[end] === '[' && ':.='.includes(source[end + 1] ?? ' ')) {
      const close = source.indexOf(`${source[end + 1]}]`, end + 2);
      if (close > 0) end = close + 1;
    }
    end++;
  }
  return end;
}
