import { UsageError } from '../command-line/options.ts';

/** An argument of a tool that Kafka wrote with argparse4j. `rest` takes all words up to the next option. */
export interface ArgumentSpec {
  readonly value: 'none' | 'one' | 'rest';
  readonly required?: true;
  readonly metavar?: string;
  readonly type?: 'int' | 'long';
  /** Also without the dashes of its name, as the error messages have it. */
  readonly help: string;
}

export type ArgumentTable<Name extends string> = Readonly<Record<Name, ArgumentSpec>>;

export class Arguments<Name extends string> {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values;
  }

  has(name: Name): boolean {
    return this.#values.has(name);
  }

  all(name: Name): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  get(name: Name): string | undefined {
    return this.all(name).at(-1);
  }

  number(name: Name): number | undefined {
    const text = this.get(name);
    return text === undefined ? undefined : Number(text);
  }
}

const typeNames = { int: 'java.lang.Integer', long: 'java.lang.Long' } as const;

/** Parses `--name value` and `--name=value`; throws UsageError in argparse4j's words. `-h` and `--help` are the caller's. */
export function parseArguments<Name extends string>(
  argv: readonly string[],
  table: ArgumentTable<Name>,
): Arguments<Name> {
  const values = new Map<string, string[]>();
  const rest = [...argv];
  const isOption = (word: string) => /^-[^\d]/.test(word);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!isOption(word)) throw new UsageError(`unrecognized arguments: '${word}'`);
    const at = word.indexOf('=');
    const [name, inline] = at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
    if (!isNameIn(name, table)) throw new UsageError(`unrecognized arguments: '${word}'`);
    const spec = table[name];
    const taken: string[] = [];
    if (spec.value !== 'none') {
      if (inline !== undefined) taken.push(inline);
      else
        while (rest.length > 0 && !isOption(rest[0]!) && (spec.value === 'rest' || taken.length === 0))
          taken.push(rest.shift()!);
      if (taken.length === 0)
        throw new UsageError(
          `argument ${name}: expected ${spec.value === 'rest' ? 'at least one argument' : 'one argument'}`,
        );
    }
    for (const text of taken) checkType(name, text, spec);
    values.set(name, taken);
  }
  for (const [name, spec] of Object.entries(table) as [Name, ArgumentSpec][])
    if (spec.required && !values.has(name)) throw new UsageError(`argument ${name} is required`);
  return new Arguments(values);
}

function checkType(name: string, text: string, { type }: ArgumentSpec): void {
  if (type === undefined) return;
  const value = Number(text);
  const fits = type === 'int' ? value === (value | 0) : Number.isSafeInteger(value);
  if (/^[-+]?\d{1,19}$/.test(text) && fits) return;
  throw new UsageError(
    `argument ${name}: could not convert '${text}' to ${type === 'int' ? 'Integer' : 'Long'} (${typeNames[type]})`,
  );
}

function isNameIn<Name extends string>(name: string, table: ArgumentTable<Name>): name is Name {
  return Object.hasOwn(table, name);
}

/** `usage: NAME [-h] --topic TOPIC …` in lines of 80 characters. */
export function argumentsUsage(program: string, table: ArgumentTable<string>): string {
  const words = Object.entries(table).map(([name, { value, required, metavar }]) => {
    const shown = value === 'none' ? name : `${name} ${metavar}`;
    const many = value === 'rest' ? `${shown} [${metavar} ...]` : shown;
    return required ? many : `[${many}]`;
  });
  const lines: string[] = [];
  let line = `usage: ${program} [-h]`;
  const indent = ' '.repeat(`usage: ${program} `.length);
  for (const word of words) {
    if (line.length + 1 + word.length > 75) {
      lines.push(line);
      line = `${indent}${word}`;
    } else line += ` ${word}`;
  }
  return `${[...lines, line].join('\n')}\n`;
}
