import { type Parameter, type Script, ShellSyntaxError, type Word, type WordPart } from './syntax.ts';

export type Token =
  | { readonly kind: 'word'; readonly word: Word; readonly bare: string | undefined; readonly line: number }
  | { readonly kind: 'operator'; readonly text: string; readonly line: number }
  | { readonly kind: 'descriptor'; readonly number: number; readonly line: number };

const operators = ['&&', '||', ';;', '>>', '>&', '<&', '<<', '&', '|', ';', '<', '>', '(', ')', '\n'];
const specialNames = '?#@*$!-0123456789';

/** Splits a script into words and operators. `bare` is a word's text if nothing in it was quoted or expanded. */
export class Lexer {
  readonly #text: string;
  readonly #parse: (script: string, line: number) => Script;
  #at = 0;
  #line: number;

  /** `parse` parses the contents of a command substitution. */
  constructor(text: string, firstLine: number, parse: (script: string, line: number) => Script) {
    this.#parse = parse;
    this.#text = text;
    this.#line = firstLine;
  }

  get line(): number {
    return this.#line;
  }

  tokens(): Token[] {
    const result: Token[] = [];
    for (let token = this.#next(); token !== undefined; token = this.#next()) result.push(token);
    return result;
  }

  #next(): Token | undefined {
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined) return undefined;
      if (char === ' ' || char === '\t' || char === '\r') this.#at++;
      else if (this.#text.startsWith('\\\n', this.#at)) {
        this.#at += 2;
        this.#line++;
      } else if (char === '#') {
        while (this.#at < this.#text.length && this.#text[this.#at] !== '\n') this.#at++;
      } else break;
    }
    const line = this.#line;
    const descriptor = /^(\d)(?=[<>])/.exec(this.#text.slice(this.#at, this.#at + 2));
    if (descriptor !== null) {
      this.#at++;
      return { kind: 'descriptor', number: Number(descriptor[1]), line };
    }
    const operator = operators.find((candidate) => this.#text.startsWith(candidate, this.#at));
    if (operator !== undefined) {
      this.#at += operator.length;
      if (operator === '\n') this.#line++;
      return { kind: 'operator', text: operator, line };
    }
    const start = this.#at;
    const word = this.#word((char) => ' \t\r\n&|;<>()'.includes(char));
    const plain = word.length === 1 && word[0]!.kind === 'text' && !word[0]!.quoted;
    return { kind: 'word', word, bare: plain ? this.#text.slice(start, this.#at) : undefined, line };
  }

  /** Reads parts until an unquoted character ends the word, or the text ends. */
  #word(ends: (char: string) => boolean): Word {
    const parts: WordPart[] = [];
    let text = '';
    const flush = () => {
      if (text !== '') parts.push({ kind: 'text', text, quoted: false });
      text = '';
    };
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined || ends(char)) break;
      if (char === "'") {
        flush();
        parts.push({ kind: 'text', text: this.#singleQuoted(), quoted: true });
      } else if (char === '"') {
        flush();
        this.#at++;
        parts.push({ kind: 'text', text: '', quoted: true }, ...this.#doubleQuoted('"'));
        this.#at++;
      } else if (char === '\\') {
        flush();
        const escaped = this.#text[this.#at + 1] ?? '\\';
        this.#at += 2;
        if (escaped === '\n') this.#line++;
        else parts.push({ kind: 'text', text: escaped, quoted: true });
      } else if (char === '$' || char === '`') {
        flush();
        parts.push(this.#expansion(false));
      } else {
        if (char === '\n') this.#line++;
        text += char;
        this.#at++;
      }
    }
    flush();
    return parts;
  }

  #singleQuoted(): string {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end < 0) throw new ShellSyntaxError(this.#line, 'Syntax error: Unterminated quoted string');
    const text = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    this.#line += text.split('\n').length - 1;
    return text;
  }

  #doubleQuoted(close: string): WordPart[] {
    const parts: WordPart[] = [];
    let text = '';
    const flush = () => {
      if (text !== '') parts.push({ kind: 'text', text, quoted: true });
      text = '';
    };
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined)
        throw new ShellSyntaxError(this.#line, 'Syntax error: Unterminated quoted string');
      if (char === close) break;
      if (char === '$' || char === '`') {
        flush();
        parts.push(this.#expansion(true));
        continue;
      }
      const next = this.#text[this.#at + 1];
      if (char === '\\' && next !== undefined && '$`"\\\n'.includes(next)) {
        if (next === '\n') this.#line++;
        else text += next;
        this.#at += 2;
        continue;
      }
      if (char === '\n') this.#line++;
      text += char;
      this.#at++;
    }
    flush();
    return parts;
  }

  #expansion(quoted: boolean): WordPart {
    if (this.#text[this.#at] === '`') return this.#backticks(quoted);
    if (this.#text.startsWith('$((', this.#at)) {
      const end = closingParenthesis(this.#text, this.#at + 3);
      // `$((a); b)` is a subshell in a substitution.
      if (end >= 0 && this.#text[end + 1] === ')') return this.#arithmetic(end, quoted);
    }
    if (this.#text.startsWith('$(', this.#at)) return this.#substitution(quoted);
    if (this.#text.startsWith('${', this.#at)) {
      this.#at += 2;
      const parameter = this.#braced(quoted);
      return { kind: 'parameter', parameter, quoted };
    }
    const name = /^[A-Za-z_]\w*/.exec(this.#text.slice(this.#at + 1, this.#at + 257))?.[0];
    const next = this.#text[this.#at + 1] ?? '';
    if (name === undefined && (next === '' || !specialNames.includes(next))) {
      this.#at++;
      return { kind: 'text', text: '$', quoted };
    }
    const found = name ?? next;
    this.#at += 1 + found.length;
    return { kind: 'parameter', parameter: { name: found }, quoted };
  }

  /** `end` is the position of the inner closing parenthesis. */
  #arithmetic(end: number, quoted: boolean): WordPart {
    const inner = new Lexer(`${this.#text.slice(this.#at + 3, end)}"`, this.#line, this.#parse);
    const expression = inner.#doubleQuoted('"');
    this.#line = inner.#line;
    this.#at = end + 2;
    return { kind: 'arithmetic', expression, quoted };
  }

  #backticks(quoted: boolean): WordPart {
    const line = this.#line;
    let script = '';
    for (this.#at++; ; this.#at++) {
      const char = this.#text[this.#at];
      if (char === undefined) throw new ShellSyntaxError(line, 'Syntax error: EOF in backquote substitution');
      if (char === '`') break;
      if (char === '\n') this.#line++;
      const next = this.#text[this.#at + 1] ?? '';
      if (char === '\\' && `$\`\\${quoted ? '"' : ''}`.includes(next)) {
        script += next;
        this.#at++;
      } else script += char;
    }
    this.#at++;
    return { kind: 'command', script: this.#parse(script, line), quoted };
  }

  #substitution(quoted: boolean): WordPart {
    const line = this.#line;
    this.#at += 2;
    const start = this.#at;
    const end = closingParenthesis(this.#text, start);
    if (end < 0) throw new ShellSyntaxError(line, 'Syntax error: end of file unexpected (expecting ")")');
    const script = this.#text.slice(start, end);
    this.#line += script.split('\n').length - 1;
    this.#at = end + 1;
    return { kind: 'command', script: this.#parse(script, line), quoted };
  }

  /** The contents of `${…}`, after its opening. */
  #braced(quoted: boolean): Parameter {
    const rest = this.#text.slice(this.#at);
    const length = /^#([A-Za-z_]\w*)\}/.exec(rest);
    if (length !== null) {
      this.#at += length[0].length;
      return { name: length[1]!, operator: 'length' };
    }
    const head = /^([A-Za-z_]\w*|[?#@*$!0-9-])(:[-=?+]|[-=?+]|##|#|%%|%)?/.exec(rest);
    if (head === null) throw new ShellSyntaxError(this.#line, 'Bad substitution');
    this.#at += head[0].length;
    const name = head[1]!;
    const operator = head[2] as Exclude<Parameter['operator'], 'length' | undefined> | undefined;
    const word =
      operator === undefined
        ? undefined
        : quoted && !/[#%]/.test(operator)
          ? this.#doubleQuoted('}')
          : this.#word((char) => char === '}');
    if (this.#text[this.#at] !== '}') throw new ShellSyntaxError(this.#line, 'Bad substitution');
    this.#at++;
    if (operator === undefined || word === undefined) return { name };
    return { name, operator, word };
  }
}

/** The index of the `)` that matches an opening before `start`, respecting quotes and nesting; -1: none. */
function closingParenthesis(text: string, start: number): number {
  let depth = 0;
  let quote = '';
  for (let at = start; at < text.length; at++) {
    const char = text[at]!;
    if (quote === "'") {
      if (char === "'") quote = '';
    } else if (char === '\\') at++;
    else if (quote === '"') {
      if (char === '"') quote = '';
      else if (text.startsWith('$(', at)) {
        const end = closingParenthesis(text, at + 2);
        if (end < 0) return -1;
        at = end;
      }
    } else if (char === "'" || char === '"') quote = char;
    else if (char === '(') depth++;
    else if (char === ')' && depth-- === 0) return at;
  }
  return -1;
}
