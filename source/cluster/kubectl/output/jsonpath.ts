import { isJsonObject } from '../../../json/json-value.ts';
import { KubectlError } from '../errors/kubectl-error.ts';
import { toCompactJson } from './json.ts';

/*
 * kubectl's JSONPath templates (https://kubernetes.io/docs/reference/kubectl/jsonpath/):
 *   template = { text | "{" expression "}" }
 *   expression = path | quoted text | "range" path … "end"
 *   path = ["$" | "@"] { "." name | ".." name | "[" subscript "]" | ".*" }
 *   subscript = index | "'" name "'" | "*" | start ":" end ":" step | index "," index | "?(" filter ")"
 *   filter = operand [ ("==" | "!=" | "<" | "<=" | ">" | ">=") operand ]
 */

type Step =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'descend' }
  | { readonly kind: 'all' }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from?: number; readonly to?: number; readonly step: number }
  | { readonly kind: 'filter'; readonly left: Operand; readonly operator?: string; readonly right?: Operand };
type Operand = { readonly path: readonly Step[] } | { readonly value: unknown };

type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'path'; readonly steps: readonly Step[] }
  | { readonly kind: 'range'; readonly steps: readonly Step[]; readonly body: readonly Node[] };

export interface JsonPathOptions {
  readonly allowMissing: boolean;
}

/** Compiles a template; the result prints one object with it. */
export function compileJsonPath(template: string, options: JsonPathOptions = { allowMissing: true }) {
  const nodes = new Parser(template).template();
  return (root: unknown): string => render(nodes, root, root, options);
}

function render(nodes: readonly Node[], root: unknown, current: unknown, options: JsonPathOptions): string {
  return nodes
    .map((node) => {
      if (node.kind === 'text') return node.text;
      const values = walk(node.steps, root, current, options);
      if (node.kind === 'range') {
        return values.map((value) => render(node.body, root, value, options)).join('');
      }
      return values.map(valueText).join(' ');
    })
    .join('');
}

function valueText(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'object' ? toCompactJson(value) : String(value);
}

function walk(steps: readonly Step[], root: unknown, current: unknown, options: JsonPathOptions): unknown[] {
  let values = [current];
  for (const step of steps) {
    if (step.kind === 'field' && step.name === '$') values = [root];
    else values = values.flatMap((value) => take(step, value, root, options));
  }
  return values;
}

function take(step: Step, value: unknown, root: unknown, options: JsonPathOptions): unknown[] {
  switch (step.kind) {
    case 'field':
      if (isJsonObject(value) && Object.hasOwn(value, step.name)) return [value[step.name]];
      if (!options.allowMissing)
        throw new KubectlError(`error executing jsonpath: ${step.name} is not found`);
      return [];
    case 'descend':
      return descendants(value);
    case 'all':
      return Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
    case 'indexes':
      return step.indexes.flatMap((index) => {
        if (!Array.isArray(value)) return [];
        const at = index < 0 ? value.length + index : index;
        if (at >= 0 && at < value.length) return [value[at]];
        throw new KubectlError(
          `error: error executing jsonpath: array index out of bounds: index ${index}, length ${value.length}`,
        );
      });
    case 'slice': {
      if (!Array.isArray(value)) return [];
      const at = (index: number): number => (index < 0 ? Math.max(0, value.length + index) : index);
      return value
        .slice(at(step.from ?? 0), step.to === undefined ? undefined : at(step.to))
        .filter((_, index) => index % step.step === 0);
    }
    case 'filter':
      return (Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : []).filter((item) =>
        holds(step, item, root),
      );
  }
}

function descendants(value: unknown): unknown[] {
  const children = Array.isArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  return [value, ...children.flatMap(descendants)].filter((one) => typeof one === 'object' && one !== null);
}

function holds(step: Step & { kind: 'filter' }, item: unknown, root: unknown): boolean {
  const left = operandValues(step.left, item, root);
  if (step.operator === undefined) return left.length > 0;
  const right = operandValues(step.right!, item, root);
  const [a] = left;
  const [b] = right;
  if (left.length === 0 || right.length === 0) return false;
  if (step.operator === '==') return a === b;
  if (step.operator === '!=') return a !== b;
  const [x, y] = [a as number | string, b as number | string];
  if (step.operator === '<') return x < y;
  if (step.operator === '<=') return x <= y;
  return step.operator === '>' ? x > y : x >= y;
}

function operandValues(operand: Operand, item: unknown, root: unknown): unknown[] {
  return 'value' in operand ? [operand.value] : walk(operand.path, root, item, { allowMissing: true });
}

class Parser {
  readonly #text: string;
  #at = 0;

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
        nodes.push({ kind: 'range', steps, body: this.#nodes(true) });
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
    if (char === '?') return this.#filter();
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
