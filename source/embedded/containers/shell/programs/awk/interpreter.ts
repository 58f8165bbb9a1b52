import { nextTurn } from '../../../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../../../bounds/slices.ts';
import type { ProgramContext } from '../../program.ts';
import { formatted } from './builtins.ts';
import { AwkExpressions } from './expressions.ts';
import { Jump } from './jump.ts';
import type { AwkProgram, Expression, Rule, Statement } from './syntax.ts';
import { InputText, isTrue, numberOf, textOf, type Value } from './values.ts';

/** Runs a program of awk. Loops yield to the event loop, and end when the process is killed. */
export class AwkInterpreter extends AwkExpressions {
  readonly #open = new Set<Rule>();
  #code = 0;

  constructor(
    program: AwkProgram,
    context: ProgramContext,
    variables: ReadonlyMap<string, string>,
    operands: readonly string[],
  ) {
    super(program, context);
    const start: readonly (readonly [string, Value])[] = [
      ['FS', ' '],
      ['OFS', ' '],
      ['ORS', '\n'],
      ['RS', '\n'],
      ['NR', 0],
      ['FNR', 0],
      ['NF', 0],
      ['SUBSEP', '\x1c'],
      ['CONVFMT', '%.6g'],
      ['OFMT', '%.6g'],
      ['RSTART', 0],
      ['RLENGTH', -1],
      ['FILENAME', ''],
      ['ARGC', operands.length + 1],
    ];
    for (const [name, value] of start) this.globals.set(name, value);
    this.globals.set(
      'ENVIRON',
      new Map(Object.entries(context.env).map(([name, value]) => [name, new InputText(value)])),
    );
    this.globals.set(
      'ARGV',
      new Map(['awk', ...operands].map((value, index) => [String(index), new InputText(value)])),
    );
    for (const [name, value] of variables) this.set(name, new InputText(value));
  }

  async run(operands: readonly string[]): Promise<number> {
    const { rules } = this.program;
    try {
      let hasExited = await this.#phase('BEGIN');
      const reads = rules.some(({ kind }) => kind !== 'BEGIN');
      if (!hasExited && reads) {
        this.streams.readFrom(operands, (name, value) => this.set(name, new InputText(value)));
        hasExited = await this.#records();
      }
      await this.#phase('END', hasExited);
    } finally {
      await this.streams.closeAll();
    }
    return this.#code === 0 && this.streams.hasFailed ? 2 : this.#code;
  }

  async #phase(kind: 'BEGIN' | 'END', hasExited = false): Promise<boolean> {
    for (const rule of this.program.rules) {
      if (rule.kind !== kind || (hasExited && kind === 'END' && this.#exitedInBegin)) continue;
      const jump = rule.body && (await this.execute(rule.body));
      if (jump?.kind === 'exit') {
        if (kind === 'BEGIN') this.#exitedInBegin = true;
        this.#takeCode(jump);
        return true;
      }
    }
    return false;
  }

  #exitedInBegin = false;

  #takeCode({ value }: Jump): void {
    if (value !== '') this.#code = numberOf(value) & 255;
  }

  async #records(): Promise<boolean> {
    while (!this.context.killed.aborted) {
      const record = await this.streams.next(textOf(this.get('RS')), (name) => this.set('FILENAME', name));
      if (record === undefined) return false;
      this.set('NR', numberOf(this.get('NR')) + 1);
      this.set('FNR', record.isFirst ? 1 : numberOf(this.get('FNR')) + 1);
      await this.setRecord(record.text);
      for (const rule of this.program.rules) {
        if (rule.kind !== 'main' || !(await this.#isMeant(rule))) continue;
        const jump =
          rule.body === undefined ? await this.#print('print', [], undefined) : await this.execute(rule.body);
        if (jump?.kind === 'exit') {
          this.#takeCode(jump);
          return true;
        }
        if (jump?.kind === 'nextfile') this.streams.skipFile();
        if (jump?.kind === 'next' || jump?.kind === 'nextfile') break;
      }
    }
    return false;
  }

  async #isMeant(rule: Rule): Promise<boolean> {
    const { from, to } = rule;
    if (from === undefined) return true;
    if (to === undefined) return isTrue(await this.value(from));
    if (!this.#open.has(rule)) {
      if (!isTrue(await this.value(from))) return false;
      this.#open.add(rule);
    }
    if (isTrue(await this.value(to))) this.#open.delete(rule);
    return true;
  }

  protected override async execute(statement: Statement): Promise<Jump | undefined> {
    if (sharedSlice.isOver()) await nextTurn();
    if (this.context.killed.aborted) return new Jump('exit', 137);
    try {
      return await this.#statement(statement);
    } catch (error) {
      // `exit` in a function.
      if (error instanceof Jump) return error;
      throw error;
    }
  }

  async #statement(statement: Statement): Promise<Jump | undefined> {
    switch (statement.kind) {
      case 'block':
        for (const one of statement.body) {
          const jump = await this.execute(one);
          if (jump) return jump;
        }
        return undefined;
      case 'expression':
        await this.value(statement.value);
        return undefined;
      case 'print':
      case 'printf':
        return await this.#print(statement.kind, statement.values, statement.to);
      case 'if':
        if (isTrue(await this.value(statement.condition))) return await this.execute(statement.yes);
        return statement.no && (await this.execute(statement.no));
      case 'while':
        return await this.#loop(
          statement.body,
          async (isFirst) => (isFirst && statement.isAfter) || isTrue(await this.value(statement.condition)),
        );
      case 'for': {
        if (statement.begin) await this.execute(statement.begin);
        return await this.#loop(statement.body, async (isFirst) => {
          if (!isFirst && statement.step) await this.execute(statement.step);
          return statement.condition === undefined || isTrue(await this.value(statement.condition));
        });
      }
      case 'each': {
        const keys = [...this.array(statement.array).keys()].values();
        return await this.#loop(statement.body, async () => {
          const next = keys.next();
          if (!next.done) this.set(statement.variable, new InputText(next.value));
          return !next.done;
        });
      }
      case 'delete': {
        const array = this.array(statement.name);
        if (statement.keys === undefined) array.clear();
        else array.delete(await this.key(statement.keys));
        return undefined;
      }
      case 'exit':
      case 'return':
        return new Jump(
          statement.kind,
          statement.value === undefined ? '' : await this.value(statement.value),
        );
      default:
        return new Jump(statement.kind);
    }
  }

  async #loop(body: Statement, hasNext: (isFirst: boolean) => Promise<boolean>): Promise<Jump | undefined> {
    for (let isFirst = true; await hasNext(isFirst); isFirst = false) {
      const jump = await this.execute(body);
      if (jump?.kind === 'break') return undefined;
      if (jump !== undefined && jump.kind !== 'continue') return jump;
    }
    return undefined;
  }

  async #print(
    kind: 'print' | 'printf',
    expressions: readonly Expression[],
    to: Extract<Statement, { kind: 'print' | 'printf' }>['to'],
  ): Promise<undefined> {
    const values: Value[] = [];
    for (const expression of expressions) values.push(await this.value(expression));
    let text: string;
    if (kind === 'printf') text = formatted(this, this.text(values[0] ?? ''), values.slice(1));
    else {
      const format = textOf(this.get('OFMT'));
      const shown =
        values.length === 0 ? [textOf(this.fields[0]!)] : values.map((value) => textOf(value, format));
      text = shown.join(textOf(this.get('OFS'))) + textOf(this.get('ORS'));
    }
    if (to === undefined) await this.streams.print(text);
    else await this.streams.printTo(to.operator, this.text(await this.value(to.target)), text);
    return undefined;
  }
}
