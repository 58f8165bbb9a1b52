import { ToolError } from '../tool/tool.ts';

export interface Token {
  readonly kind:
    | 'number'
    | 'text'
    | 'pattern'
    | 'name'
    | 'function'
    | 'call'
    | 'operator'
    | 'newline'
    | 'end';
  readonly text: string;
  readonly line: number;
}

const operators =
  /\*\*=|\*\*|\+\+|--|\+=|-=|\*=|\/=|%=|\^=|==|<=|>=|!=|!~|&&|\|\||>>|[{}()[\];,+\-*/%^!><|?:~$=]/y;
const numbers = /0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y;
const names = /[A-Za-z_]\w*/y;
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  '"': '"',
  '/': '/',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};
const mostTokens = 50_000;

/** Splits a program of awk. Whether `/` begins a regular expression depends on the token before it. Throws ToolError. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  const add = (kind: Token['kind'], value: string): void => {
    tokens.push({ kind, text: value, line });
    if (tokens.length > mostTokens) throw new ToolError('the program is too long', 2);
  };
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  while (at < text.length) {
    const char = text[at]!;
    if (char === '\n') {
      add('newline', '\n');
      line++;
      at++;
    } else if (/\s/.test(char)) at++;
    else if (char === '\\' && /^\\\r?\n/.test(text.slice(at, at + 3))) {
      at = text.indexOf('\n', at) + 1;
      line++;
    } else if (char === '#') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (char === '"') {
      const [value, end] = readText(text, at, line);
      add('text', value);
      at = end;
    } else if (char === '/' && beginsOperand(tokens.at(-1))) {
      const [value, end] = readPattern(text, at, line);
      add('pattern', value);
      at = end;
    } else {
      const number = /[\d.]/.test(char) ? take(numbers) : undefined;
      const name = number === undefined ? take(names) : undefined;
      if (number !== undefined) add('number', number);
      else if (name !== undefined) add(text[at] === '(' ? 'call' : 'name', name);
      else {
        const operator = take(operators);
        if (operator === undefined) throw new ToolError(`line ${line}: syntax error at or near ${char}`, 2);
        add('operator', operator === '**' ? '^' : operator === '**=' ? '^=' : operator);
      }
    }
  }
  add('end', '');
  return tokens;
}

/** After an operand, `/` divides. */
function beginsOperand(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === 'number' || before.kind === 'text' || before.kind === 'pattern') return false;
  if (before.kind === 'name') return /^(?:print|printf|return|in|getline|case|else|do)$/.test(before.text);
  return !(before.kind === 'operator' && [')', ']', '$', '++', '--'].includes(before.text));
}

function readText(text: string, start: number, line: number): [value: string, end: number] {
  let value = '';
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"') return [value, at + 1];
    if (char === '\n') break;
    if (char !== '\\') {
      value += char;
      continue;
    }
    const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4))?.[0];
    if (octal !== undefined) {
      value += String.fromCharCode(Number.parseInt(octal, 8) & 255);
      at += octal.length;
      continue;
    }
    const next = text[++at] ?? '';
    if (next !== '\n') value += escapes[next] ?? `\\${next}`;
  }
  throw new ToolError(`line ${line}: unterminated string`, 2);
}

function readPattern(text: string, start: number, line: number): [value: string, end: number] {
  let value = '';
  let inBracket = false;
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at++) {
    const char = text[at]!;
    if (char === '\\' && at + 1 < text.length) {
      const next = text[++at]!;
      value += next === '/' ? '/' : char + next;
      continue;
    }
    if (char === '[' && !inBracket) {
      inBracket = true;
      value += char;
      if (text[at + 1] === '^') value += text[++at];
      if (text[at + 1] === ']') value += text[++at];
      continue;
    }
    if (char === ']') inBracket = false;
    if (char === '/' && !inBracket) return [value, at + 1];
    value += char;
  }
  throw new ToolError(`line ${line}: unterminated regexp`, 2);
}
