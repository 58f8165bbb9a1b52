import { parseConditional } from './conditional.ts';
import {
  type CaseItem,
  type Command,
  type Compound,
  type Script,
  ShellSyntaxError,
  type Word,
} from './syntax.ts';
import { WordParser } from './word-parser.ts';
import { arithmeticEnd, readArithmetic, readDoubleQuoted } from './word-reader.ts';

/** The words that end a list within a compound command. */
export const closers: ReadonlySet<string> = new Set([
  'then',
  'elif',
  'else',
  'fi',
  'do',
  'done',
  '}',
  'esac',
]);
const functionName = /[^\s$'"`\\;&|()<>{}=]+[ \t]*\([ \t]*\)/y;

/** Parses `if`, loops, `case`, groups and functions: what is made of lists. */
export abstract class CompoundParser extends WordParser {
  /** Commands up to a closing keyword or operator, or the end. */
  abstract list(): Script;

  /** Everything but a simple command; undefined if it is one. */
  protected compound(): Compound | undefined {
    const { line } = this.source;
    if (this.source.startsWith('((')) {
      const end = arithmeticEnd(this.source.text, this.source.at + 2);
      if (end >= 0) {
        this.source.skip(2);
        const expression = readArithmetic(this.source, end);
        this.source.skip(2);
        return { kind: 'arithmetic' as const, expression };
      }
    }
    if (this.source.startsWith('(')) {
      this.source.skip(1);
      const body = this.body(line, () => this.source.startsWith(')'));
      this.source.skip(1);
      return { kind: 'subshell' as const, body };
    }
    const name = this.functionName();
    if (name !== undefined) return this.function(name, line);
    switch (this.bareWord()) {
      case '{': {
        this.keyword('{');
        const body = this.body(line, () => this.keyword('}'));
        return { kind: 'group' as const, body };
      }
      case 'if':
        return this.if();
      case 'for':
        return this.for();
      case 'select':
        this.keyword('select');
        return { kind: 'select' as const, ...this.overWords() };
      case 'while':
      case 'until': {
        const until = this.keyword('until');
        if (!until) this.keyword('while');
        const condition = this.notEmpty();
        return { kind: 'while' as const, until, condition, body: this.loopBody() };
      }
      case 'case':
        return this.case();
      case '[[':
        this.keyword('[[');
        return { kind: 'conditional' as const, expression: parseConditional(this.source) };
      case 'function': {
        this.keyword('function');
        this.blanks();
        const called = this.takeBare();
        this.blanks();
        if (/^\([ \t]*\)/.test(this.source.text.slice(this.source.at, this.source.at + 20)))
          this.source.skip(this.source.text.indexOf(')', this.source.at) + 1 - this.source.at);
        return this.function(called, line);
      }
      case 'coproc':
        throw new ShellSyntaxError(line, 'syntax error: coproc is not supported by this shell');
      default:
        if (closers.has(this.bareWord() ?? '')) throw this.source.unexpected();
        return undefined;
    }
  }

  protected functionName(): string | undefined {
    functionName.lastIndex = this.source.at;
    const found = functionName.exec(this.source.text)?.[0];
    if (found === undefined) return undefined;
    this.source.skip(found.length);
    return found.slice(0, found.indexOf('(')).trim();
  }

  protected function(name: string, line: number): Compound {
    this.skipNewlines();
    const from = this.source.at;
    const body = this.compound();
    if (body === undefined) throw this.source.unexpected(line);
    const whole: Command = { ...body, redirections: this.redirections(), line };
    const source = `${name} () \n${this.source.text.slice(from, this.source.at)}`;
    return { kind: 'function' as const, name, body: whole, source };
  }

  /** A list that must not be empty, up to what `closes` accepts. */
  protected body(line: number, closes: () => boolean): Script {
    const body = this.list();
    this.blanks();
    if (body.length === 0 || !closes()) throw this.source.unexpected(line);
    return body;
  }

  protected notEmpty(): Script {
    const { line } = this.source;
    const list = this.list();
    if (list.length === 0) throw this.source.unexpected(line);
    return list;
  }

  protected if() {
    const branches: { condition: Script; body: Script }[] = [];
    let otherwise: Script | undefined;
    this.keyword('if');
    do {
      const condition = this.notEmpty();
      this.expect('then');
      branches.push({ condition, body: this.notEmpty() });
    } while (this.keyword('elif'));
    if (this.keyword('else')) otherwise = this.notEmpty();
    this.expect('fi');
    return { kind: 'if' as const, branches, ...(otherwise === undefined ? {} : { otherwise }) };
  }

  protected for() {
    this.keyword('for');
    this.blanks();
    if (!this.source.startsWith('((')) return { kind: 'for' as const, ...this.overWords() };
    const { line } = this.source;
    const end = arithmeticEnd(this.source.text, this.source.at + 2);
    if (end < 0) throw this.source.incomplete(line, '))');
    this.source.skip(2);
    const parts: Word[] = [];
    for (let index = 0; index < 3; index++) {
      parts.push(readDoubleQuoted(this.source, (char) => this.source.at >= end || char === ';', undefined));
      if (index < 2) {
        if (!this.source.startsWith(';')) throw this.source.unexpected();
        this.source.skip(1);
      }
    }
    if (this.source.at !== end) throw this.source.unexpected();
    this.source.skip(2);
    this.separator();
    const [begin = [], condition = [], step = []] = parts;
    return { kind: 'count' as const, begin, condition, step, body: this.loopBody() };
  }

  /** `NAME [in WORD...]; do …` */
  protected overWords() {
    this.blanks();
    const name = this.takeBare();
    if (!/^[A-Za-z_]\w*$/.test(name))
      throw new ShellSyntaxError(this.source.line, `\`${name}': not a valid identifier`);
    this.skipNewlines();
    if (!this.keyword('in')) {
      this.separator();
      return { name, body: this.loopBody() };
    }
    const words: Word[] = [];
    for (let word = this.word(); word !== undefined; word = this.word()) words.push(word);
    this.separator(true);
    return { name, words, body: this.loopBody() };
  }

  /** `;` or newlines before `do`. */
  protected separator(isRequired = false): void {
    this.blanks();
    if (this.source.startsWith(';')) this.source.skip(1);
    else if (isRequired && !this.source.startsWith('\n')) throw this.source.unexpected();
    this.skipNewlines();
  }

  protected loopBody(): Script {
    if (this.keyword('{')) return this.body(this.source.line, () => this.keyword('}'));
    this.expect('do');
    const body = this.notEmpty();
    this.expect('done');
    return body;
  }

  protected case() {
    this.keyword('case');
    const word = this.word();
    if (word === undefined) throw this.source.unexpected();
    this.skipNewlines();
    this.expect('in');
    const items: CaseItem[] = [];
    for (;;) {
      this.skipNewlines();
      if (this.keyword('esac')) return { kind: 'case' as const, word, items };
      if (this.source.startsWith('(')) this.source.skip(1);
      const patterns: Word[] = [];
      for (;;) {
        const pattern = this.word();
        if (pattern === undefined) throw this.source.unexpected();
        patterns.push(pattern);
        this.blanks();
        if (!this.source.startsWith('|')) break;
        this.source.skip(1);
      }
      if (!this.source.startsWith(')')) throw this.source.unexpected();
      this.source.skip(1);
      const body = this.list();
      this.blanks();
      const end = ([';;&', ';;', ';&'] as const).find((one) => this.source.startsWith(one));
      items.push({ patterns, body, end: end ?? ';;' });
      if (end !== undefined) this.source.skip(end.length);
      else if (this.bareWord() !== 'esac') throw this.source.unexpected();
    }
  }
}
