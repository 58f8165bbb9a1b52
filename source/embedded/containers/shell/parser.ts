import { Lexer, type Token } from './lexer.ts';
import {
  type AndOr,
  type Command,
  type Pipeline,
  type Redirection,
  type Script,
  ShellSyntaxError,
  type Word,
} from './syntax.ts';

const maxScriptLength = 256 * 1024;
const closers = new Set(['then', 'elif', 'else', 'fi', 'do', 'done', '}']);
const unknown = new Set(['case', 'esac', 'function', 'select', '[[', 'coproc']);

/**
 * Parses the subset of the POSIX shell language that container commands use: lists, pipelines, if, for, while, until, groups, subshells,
 * redirections. Throws ShellSyntaxError for errors and for unsupported syntax (case, here-documents, `&`, functions).
 */
export function parseScript(text: string, firstLine = 1): Script {
  if (text.length > maxScriptLength) throw new ShellSyntaxError(firstLine, 'the script is too long');
  const lexer = new Lexer(text, firstLine, parseScript);
  const parser = new Parser(lexer.tokens(), () => lexer.line);
  return parser.script();
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #lastLine: () => number;
  #at = 0;

  constructor(tokens: readonly Token[], lastLine: () => number) {
    this.#tokens = tokens;
    this.#lastLine = lastLine;
  }

  script(): Script {
    const script = this.#list();
    if (this.#at < this.#tokens.length) throw this.#unexpected();
    return script;
  }

  #list(): Script {
    const result: AndOr[] = [];
    for (;;) {
      while (this.#operator(';') || this.#operator('\n')) this.#at++;
      const token = this.#peek();
      if (token === undefined || this.#operator(')')) return result;
      if (token.kind === 'word' && token.bare !== undefined && closers.has(token.bare)) return result;
      result.push(this.#andOr());
      if (this.#operator('&')) {
        throw new ShellSyntaxError(
          token.line,
          'Syntax error: "&" (background) is not supported by this shell',
        );
      }
      if (!this.#operator(';') && !this.#operator('\n')) {
        const next = this.#peek();
        const closes = next === undefined || this.#operator(')');
        if (!closes && !(next.kind === 'word' && next.bare !== undefined && closers.has(next.bare))) {
          throw this.#unexpected();
        }
      }
    }
  }

  #andOr(): AndOr {
    const first = this.#pipeline();
    const rest: { operator: '&&' | '||'; pipeline: Pipeline }[] = [];
    for (;;) {
      const operator = this.#operator('&&') ? '&&' : this.#operator('||') ? '||' : undefined;
      if (operator === undefined) return { first, rest };
      this.#at++;
      this.#skipNewlines();
      rest.push({ operator, pipeline: this.#pipeline() });
    }
  }

  #pipeline(): Pipeline {
    let negated = false;
    while (this.#keyword('!')) {
      negated = !negated;
      this.#at++;
    }
    const commands = [this.#command()];
    while (this.#operator('|')) {
      this.#at++;
      this.#skipNewlines();
      commands.push(this.#command());
    }
    return { negated, commands };
  }

  #command(): Command {
    const token = this.#peek();
    if (token === undefined) throw this.#unexpected();
    const { line } = token;
    const bare = token.kind === 'word' ? token.bare : undefined;
    if (bare !== undefined && unknown.has(bare)) {
      throw new ShellSyntaxError(line, `Syntax error: "${bare}" is not supported by this shell`);
    }
    if (bare === 'if') return { ...this.#if(), redirections: this.#redirections(), line };
    if (bare === 'for') return { ...this.#for(), redirections: this.#redirections(), line };
    if (bare === 'while' || bare === 'until') {
      this.#at++;
      const condition = this.#list();
      const body = this.#loopBody();
      return {
        kind: 'while',
        until: bare === 'until',
        condition,
        body,
        redirections: this.#redirections(),
        line,
      };
    }
    if (bare === '{' || this.#operator('(')) {
      this.#at++;
      const body = this.#list();
      if (bare === '{') this.#expectKeyword('}');
      else this.#expectOperator(')');
      return { kind: bare === '{' ? 'group' : 'subshell', body, redirections: this.#redirections(), line };
    }
    return this.#simple(line);
  }

  #simple(line: number): Command {
    const assignments: { name: string; value: Word }[] = [];
    const words: Word[] = [];
    const redirections: Redirection[] = [];
    for (;;) {
      const token = this.#peek();
      if (token?.kind === 'word') {
        const assignment = words.length === 0 ? asAssignment(token.word) : undefined;
        if (assignment === undefined) words.push(token.word);
        else assignments.push(assignment);
        this.#at++;
        if (this.#operator('(') && words.length === 1) {
          throw new ShellSyntaxError(line, 'Syntax error: functions are not supported by this shell');
        }
        continue;
      }
      const redirection = this.#redirection();
      if (redirection === undefined) break;
      redirections.push(redirection);
    }
    if (words.length === 0 && assignments.length === 0 && redirections.length === 0) throw this.#unexpected();
    return { kind: 'simple', assignments, words, redirections, line };
  }

  #if() {
    const branches: { condition: Script; body: Script }[] = [];
    let otherwise: Script | undefined;
    do {
      this.#at++;
      const condition = this.#list();
      this.#expectKeyword('then');
      branches.push({ condition, body: this.#list() });
    } while (this.#keyword('elif'));
    if (this.#keyword('else')) {
      this.#at++;
      otherwise = this.#list();
    }
    this.#expectKeyword('fi');
    return { kind: 'if' as const, branches, ...(otherwise === undefined ? {} : { otherwise }) };
  }

  #for() {
    this.#at++;
    const name = this.#peek();
    if (name?.kind !== 'word' || name.bare === undefined || !/^[A-Za-z_]\w*$/.test(name.bare))
      throw this.#unexpected();
    this.#at++;
    this.#expectKeyword('in');
    const words: Word[] = [];
    for (let token = this.#peek(); token?.kind === 'word'; token = this.#peek()) {
      words.push(token.word);
      this.#at++;
    }
    while (this.#operator(';') || this.#operator('\n')) this.#at++;
    return { kind: 'for' as const, name: name.bare, words, body: this.#loopBody() };
  }

  #loopBody(): Script {
    this.#expectKeyword('do');
    const body = this.#list();
    this.#expectKeyword('done');
    return body;
  }

  #redirections(): Redirection[] {
    const result: Redirection[] = [];
    for (let next = this.#redirection(); next !== undefined; next = this.#redirection()) result.push(next);
    return result;
  }

  #redirection(): Redirection | undefined {
    const start = this.#peek();
    const descriptor = start?.kind === 'descriptor' ? start.number : undefined;
    if (descriptor !== undefined) this.#at++;
    const token = this.#peek();
    const text = token?.kind === 'operator' ? token.text : '';
    if (text === '<<' || text === '<&') {
      throw new ShellSyntaxError(token!.line, `Syntax error: "${text}" is not supported by this shell`);
    }
    if (text !== '>' && text !== '>>' && text !== '<' && text !== '>&') {
      if (descriptor !== undefined) throw this.#unexpected();
      return undefined;
    }
    this.#at++;
    const target = this.#peek();
    if (target?.kind !== 'word') throw this.#unexpected();
    this.#at++;
    return { descriptor: descriptor ?? (text === '<' ? 0 : 1), operator: text, target: target.word };
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #operator(text: string): boolean {
    const token = this.#peek();
    return token?.kind === 'operator' && token.text === text;
  }

  #keyword(text: string): boolean {
    const token = this.#peek();
    return token?.kind === 'word' && token.bare === text;
  }

  #expectKeyword(text: string): void {
    if (!this.#keyword(text)) throw this.#unexpected(text);
    this.#at++;
  }

  #expectOperator(text: string): void {
    if (!this.#operator(text)) throw this.#unexpected(text);
    this.#at++;
  }

  #skipNewlines(): void {
    while (this.#operator('\n')) this.#at++;
  }

  #unexpected(expecting?: string): ShellSyntaxError {
    const token = this.#peek();
    const wanted = expecting === undefined ? '' : ` (expecting "${expecting}")`;
    if (token === undefined)
      return new ShellSyntaxError(this.#lastLine(), `Syntax error: end of file unexpected${wanted}`);
    const what =
      token.kind === 'operator'
        ? token.text === '\n'
          ? 'newline'
          : `"${token.text}"`
        : token.kind === 'word' && token.bare !== undefined
          ? `"${token.bare}"`
          : 'word';
    return new ShellSyntaxError(token.line, `Syntax error: ${what} unexpected${wanted}`);
  }
}

function asAssignment(word: Word): { name: string; value: Word } | undefined {
  const [first, ...rest] = word;
  if (first?.kind !== 'text' || first.quoted) return undefined;
  const match = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(first.text);
  if (match === null) return undefined;
  const value = match[2] === '' ? rest : [{ ...first, text: match[2]! }, ...rest];
  return { name: match[1]!, value };
}
