import { ToolError } from '../tool/tool.ts';
import { isTarget, OperandParser } from './operand-parser.ts';
import type { Expression } from './syntax.ts';

const deepest = 200;
const comparisons = new Set(['<', '<=', '==', '!=', '>', '>=']);
const assignments = new Set(['=', '+=', '-=', '*=', '/=', '%=', '^=']);

/** Reads expressions, from the loosest operator to the tightest. */
export class ExpressionParser extends OperandParser {
  protected depth = 0;

  protected list(): Expression[] {
    const values = [this.expression()];
    while (this.take(',')) {
      this.newlines();
      values.push(this.expression());
    }
    return values;
  }

  protected parenthesised(): Expression {
    this.expect('(');
    const value = this.unrestricted(() => this.expression());
    this.expect(')');
    return value;
  }

  protected expression(): Expression {
    if (++this.depth > deepest) throw new ToolError('the program is nested too deeply', 2);
    const value = this.assignment();
    this.depth--;
    return value;
  }

  protected assignment(): Expression {
    const left = this.choice();
    const operator = this.peek();
    if (operator.kind !== 'operator' || !assignments.has(operator.text)) return left;
    if (!isTarget(left)) throw this.error();
    this.at++;
    this.newlines();
    return { kind: 'assign', operator: operator.text, target: left, value: this.expression() };
  }

  protected choice(): Expression {
    const condition = this.either();
    if (!this.take('?')) return condition;
    this.newlines();
    const yes = this.expression();
    this.newlines();
    this.expect(':');
    this.newlines();
    return { kind: 'choice', condition, yes, no: this.expression() };
  }

  protected either(): Expression {
    let left = this.both();
    while (this.take('||')) {
      this.newlines();
      left = { kind: 'binary', operator: '||', left, right: this.both() };
    }
    return left;
  }

  protected both(): Expression {
    let left = this.membership();
    while (this.take('&&')) {
      this.newlines();
      left = { kind: 'binary', operator: '&&', left, right: this.membership() };
    }
    return left;
  }

  protected membership(): Expression {
    let left = this.matching();
    while (this.isName('in') && !this.noIn) {
      this.at++;
      const name = this.peek().text;
      this.at++;
      left = { kind: 'in', keys: left.kind === 'group' ? left.values : [left], name };
    }
    return left;
  }

  protected matching(): Expression {
    let left = this.comparison();
    while (this.is('~') || this.is('!~')) {
      const isNegated = this.peek().text === '!~';
      this.at++;
      left = { kind: 'match', isNegated, text: left, pattern: this.comparison() };
    }
    return left;
  }

  protected comparison(): Expression {
    let left = this.concatenation();
    for (;;) {
      const { kind, text } = this.peek();
      if (kind === 'operator' && comparisons.has(text) && !(text === '>' && this.noGreater)) {
        this.at++;
        left = { kind: 'binary', operator: text, left, right: this.concatenation() };
      } else if (this.is('|') && this.tokens[this.at + 1]?.text === 'getline') {
        this.at += 2;
        left = { kind: 'getline', target: this.optionalTarget(), from: { kind: 'command', source: left } };
      } else return left;
    }
  }

  protected concatenation(): Expression {
    let left = this.sum();
    while (this.beginsOperand()) left = { kind: 'binary', operator: ' ', left, right: this.sum() };
    return left;
  }

  protected beginsOperand(): boolean {
    const { kind, text } = this.peek();
    if (kind === 'number' || kind === 'text' || kind === 'pattern' || kind === 'call') return true;
    if (kind === 'name') return text !== 'in' && text !== 'getline';
    return (
      kind === 'operator' &&
      ['$', '!', '(', '-', '+', '++', '--'].includes(text) &&
      !(text === '!' && this.tokens[this.at + 1]?.text === '~')
    );
  }

  protected sum(): Expression {
    let left = this.product();
    while (this.is('+') || this.is('-')) {
      const operator = this.peek().text;
      this.at++;
      left = { kind: 'binary', operator, left, right: this.product() };
    }
    return left;
  }

  protected product(): Expression {
    let left = this.unary();
    while (this.is('*') || this.is('/') || this.is('%')) {
      const operator = this.peek().text;
      this.at++;
      left = { kind: 'binary', operator, left, right: this.unary() };
    }
    return left;
  }

  protected unary(): Expression {
    if (++this.depth > deepest) throw new ToolError('the program is nested too deeply', 2);
    try {
      for (const operator of ['!', '-', '+'] as const)
        if (this.take(operator)) return { kind: 'unary', operator, inner: this.unary() };
      return this.power();
    } finally {
      this.depth--;
    }
  }

  protected power(): Expression {
    const base = this.postfix();
    if (!this.take('^')) return base;
    return {
      kind: 'binary',
      operator: '^',
      left: base,
      right: this.is('-') || this.is('+') || this.is('!') ? this.unary() : this.power(),
    };
  }

  protected postfix(): Expression {
    for (const [text, by] of [
      ['++', 1],
      ['--', -1],
    ] as const)
      if (this.take(text)) {
        const target = this.primary();
        if (!isTarget(target)) throw this.error();
        return { kind: 'change', by, isPrefix: true, target };
      }
    const value = this.primary();
    if (!isTarget(value)) return value;
    for (const [text, by] of [
      ['++', 1],
      ['--', -1],
    ] as const)
      if (this.take(text)) return { kind: 'change', by, isPrefix: false, target: value };
    return value;
  }
}
