import { readBraced } from './braced-parameter.ts';
import type { Source } from './source.ts';
import type { Word, WordPart } from './syntax.ts';

const metacharacters = ' \t\r\n|&;<>()';
const specialNames = '?#@*$!-0123456789';
const name = /[A-Za-z_]\w*/y;

export type Ends = (char: string) => boolean;
export const endsWord: Ends = (char) => metacharacters.includes(char);

/** Reads parts until an unquoted character ends the word, or the text ends. */
export function readWord(source: Source, ends: Ends = endsWord): Word {
  const parts: WordPart[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') parts.push({ kind: 'text', text, quoted: false });
    text = '';
  };
  const take = (...found: WordPart[]) => {
    flush();
    parts.push(...found);
  };
  for (;;) {
    const char = source.peek();
    if (char === '') break;
    const isProcess = (char === '<' || char === '>') && source.startsWith('(', 1) && ends === endsWord;
    if (isProcess) take(readProcess(source, char));
    else if ('?*+@!'.includes(char) && source.startsWith('(', 1) && ends === endsWord) {
      take(...readExtendedPattern(source));
    } else if (ends(char)) break;
    else if (char === "'") take({ kind: 'text', text: readSingleQuoted(source), quoted: true });
    else if (char === '"') take(...readQuoted(source));
    else if (char === '\\') {
      const escaped = source.text[source.at + 1];
      source.skip(2);
      if (escaped === '\n') continue;
      take({ kind: 'text', text: escaped ?? '\\', quoted: true });
    } else if (char === '$' && source.startsWith("'", 1)) {
      source.skip(1);
      take({ kind: 'text', text: readEscaped(source), quoted: true });
    } else if (char === '$' && source.startsWith('"', 1)) {
      source.skip(1);
      take(...readQuoted(source));
    } else if (char === '$' || char === '`') take(readExpansion(source, false));
    else {
      text += char;
      source.skip(1);
    }
  }
  flush();
  return parts;
}

function readQuoted(source: Source): WordPart[] {
  source.skip(1);
  const parts = readDoubleQuoted(source, (char) => char === '"', '"');
  source.skip(1);
  // An empty part marks a word that is there although it is empty.
  return [{ kind: 'text', text: '', quoted: true }, ...parts];
}

/** `!(a|b)`: the pattern's text with its expansions. */
function readExtendedPattern(source: Source): WordPart[] {
  const parts: WordPart[] = [{ kind: 'text', text: `${source.peek()}(`, quoted: false }];
  const line = source.line;
  source.skip(2);
  parts.push(...readToClosing(source, line));
  return parts;
}

/** What follows an opening parenthesis, with the closing one. */
function readToClosing(source: Source, line: number): WordPart[] {
  source.enter();
  const parts: WordPart[] = [];
  for (;;) {
    parts.push(...readWord(source, (char) => char === ')' || char === '('));
    const char = source.peek();
    if (char === '') throw source.incomplete(line, ')');
    source.skip(1);
    parts.push({ kind: 'text', text: char, quoted: false });
    if (char === ')') break;
    parts.push(...readToClosing(source, line));
  }
  source.leave();
  return parts;
}

function readSingleQuoted(source: Source): string {
  const end = source.text.indexOf("'", source.at + 1);
  if (end < 0) throw source.incomplete(source.line, "'");
  const text = source.text.slice(source.at + 1, end);
  source.skip(end + 1 - source.at);
  return text;
}

const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  E: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** `$'…'`, at its quote. */
function readEscaped(source: Source): string {
  const line = source.line;
  source.skip(1);
  let text = '';
  for (;;) {
    const char = source.peek();
    if (char === '') throw source.incomplete(line, "'");
    source.skip(1);
    if (char === "'") return text;
    if (char !== '\\') {
      text += char;
      continue;
    }
    const code = /^(?:x([\da-fA-F]{1,2})|u([\da-fA-F]{1,4})|U([\da-fA-F]{1,8})|([0-7]{1,3}))/.exec(
      source.text.slice(source.at, source.at + 9),
    );
    if (code !== null) {
      source.skip(code[0].length);
      const value =
        code[4] === undefined
          ? Number.parseInt((code[1] ?? code[2] ?? code[3])!, 16)
          : Number.parseInt(code[4], 8) & 255;
      text += value <= 0x10_ff_ff ? String.fromCodePoint(value) : '\ufffd';
      continue;
    }
    const next = source.peek();
    source.skip(1);
    text += escapes[next] ?? (`'"\\?`.includes(next) ? next : `\\${next}`);
  }
}

/** The contents of double quotes, of a here-document, or of an arithmetic expression. `closer` is named where it is missing. */
export function readDoubleQuoted(source: Source, closes: Ends, closer: string | undefined): WordPart[] {
  const { line } = source;
  const parts: WordPart[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') parts.push({ kind: 'text', text, quoted: true });
    text = '';
  };
  for (;;) {
    const char = source.peek();
    if (char === '') {
      if (closer === undefined) break;
      throw source.incomplete(line, closer);
    }
    if (closes(char)) break;
    if (char === '$' || char === '`') {
      flush();
      parts.push(readExpansion(source, true));
      continue;
    }
    const next = source.text[source.at + 1];
    if (char === '\\' && next !== undefined && `$\`\\\n${closer ?? ''}`.includes(next)) {
      if (next !== '\n') text += next;
      source.skip(2);
      continue;
    }
    text += char;
    source.skip(1);
  }
  flush();
  return parts;
}

function readExpansion(source: Source, quoted: boolean): WordPart {
  if (source.peek() === '`') return readBackticks(source, quoted);
  if (source.startsWith('$((')) {
    const end = arithmeticEnd(source.text, source.at + 3);
    // `$((a); b)` is a subshell in a substitution.
    if (end >= 0) {
      source.skip(3);
      const expression = readArithmetic(source, end);
      source.skip(2);
      return { kind: 'arithmetic', expression, quoted };
    }
  }
  if (source.startsWith('$[')) {
    source.skip(2);
    const expression = readDoubleQuoted(source, (char) => char === ']', ']');
    source.skip(1);
    return { kind: 'arithmetic', expression, quoted };
  }
  if (source.startsWith('$(')) {
    source.skip(2);
    return { kind: 'command', script: source.parseUntilParenthesis(), quoted };
  }
  if (source.startsWith('${')) {
    source.skip(2);
    source.enter();
    const part = readBraced(source, quoted, { readWord, readDoubleQuoted });
    source.leave();
    return part;
  }
  name.lastIndex = source.at + 1;
  const found = name.exec(source.text)?.[0];
  const next = source.text[source.at + 1] ?? '';
  if (found === undefined && (next === '' || !specialNames.includes(next))) {
    source.skip(1);
    return { kind: 'text', text: '$', quoted };
  }
  source.skip(1 + (found ?? next).length);
  return { kind: 'parameter', parameter: { name: found ?? next }, quoted };
}

/** The expression up to `end`, the index of its closing parentheses. */
export function readArithmetic(source: Source, end: number): Word {
  source.enter();
  const parts = readDoubleQuoted(source, () => source.at >= end, undefined);
  source.leave();
  return parts;
}

/** The index of `))` that closes an expression which begins at `start`; -1: it is none. */
export function arithmeticEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const char = text[at]!;
    if (char === '\\') at++;
    else if (char === "'" || char === '"') {
      at = text.indexOf(char, at + 1);
      if (at < 0) return -1;
    } else if (char === '(') depth++;
    else if (char === ')') {
      if (depth === 0) return text[at + 1] === ')' ? at : -1;
      depth--;
    }
  }
  return -1;
}

function readBackticks(source: Source, quoted: boolean): WordPart {
  const { line } = source;
  let script = '';
  for (source.skip(1); ; source.skip(1)) {
    const char = source.peek();
    if (char === '') throw source.incomplete(line, '`');
    if (char === '`') break;
    const next = source.text[source.at + 1] ?? '';
    if (char === '\\' && next !== '' && `$\`\\${quoted ? '"' : ''}`.includes(next)) {
      script += next;
      source.skip(1);
    } else script += char;
  }
  source.skip(1);
  return { kind: 'command', script: source.parseText(script, line), quoted };
}

function readProcess(source: Source, char: string): WordPart {
  source.skip(2);
  const script = source.parseUntilParenthesis();
  return { kind: 'process', direction: char === '<' ? 'in' : 'out', script, quoted: false };
}
