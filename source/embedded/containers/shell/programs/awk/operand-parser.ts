import { PatternError } from '../../regular-expression/parse.ts';
import { posixPattern } from '../../regular-expression/posix.ts';
import { ToolError } from '../tool/tool.ts';
import type { Expression, Target } from './syntax.ts';
import { TokenReader } from './token-reader.ts';

/** Reads what operators stand between: literals, variables, calls, `getline`. */
export abstract class OperandParser extends TokenReader {
  /** In the list of `print`, `>` redirects; in a `for`, `in` is not an operator. */
  protected noGreater = false;
  protected noIn = false;

  protected abstract list(): Expression[];
  protected abstract postfix(): Expression;
  protected abstract unary(): Expression;

  protected unrestricted<Result>(read: () => Result): Result {
    const [greater, within] = [this.noGreater, this.noIn];
    [this.noGreater, this.noIn] = [false, false];
    const result = read();
    [this.noGreater, this.noIn] = [greater, within];
    return result;
  }

  protected primary(): Expression {
    const { kind, text } = this.peek();
    this.at++;
    if (kind === 'number') return { kind: 'number', value: Number(text) };
    if (kind === 'text') return { kind: 'text', value: text };
    if (kind === 'pattern') return this.pattern(text);
    if (kind === 'operator' && text === '$') {
      const index =
        this.is('++') || this.is('--') ? this.postfix() : this.is('-') ? this.unary() : this.primary();
      return { kind: 'field', index };
    }
    if (kind === 'operator' && text === '(') {
      const values = this.unrestricted(() => this.list());
      this.newlines();
      this.expect(')');
      return { kind: 'group', values };
    }
    if (kind === 'call') return this.call(text);
    if (kind !== 'name') {
      this.at--;
      throw this.error();
    }
    if (text === 'getline') {
      const target = this.optionalTarget();
      if (!this.take('<')) return { kind: 'getline', target, from: undefined };
      return { kind: 'getline', target, from: { kind: 'file', source: this.postfix() } };
    }
    if (text === 'length' || text === 'systime') return { kind: 'call', name: text, values: [] };
    if (!this.take('[')) return { kind: 'variable', name: text };
    const keys = this.unrestricted(() => this.list());
    this.expect(']');
    return { kind: 'element', name: text, keys };
  }

  protected call(name: string): Expression {
    this.expect('(');
    const values = this.is(')')
      ? []
      : this.unrestricted(() => {
          this.newlines();
          return this.list();
        });
    this.newlines();
    this.expect(')');
    return { kind: 'call', name, values };
  }

  protected optionalTarget(): Target | undefined {
    const { kind, text } = this.peek();
    if ((kind !== 'name' || text === 'in') && !(kind === 'operator' && text === '$')) return undefined;
    const target = this.primary();
    return isTarget(target) ? target : undefined;
  }

  protected pattern(source: string): Expression {
    try {
      return { kind: 'pattern', source, pattern: posixPattern(source, { isExtended: true }) };
    } catch (error) {
      if (error instanceof PatternError)
        throw new ToolError(`regular expression /${source}/: ${error.message}`, 2);
      throw error;
    }
  }
}

/** Whether a value can be assigned to it. */
export function isTarget(expression: Expression): expression is Target {
  return expression.kind === 'variable' || expression.kind === 'field' || expression.kind === 'element';
}
