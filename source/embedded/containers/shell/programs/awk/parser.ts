import { ToolError } from '../tool/tool.ts';
import { ExpressionParser } from './expression-parser.ts';
import { tokensOf } from './lexer.ts';
import type { AwkFunction, AwkProgram, Expression, Rule, Statement } from './syntax.ts';

const deepest = 200;

/** Parses a program of awk. Throws ToolError. */
export function parseAwk(text: string): AwkProgram {
  return new Parser(tokensOf(text)).program();
}

class Parser extends ExpressionParser {
  program(): AwkProgram {
    const rules: Rule[] = [];
    const functions = new Map<string, AwkFunction>();
    for (;;) {
      this.separators();
      if (this.peek().kind === 'end') return { rules, functions };
      if (this.isName('function') || this.isName('func')) {
        this.at++;
        const name = this.peek().text;
        this.at++;
        this.expect('(');
        const parameters: string[] = [];
        while (!this.take(')')) {
          parameters.push(this.peek().text);
          this.at++;
          this.take(',');
          this.newlines();
          if (this.peek().kind === 'end') throw this.error();
        }
        this.newlines();
        functions.set(name, { parameters, body: this.block() });
        continue;
      }
      rules.push(this.#rule());
    }
  }

  #rule(): Rule {
    for (const kind of ['BEGIN', 'END'] as const)
      if (this.isName(kind)) {
        this.at++;
        return { kind, from: undefined, to: undefined, body: this.block() };
      }
    let from: Expression | undefined;
    let to: Expression | undefined;
    if (!this.is('{')) {
      from = this.expression();
      if (this.take(',')) {
        this.newlines();
        to = this.expression();
      }
    }
    return { kind: 'main', from, to, body: this.is('{') ? this.block() : undefined };
  }

  protected block(): Statement {
    this.expect('{');
    const body: Statement[] = [];
    for (;;) {
      this.separators();
      if (this.take('}')) return { kind: 'block', body };
      if (this.peek().kind === 'end') throw this.error();
      body.push(this.statement());
    }
  }

  protected statement(): Statement {
    if (++this.depth > deepest) throw new ToolError('the program is nested too deeply', 2);
    try {
      return this.anyStatement();
    } finally {
      this.depth--;
    }
  }

  protected anyStatement(): Statement {
    if (this.is('{')) return this.block();
    if (this.take(';')) return { kind: 'block', body: [] };
    const { text, kind } = this.peek();
    if (kind !== 'name' && kind !== 'call') return this.ended(this.simple());
    switch (text) {
      case 'if': {
        this.at++;
        const condition = this.parenthesised();
        this.newlines();
        const yes = this.statement();
        const before = this.at;
        this.separators();
        if (!this.isName('else')) {
          this.at = before;
          return { kind: 'if', condition, yes, no: undefined };
        }
        this.at++;
        this.newlines();
        return { kind: 'if', condition, yes, no: this.statement() };
      }
      case 'while': {
        this.at++;
        const condition = this.parenthesised();
        if (this.take(';'))
          return { kind: 'while', condition, body: { kind: 'block', body: [] }, isAfter: false };
        this.newlines();
        return { kind: 'while', condition, body: this.statement(), isAfter: false };
      }
      case 'do': {
        this.at++;
        this.newlines();
        const body = this.statement();
        this.separators();
        if (!this.isName('while')) throw this.error();
        this.at++;
        return this.ended({ kind: 'while', condition: this.parenthesised(), body, isAfter: true });
      }
      case 'for':
        return this.for();
      case 'next':
      case 'nextfile':
      case 'break':
      case 'continue':
        this.at++;
        return this.ended({ kind: text });
      case 'exit':
      case 'return':
        this.at++;
        return this.ended({ kind: text, value: this.isEnd() ? undefined : this.expression() });
      default:
        return this.ended(this.simple());
    }
  }

  protected for(): Statement {
    this.at++;
    this.expect('(');
    const [name, word, array, close] = this.tokens.slice(this.at, this.at + 4);
    if (name?.kind === 'name' && word?.text === 'in' && array?.kind === 'name' && close?.text === ')') {
      this.at += 4;
      this.newlines();
      return { kind: 'each', variable: name.text, array: array.text, body: this.statement() };
    }
    const begin = this.is(';') ? undefined : this.simple();
    this.expect(';');
    this.newlines();
    const condition = this.is(';') ? undefined : this.expression();
    this.expect(';');
    this.newlines();
    const step = this.is(')') ? undefined : this.simple();
    this.expect(')');
    if (this.take(';')) return { kind: 'for', begin, condition, step, body: { kind: 'block', body: [] } };
    this.newlines();
    return { kind: 'for', begin, condition, step, body: this.statement() };
  }

  protected simple(): Statement {
    const { text } = this.peek();
    if (this.isName('print') || this.isName('printf')) {
      this.at++;
      return this.print(text as 'print' | 'printf');
    }
    if (this.isName('delete')) {
      this.at++;
      const name = this.peek().text;
      this.at++;
      if (!this.take('[')) return { kind: 'delete', name, keys: undefined };
      const keys = this.list();
      this.expect(']');
      return { kind: 'delete', name, keys };
    }
    return { kind: 'expression', value: this.expression() };
  }

  protected print(kind: 'print' | 'printf'): Statement {
    const before = this.noGreater;
    this.noGreater = true;
    let values: readonly Expression[] = [];
    if (!this.isEnd() && !this.is('>') && !this.is('>>') && !this.is('|')) {
      values = this.list();
      // `print (a, b) > "file"`
      const [only] = values;
      if (values.length === 1 && only?.kind === 'group' && only.values.length > 1) values = only.values;
    }
    this.noGreater = before;
    for (const operator of ['>>', '>', '|'] as const)
      if (this.take(operator)) return { kind, values, to: { operator, target: this.concatenation() } };
    return { kind, values, to: undefined };
  }

  protected ended(statement: Statement): Statement {
    if (!this.isEnd()) throw this.error();
    if (this.is(';') || this.peek().kind === 'newline') this.at++;
    return statement;
  }
}
