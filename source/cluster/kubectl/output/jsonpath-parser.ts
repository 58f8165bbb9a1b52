import { KubectlError } from '../errors/kubectl-error.ts';
import type { Node, Operand, Step } from './jsonpath-syntax.ts';

/** Parses a template. Throws {@link KubectlError}. */
export function parseJsonPath(template: string): Node[] {
  return new Parser(template).template();
}

/** Filters within filters, and ranges within ranges. */
const deepest = 64;

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  template(): Node[] {
    const nodes = this.#nodes(false);
    if (this.#at < this.#text.length) throw this.#wrong('unexpected {end}');
    return nodes;
  }

  #nodes(inRange: boolean): Node[] {
    const nodes: Node[] = [];
    while (this.#at < this.#text.length) {
      const open = this.#text.indexOf('{', this.#at);
      const end = open < 0 ? this.#text.length : open;
      if (end > this.#at) nodes.push({ kind: 'text', text: this.#text.slice(this.#at, end) });
      this.#at = end;
      if (open < 0) break;
      this.#at++;
      this.#spaces();
      if (this.#word('end')) {
        if (!inRange) throw this.#wrong('not in range, nothing to end');
        this.#expect('}');
        return nodes;
      }
      if (this.#word('range')) {
        this.#spaces();
        const steps = this.#path();
        this.#expect('}');
        nodes.push({ kind: 'range', steps, body: this.#nested(() => this.#nodes(true)) });
        continue;
      }
      while (this.#text[this.#at] !== '}') {
        const char = this.#text[this.#at];
        if (char === undefined) throw this.#wrong('unclosed action');
        if (char === '"' || char === "'") nodes.push({ kind: 'text', text: this.#quoted() });
        else nodes.push({ kind: 'path', steps: this.#path() });
        this.#spaces();
      }
      this.#expect('}');
    }
    if (inRange) throw this.#wrong('unclosed range');
    return nodes;
  }

  #nested<T>(read: () => T): T {
    if (this.#depth === deepest) throw this.#wrong(`filters and ranges are nested more than ${deepest} deep`);
    this.#depth++;
    const result = read();
    this.#depth--;
    return result;
  }

  #path(): Step[] {
    const steps: Step[] = [];
    const start = this.#at;
    for (;;) {
      const rest = this.#text.slice(this.#at);
      if (rest.startsWith('$') || rest.startsWith('@')) {
        if (rest.startsWith('$')) steps.push({ kind: 'field', name: '$' });
        this.#at++;
      } else if (rest.startsWith('..')) {
        this.#at += 2;
        steps.push({ kind: 'descend' });
        if (!rest.startsWith('..[')) this.#name(steps);
      } else if (rest.startsWith('.')) {
        this.#at++;
        if (/^\.(?:[\w*\\-]|[^\u0000-\u007f])/.test(rest)) this.#name(steps);
      } else if (rest.startsWith('[')) {
        this.#at++;
        steps.push(this.#subscript());
        this.#expect(']');
      } else if (rest.startsWith('*')) {
        this.#at++;
        steps.push({ kind: 'all' });
      } else if (this.#at === start && /^[\w-]/.test(rest)) this.#name(steps);
      else break;
    }
    if (this.#at === start)
      throw this.#wrong(`unrecognized character in action: ${this.#text[this.#at] ?? 'end'}`);
    return steps;
  }

  #name(steps: Step[]): void {
    if (this.#text[this.#at] === '*') {
      this.#at++;
      steps.push({ kind: 'all' });
      return;
    }
    let name = '';
    for (; this.#at < this.#text.length; this.#at++) {
      const char = this.#text[this.#at]!;
      if (char === '\\' && this.#at + 1 < this.#text.length) name += this.#text[++this.#at];
      else if (/[\s.[\]{}()=!<>,|&'"$@*?]/.test(char)) break;
      else name += char;
    }
    if (name !== '') steps.push({ kind: 'field', name });
  }

  #subscript(): Step {
    this.#spaces();
    const char = this.#text[this.#at];
    if (char === '?') return this.#nested(() => this.#filter());
    if (char === '*') {
      this.#at++;
      return { kind: 'all' };
    }
    if (char === "'" || char === '"') return { kind: 'field', name: this.#quoted() };
    const body = /^[-\d,:\s]*/.exec(this.#text.slice(this.#at))![0];
    this.#at += body.length;
    if (body.trim() === '') throw this.#wrong('invalid array index');
    if (!body.includes(':')) return { kind: 'indexes', indexes: body.split(',').map(Number) };
    const [from = '', to = '', step = ''] = body.split(':').map((part) => part.trim());
    return {
      kind: 'slice',
      step: Math.max(1, Number(step || '1')),
      ...(from === '' ? {} : { from: Number(from) }),
      ...(to === '' ? {} : { to: Number(to) }),
    };
  }

  #filter(): Step {
    this.#at++;
    this.#expect('(');
    const left = this.#operand();
    const operator = /^\s*(==|!=|<=|>=|<|>)/.exec(this.#text.slice(this.#at));
    if (operator === null) {
      this.#expect(')');
      return { kind: 'filter', left };
    }
    this.#at += operator[0].length;
    const right = this.#operand();
    this.#expect(')');
    return { kind: 'filter', left, operator: operator[1]!, right };
  }

  #operand(): Operand {
    this.#spaces();
    const char = this.#text[this.#at];
    if (char === '"' || char === "'") return { value: this.#quoted() };
    const literal = /^(?:-?\d+(?:\.\d+)?|true|false)(?=[\s)=!<>])/.exec(this.#text.slice(this.#at));
    if (literal === null) return { path: this.#path() };
    this.#at += literal[0].length;
    return { value: JSON.parse(literal[0]) };
  }

  #quoted(): string {
    const quote = this.#text[this.#at++]!;
    let text = '';
    for (; ; this.#at++) {
      const char = this.#text[this.#at];
      if (char === undefined) throw this.#wrong('unterminated quoted string');
      if (char === quote) break;
      if (char !== '\\') text += char;
      else {
        const next = this.#text[++this.#at] ?? '';
        text += next === 'n' ? '\n' : next === 't' ? '\t' : next === 'r' ? '\r' : next;
      }
    }
    this.#at++;
    return text;
  }

  #word(word: string): boolean {
    const rest = this.#text.slice(this.#at);
    if (!rest.startsWith(word) || /^[\w.[]/.test(rest.slice(word.length))) return false;
    this.#at += word.length;
    return true;
  }

  #spaces(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #expect(char: string): void {
    this.#spaces();
    if (this.#text[this.#at] !== char) throw this.#wrong(`expected \`${char}\` at position ${this.#at}`);
    this.#at++;
  }

  #wrong(what: string): KubectlError {
    return new KubectlError(`error: error parsing jsonpath ${this.#text}, ${what}`);
  }
}
