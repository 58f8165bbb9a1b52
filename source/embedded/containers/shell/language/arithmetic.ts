import { readNumber } from './arithmetic-numbers.ts';
import { applyOperator, type Fail } from './arithmetic-operators.ts';

/**
 * The value of `$((…))`, in 64 bits as shells have it. Names are variables, whose values are expressions; an unset one is 0.
 *
 *   list       ::= expression ( "," expression )*
 *   expression ::= [ place ASSIGN ] ternary
 *   ternary    ::= binary [ "?" list ":" expression ]
 *   binary     ::= power ( OPERATOR power )*      by precedence, from the left
 *   power      ::= unary [ "**" power ]
 *   unary      ::= ( "+" | "-" | "!" | "~" ) unary | ( "++" | "--" ) place | primary
 *   primary    ::= number | place [ "++" | "--" ] | "(" list ")"
 *   place      ::= name [ "[" list "]" ]
 *   number     ::= decimal, 0octal, 0xhex, base#digits
 */
export function evaluateArithmetic(text: string, variables: ArithmeticVariables, depth = 0): bigint {
  if (depth > deepest) throw new ArithmeticError(`${text}: expression recursion level exceeded`);
  const reader = new Reader(text, variables, depth);
  return reader.whole();
}

/** `index`: the key of an array's element. */
export interface ArithmeticVariables {
  get(name: string, index?: string): string | undefined;
  set(name: string, value: string, index?: string): void;
  /** Whether subscripts of the variable are texts. */
  readonly hasNames?: (name: string) => boolean;
}

/** A malformed expression; the message is bash's. */
export class ArithmeticError extends Error {}

const mostTokens = 10_000;
const deepest = 200;
const token =
  /\s*(?:(\d+#[\w@]+|0[xX][\da-fA-F]+|\d\w*)|([A-Za-z_]\w*)|(<<=|>>=|\*\*|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%&|^<>=!~?:()[\],])|(\S))/gy;

const precedences: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];
const assignments = new Set(['=', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '<<=', '>>=']);

interface Place {
  readonly name: string;
  readonly index?: string;
}

class Reader {
  readonly #text: string;
  readonly #tokens: string[] = [];
  readonly #variables: ArithmeticVariables;
  readonly #level: number;
  #at = 0;
  #depth = 0;

  constructor(text: string, variables: ArithmeticVariables, level: number) {
    this.#text = text.trim();
    this.#variables = variables;
    this.#level = level;
    for (const [, number, name, operator, other] of this.#text.matchAll(token)) {
      if (other !== undefined) throw this.#error('syntax error: invalid arithmetic operator', other);
      if (this.#tokens.length >= mostTokens) throw this.#error('expression is too long');
      this.#tokens.push(number ?? name ?? operator ?? '');
    }
  }

  whole(): bigint {
    if (this.#tokens.length === 0) return 0n;
    const value = this.#list(true);
    if (this.#at < this.#tokens.length) throw this.#error('syntax error in expression');
    return value;
  }

  #list(live: boolean): bigint {
    let value = this.#expression(live);
    while (this.#take(',')) value = this.#expression(live);
    return value;
  }

  /** `live`: whether this part is evaluated; the unused side of `?`, `&&` and `||` is only parsed. */
  #expression(live: boolean): bigint {
    this.#enter();
    const start = this.#at;
    const place = this.#place(live);
    const operator = this.#tokens[this.#at] ?? '';
    let value: bigint;
    if (place !== undefined && assignments.has(operator)) {
      this.#at++;
      const right = this.#expression(live);
      value =
        operator === '=' || !live
          ? right
          : applyOperator(operator.slice(0, -1), this.#value(place), right, this.#fail);
      if (live) this.#variables.set(place.name, String(value), place.index);
    } else {
      this.#at = start;
      value = this.#ternary(live);
    }
    this.#depth--;
    return value;
  }

  #ternary(live: boolean): bigint {
    const condition = this.#binary(0, live);
    if (!this.#take('?')) return condition;
    const yes = this.#list(live && condition !== 0n);
    if (!this.#take(':')) throw this.#error("`:' expected for conditional expression");
    const no = this.#expression(live && condition === 0n);
    return condition !== 0n ? yes : no;
  }

  #binary(level: number, live: boolean): bigint {
    const operators = precedences[level];
    if (operators === undefined) return this.#power(live);
    let left = this.#binary(level + 1, live);
    for (
      let next = this.#tokens[this.#at];
      next !== undefined && operators.includes(next);
      next = this.#tokens[this.#at]
    ) {
      this.#at++;
      const decided = (next === '&&' && left === 0n) || (next === '||' && left !== 0n);
      const right = this.#binary(level + 1, live && !decided);
      left = live ? applyOperator(next, left, right, this.#fail) : 0n;
    }
    return left;
  }

  #power(live: boolean): bigint {
    const base = this.#unary(live);
    if (!this.#take('**')) return base;
    this.#enter();
    const exponent = this.#power(live);
    this.#depth--;
    return live ? applyOperator('**', base, exponent, this.#fail) : 0n;
  }

  #unary(live: boolean): bigint {
    this.#enter();
    const value = this.#signed(live);
    this.#depth--;
    return value;
  }

  #signed(live: boolean): bigint {
    if (this.#take('-')) return BigInt.asIntN(64, -this.#unary(live));
    if (this.#take('+')) return this.#unary(live);
    if (this.#take('!')) return this.#unary(live) === 0n ? 1n : 0n;
    if (this.#take('~')) return BigInt.asIntN(64, ~this.#unary(live));
    for (const [operator, change] of [
      ['++', 1n],
      ['--', -1n],
    ] as const) {
      if (!this.#take(operator)) continue;
      const place = this.#place(live);
      if (place === undefined) {
        // `--5` is a number negated twice.
        return this.#unary(live);
      }
      return live ? this.#change(place, change) : 0n;
    }
    return this.#primary(live);
  }

  #primary(live: boolean): bigint {
    if (this.#take('(')) {
      const inner = this.#list(live);
      if (!this.#take(')')) throw this.#error("missing `)'");
      return inner;
    }
    const place = this.#place(live);
    if (place !== undefined) {
      if (!live) return 0n;
      const value = this.#value(place);
      if (this.#take('++')) this.#change(place, 1n);
      else if (this.#take('--')) this.#change(place, -1n);
      return value;
    }
    const next = this.#tokens[this.#at];
    if (next === undefined || !/^\d/.test(next)) throw this.#error('syntax error: operand expected');
    this.#at++;
    return readNumber(next, this.#fail);
  }

  /** Reads a variable's name with its subscript; undefined if none is next. */
  #place(live: boolean): Place | undefined {
    const name = this.#tokens[this.#at] ?? '';
    if (!/^[A-Za-z_]/.test(name)) return undefined;
    this.#at++;
    if (!this.#take('[')) return { name };
    const from = this.#at;
    if (this.#variables.hasNames?.(name)) {
      while (this.#at < this.#tokens.length && this.#tokens[this.#at] !== ']') this.#at++;
      const index = this.#tokens.slice(from, this.#at).join('');
      if (!this.#take(']')) throw this.#error("missing `]'");
      return { name, index };
    }
    const index = this.#list(live);
    if (!this.#take(']')) throw this.#error("missing `]'");
    return { name, index: String(index) };
  }

  #value({ name, index }: Place): bigint {
    const text = (this.#variables.get(name, index) ?? '').trim();
    if (text === '') return 0n;
    if (/^-?[1-9]\d{0,17}$/.test(text)) return BigInt(text);
    return evaluateArithmetic(text, this.#variables, this.#level + 1);
  }

  #change(place: Place, by: bigint): bigint {
    const value = BigInt.asIntN(64, this.#value(place) + by);
    this.#variables.set(place.name, String(value), place.index);
    return value;
  }

  #take(wanted: string): boolean {
    if (this.#tokens[this.#at] !== wanted) return false;
    this.#at++;
    return true;
  }

  #enter(): void {
    this.#depth++;
    if (this.#depth > deepest) throw this.#error('expression recursion level exceeded');
  }

  readonly #fail: Fail = (what, at) => this.#error(what, at);

  #error(
    what: string,
    at = this.#tokens.slice(this.#at).join(' ') || this.#tokens.at(-1) || '',
  ): ArithmeticError {
    return new ArithmeticError(`${this.#text.slice(0, 200)}: ${what} (error token is "${at.slice(0, 100)}")`);
  }
}
