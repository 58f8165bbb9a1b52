/** An option of a tool: `none` is a flag, `required` takes a value, `many` takes one each time. */
export interface OptionSpec {
  readonly value: 'none' | 'required' | 'many';
  readonly help: string;
}

export type OptionTable<Name extends string> = Readonly<Record<Name, OptionSpec>>;

/** A parsed command line: option values in order, and the remaining words. */
export class Options<Name extends string> {
  readonly #values: ReadonlyMap<string, readonly string[]>;
  readonly words: readonly string[];

  constructor(values: ReadonlyMap<string, readonly string[]>, words: readonly string[]) {
    this.#values = values;
    this.words = words;
  }

  has(name: Name): boolean {
    return this.#values.has(name);
  }

  get(name: Name): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  all(name: Name): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** An integer of at least `least`. Throws UsageError. */
  integer(name: Name, least = 0): number | undefined {
    const text = this.get(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!/^-?\d{1,15}$/.test(text)) {
      throw new UsageError(
        `Cannot parse argument '${text}' of option ${name}`,
        'joptsimple.OptionArgumentConversionException',
      );
    }
    if (value < least) throw new UsageError(`option ${name} must be at least ${least}, not ${text}`);
    return value;
  }

  /** `key=value` pairs of an option. Throws UsageError. */
  pairs(name: Name): Record<string, string> {
    return Object.fromEntries(
      this.all(name).map((pair) => {
        const at = pair.indexOf('=');
        if (at <= 0) throw new UsageError(`Missing required property '${pair}'`);
        return [pair.slice(0, at), pair.slice(at + 1)];
      }),
    );
  }
}

/** A command line error. With `exception`, printed as a JVM prints an uncaught one; otherwise with the table of options. */
export class UsageError extends Error {
  readonly exception: string | undefined;

  constructor(message: string, exception?: string) {
    super(message);
    this.exception = exception;
  }
}

/**
 * Parses `--name value`, `--name=value` and flags; unambiguous abbreviations count. Throws UsageError in the words of the option parser
 * that Kafka's tools use.
 */
export function parseOptions<Name extends string>(
  argv: readonly string[],
  table: OptionTable<Name>,
): Options<Name> {
  const values = new Map<string, string[]>();
  const words: string[] = [];
  const names = Object.keys(table) as Name[];
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!/^--?[a-z]/.test(word)) {
      words.push(word);
      continue;
    }
    const [given = '', ...inline] = word.replace(/^--?/, '').split('=');
    const candidates = names.filter((name) => name === given || name.startsWith(given));
    const name = names.includes(given as Name)
      ? (given as Name)
      : candidates.length === 1
        ? candidates[0]
        : undefined;
    if (name === undefined) {
      throw new UsageError(`${given} is not a recognized option`, 'joptsimple.UnrecognizedOptionException');
    }
    const list = values.get(name) ?? [];
    values.set(name, list);
    const { value } = table[name];
    if (value === 'none') continue;
    const argument = inline.length > 0 ? inline.join('=') : rest.shift();
    if (argument === undefined) {
      throw new UsageError(
        `Option ${name} requires an argument`,
        'joptsimple.OptionMissingRequiredArgumentException',
      );
    }
    if (value === 'required' && list.length > 0) {
      throw new UsageError(
        `Found multiple arguments for option ${name}, but you asked for only one`,
        'joptsimple.MultipleArgumentsForOptionException',
      );
    }
    list.push(argument);
  }
  return new Options(values, words);
}

/** The message, followed by the options and their descriptions. */
export function usageText(message: string, table: OptionTable<string>): string {
  const left = Object.entries(table).map(
    ([name, spec]) => `--${name}${spec.value === 'none' ? '' : ' <String>'}`,
  );
  const width = Math.max(40, ...left.map((text) => text.length + 1));
  const rows = Object.values(table).map((spec, index) => `${left[index]!.padEnd(width)} ${spec.help}`);
  return [
    message,
    `${'Option'.padEnd(width)} Description`,
    `${'------'.padEnd(width)} -----------`,
    ...rows,
    '',
  ].join('\n');
}
