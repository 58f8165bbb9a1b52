/**
 * The value of `$((…))`, in 64 bits as shells have it. Names are variables, and an unset one is 0.
 *
 *   expression ::= [ name ASSIGN ] ternary
 *   ternary    ::= binary [ "?" expression ":" expression ]
 *   binary     ::= unary ( OPERATOR unary )*      by precedence, from the left
 *   unary      ::= ( "+" | "-" | "!" | "~" ) unary | number | name | "(" expression ")"
 *   number     ::= decimal, 0octal, 0xhex
 */
export function evaluateArithmetic(text: string, variables: Variables): bigint {
  const reader = new Reader(text, variables);
  const value = reader.expression(true);
  reader.expectEnd();
  return value;
}

export interface Variables {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

/** A malformed expression; the message follows `arithmetic expression: `. */
export class ArithmeticError extends Error {}

const mostTokens = 10_000;
const deepest = 200;
const token =
  /\s*(?:(0[xX][\da-fA-F]+|\d+)|([A-Za-z_]\w*)|(<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%&|^<>=!~?:()])|(\S))/gy;

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

class Reader {
  readonly #tokens: string[] = [];
  readonly #variables: Variables;
  #at = 0;
  #depth = 0;

  constructor(text: string, variables: Variables) {
    this.#variables = variables;
    for (const [, number, name, operator, other] of text.trim().matchAll(token)) {
      if (other !== undefined || this.#tokens.length >= mostTokens) throw new ArithmeticError('syntax error');
      this.#tokens.push(number ?? name ?? operator ?? '');
    }
  }

  /** `live`: whether this part is evaluated; the unused side of `?`, `&&` and `||` is only parsed. */
  expression(live: boolean): bigint {
    if (++this.#depth > deepest) throw new ArithmeticError('expression is too deep');
    const [name = '', operator = ''] = this.#tokens.slice(this.#at, this.#at + 2);
    let value: bigint;
    if (/^[A-Za-z_]/.test(name) && assignments.has(operator)) {
      this.#at += 2;
      const right = this.expression(live);
      value = operator === '=' || !live ? right : apply(operator.slice(0, -1), this.#variable(name), right);
      if (live) this.#variables.set(name, String(value));
    } else value = this.#ternary(live);
    this.#depth--;
    return value;
  }

  expectEnd(): void {
    if (this.#at < this.#tokens.length)
      throw new ArithmeticError(`syntax error near "${this.#tokens[this.#at]}"`);
  }

  #ternary(live: boolean): bigint {
    const condition = this.#binary(0, live);
    if (!this.#take('?')) return condition;
    const yes = this.expression(live && condition !== 0n);
    if (!this.#take(':')) throw new ArithmeticError('expecting ":"');
    const no = this.expression(live && condition === 0n);
    return condition !== 0n ? yes : no;
  }

  #binary(level: number, live: boolean): bigint {
    const operators = precedences[level];
    if (operators === undefined) return this.#unary(live);
    let left = this.#binary(level + 1, live);
    for (
      let next = this.#tokens[this.#at];
      next !== undefined && operators.includes(next);
      next = this.#tokens[this.#at]
    ) {
      this.#at++;
      const decided = (next === '&&' && left === 0n) || (next === '||' && left !== 0n);
      const right = this.#binary(level + 1, live && !decided);
      left = live ? apply(next, left, right) : 0n;
    }
    return left;
  }

  #unary(live: boolean): bigint {
    if (++this.#depth > deepest) throw new ArithmeticError('expression is too deep');
    const value = this.#primary(live);
    this.#depth--;
    return value;
  }

  #primary(live: boolean): bigint {
    if (this.#take('-')) return BigInt.asIntN(64, -this.#unary(live));
    if (this.#take('+')) return this.#unary(live);
    if (this.#take('!')) return this.#unary(live) === 0n ? 1n : 0n;
    if (this.#take('~')) return BigInt.asIntN(64, ~this.#unary(live));
    if (this.#take('(')) {
      const inner = this.expression(live);
      if (!this.#take(')')) throw new ArithmeticError('expecting ")"');
      return inner;
    }
    const next = this.#tokens[this.#at++] ?? '';
    if (/^\d/.test(next)) return numberOf(next);
    if (/^[A-Za-z_]/.test(next)) return live ? this.#variable(next) : 0n;
    throw new ArithmeticError(next === '' ? 'expecting primary' : `expecting primary near "${next}"`);
  }

  #variable(name: string): bigint {
    const text = (this.#variables.get(name) ?? '').trim();
    if (text === '') return 0n;
    const match = /^([-+]?)(0[xX][\da-fA-F]+|\d+)$/.exec(text);
    if (match === null) throw new ArithmeticError(`Illegal number: ${text.slice(0, 40)}`);
    return match[1] === '-' ? -numberOf(match[2]!) : numberOf(match[2]!);
  }

  #take(wanted: string): boolean {
    if (this.#tokens[this.#at] !== wanted) return false;
    this.#at++;
    return true;
  }
}

function numberOf(text: string): bigint {
  if (text.length > 100) throw new ArithmeticError('a number is too long');
  if (/^0\d/.test(text)) {
    if (/[89]/.test(text)) throw new ArithmeticError(`Illegal number: ${text}`);
    return BigInt.asIntN(64, BigInt(`0o${text}`));
  }
  return BigInt.asIntN(64, BigInt(text));
}

function apply(operator: string, left: bigint, right: bigint): bigint {
  const truth = (holds: boolean): bigint => (holds ? 1n : 0n);
  const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);
  const nonZero = (): bigint => {
    if (right === 0n) throw new ArithmeticError('division by zero');
    return right;
  };
  switch (operator) {
    case '+':
      return wrap(left + right);
    case '-':
      return wrap(left - right);
    case '*':
      return wrap(left * right);
    case '/':
      return wrap(left / nonZero());
    case '%':
      return left % nonZero();
    case '<<':
      return wrap(left << (right & 63n));
    case '>>':
      return left >> (right & 63n);
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '&&':
      return truth(left !== 0n && right !== 0n);
    case '||':
      return truth(left !== 0n || right !== 0n);
    case '==':
      return truth(left === right);
    case '!=':
      return truth(left !== right);
    case '<':
      return truth(left < right);
    case '<=':
      return truth(left <= right);
    case '>':
      return truth(left > right);
    default:
      return truth(left >= right);
  }
}
