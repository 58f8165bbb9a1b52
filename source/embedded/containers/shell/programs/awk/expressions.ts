import type { ProgramContext } from '../../program.ts';
import type { Pattern } from '../../regular-expression/pattern.ts';
import { ToolError } from '../tool/tool.ts';
import { type Awk, callBuiltin } from './builtins.ts';
import type { Jump } from './jump.ts';
import { AwkMemory, type Cell } from './memory.ts';
import { AwkStreams } from './streams.ts';
import type { AwkProgram, Expression, Statement, Target } from './syntax.ts';
import { arithmetic, compare, InputText, isTrue, numberOf, textOf, type Value } from './values.ts';

const deepestCalls = 200;

/** The values of expressions, and what they change. */
export abstract class AwkExpressions extends AwkMemory implements Awk {
  readonly context: ProgramContext;
  readonly streams: AwkStreams;
  protected readonly program: AwkProgram;
  /** The state of `rand`. */
  seed = 0;

  constructor(program: AwkProgram, context: ProgramContext) {
    super();
    this.program = program;
    this.context = context;
    this.streams = new AwkStreams(context);
  }

  /** Runs a statement: the body of a function. */
  protected abstract execute(statement: Statement): Promise<Jump | undefined>;

  protected async key(keys: readonly Expression[]): Promise<string> {
    const parts: string[] = [];
    for (const key of keys) parts.push(this.text(await this.value(key)));
    return parts.join(textOf(this.get('SUBSEP')));
  }

  async assign(target: Target, value: Value): Promise<void> {
    if (target.kind === 'variable') this.set(target.name, value);
    else if (target.kind === 'field') await this.setField(numberOf(await this.value(target.index)), value);
    else this.setElement(this.array(target.name), await this.key(target.keys), value);
  }

  /** The pattern that an expression stands for, without matching it against the record. */
  async patternOf(expression: Expression): Promise<Pattern> {
    return expression.kind === 'pattern'
      ? expression.pattern
      : this.pattern(this.text(await this.value(expression)));
  }

  async value(expression: Expression): Promise<Value> {
    switch (expression.kind) {
      case 'number':
      case 'text':
        return expression.value;
      case 'pattern':
        return (await expression.pattern.test(textOf(this.fields[0]!))) ? 1 : 0;
      case 'variable':
        return this.get(expression.name);
      case 'field': {
        const index = numberOf(await this.value(expression.index));
        if (index < 0) throw new ToolError(`trying to access out of range field ${index}`, 2);
        return this.fields[Math.trunc(index)] ?? new InputText('');
      }
      case 'element': {
        const array = this.array(expression.name);
        const key = await this.key(expression.keys);
        const found = array.get(key);
        if (found === undefined) this.setElement(array, key, new InputText(''));
        return found ?? new InputText('');
      }
      case 'group': {
        const [only] = expression.values;
        if (expression.values.length === 1) return await this.value(only!);
        return await this.key(expression.values);
      }
      case 'assign': {
        const right = await this.value(expression.value);
        const { operator, target } = expression;
        const result =
          operator === '='
            ? right
            : arithmetic(operator.slice(0, -1), numberOf(await this.value(target)), numberOf(right));
        await this.assign(target, result);
        return result;
      }
      case 'change': {
        const before = numberOf(await this.value(expression.target));
        await this.assign(expression.target, before + expression.by);
        return expression.isPrefix ? before + expression.by : before;
      }
      case 'unary': {
        const inner = await this.value(expression.inner);
        if (expression.operator === '!') return isTrue(inner) ? 0 : 1;
        return expression.operator === '-' ? -numberOf(inner) : numberOf(inner);
      }
      case 'binary':
        return await this.#binary(expression);
      case 'choice':
        return await this.value(
          isTrue(await this.value(expression.condition)) ? expression.yes : expression.no,
        );
      case 'in':
        return this.array(expression.name).has(await this.key(expression.keys)) ? 1 : 0;
      case 'match': {
        const text = this.text(await this.value(expression.text));
        const pattern = await this.patternOf(expression.pattern);
        return (await pattern.test(text)) !== expression.isNegated ? 1 : 0;
      }
      case 'call':
        return await this.#call(expression.name, expression.values);
      case 'getline':
        return await this.#getline(expression);
    }
  }

  async #binary({ operator, left, right }: Expression & { kind: 'binary' }): Promise<Value> {
    const a = await this.value(left);
    if (operator === '&&') return isTrue(a) && isTrue(await this.value(right)) ? 1 : 0;
    if (operator === '||') return isTrue(a) || isTrue(await this.value(right)) ? 1 : 0;
    const b = await this.value(right);
    switch (operator) {
      case ' ': {
        const text = this.text(a) + this.text(b);
        if (text.length > 4 * 1024 * 1024) throw new ToolError('text is too long', 2);
        return text;
      }
      case '<':
        return compare(a, b) < 0 ? 1 : 0;
      case '<=':
        return compare(a, b) <= 0 ? 1 : 0;
      case '==':
        return compare(a, b) === 0 ? 1 : 0;
      case '!=':
        return compare(a, b) !== 0 ? 1 : 0;
      case '>':
        return compare(a, b) > 0 ? 1 : 0;
      case '>=':
        return compare(a, b) >= 0 ? 1 : 0;
      default:
        return arithmetic(operator, numberOf(a), numberOf(b));
    }
  }

  async #call(name: string, values: readonly Expression[]): Promise<Value> {
    const defined = this.program.functions.get(name);
    if (defined === undefined) {
      const result = await callBuiltin(this, name, values);
      if (result === undefined) throw new ToolError(`function ${name} not defined`, 2);
      return result;
    }
    if (this.frames.length >= deepestCalls)
      throw new ToolError(`function ${name}: calls are nested too deeply`, 2);
    if (values.length > defined.parameters.length)
      throw new ToolError(`function ${name} called with more arguments than declared`, 2);
    const frame = new Map<string, Cell>();
    for (const [index, parameter] of defined.parameters.entries())
      frame.set(parameter, await this.#argument(values[index]));
    this.frames.push(frame);
    try {
      const jump = await this.execute(defined.body);
      if (jump?.kind === 'exit') throw jump;
      return jump?.value ?? new InputText('');
    } finally {
      this.frames.pop();
      // An array that the function made of an unset variable belongs to the caller.
      for (const [index, parameter] of defined.parameters.entries()) {
        const given = values[index];
        const made = frame.get(parameter);
        if (
          given?.kind === 'variable' &&
          made instanceof Map &&
          this.scope(given.name).get(given.name) === undefined
        )
          this.scope(given.name).set(given.name, made);
      }
    }
  }

  async #argument(expression: Expression | undefined): Promise<Cell> {
    if (expression === undefined) return undefined;
    if (expression.kind !== 'variable') return await this.value(expression);
    return this.scope(expression.name).get(expression.name);
  }

  async #getline({ target, from }: Expression & { kind: 'getline' }): Promise<Value> {
    const source = from && { kind: from.kind, name: this.text(await this.value(from.source)) };
    const separator = textOf(this.get('RS'));
    const record =
      source === undefined
        ? await this.streams.next(separator, (name) => this.set('FILENAME', name))
        : await this.streams.read(source.kind, source.name, separator);
    if (record === 'failed') return -1;
    if (record === undefined) return 0;
    if (source === undefined) {
      this.set('NR', numberOf(this.get('NR')) + 1);
      this.set('FNR', numberOf(this.get('FNR')) + 1);
    } else if (source.kind === 'command') this.set('NR', numberOf(this.get('NR')) + 1);
    if (target === undefined) await this.setRecord(record.text);
    else await this.assign(target, new InputText(record.text));
    return 1;
  }
}
