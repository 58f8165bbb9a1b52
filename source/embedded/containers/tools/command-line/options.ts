/**
 * An option of a tool: `none` is a flag, `required` takes one value, `many` takes one each time, `optional` may stand without its value.
 * `type` is the Java class of a value, which says what it may be; `named` is what the table of options calls the value.
 */
export interface OptionSpec {
  readonly value: 'none' | 'required' | 'many' | 'optional';
  readonly type?: 'Integer' | 'Long' | 'Double';
  readonly named?: string;
  /** Shown in the table of options; {@link Options} does not apply it. */
  readonly initial?: string;
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

  /** The value, or undefined without one. Throws UsageError for several. */
  get(name: Name): string | undefined {
    const values = this.all(name);
    if (values.length > 1)
      throw new UsageError(
        `Found multiple arguments for option ${name}, but you asked for only one`,
        'joptsimple.MultipleArgumentsForOptionException',
      );
    return values[0];
  }

  all(name: Name): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** A whole number that fits Java's `int`, or a `long` within 2^53. Throws UsageError. */
  integer(name: Name, bits: 32 | 64 = 32): number | undefined {
    const text = this.get(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    const fits = bits === 32 ? value === (value | 0) : Number.isSafeInteger(value);
    if (/^[-+]?\d{1,19}$/.test(text) && fits) return value;
    throw conversionError(name, text);
  }

  /** A floating-point number. Throws UsageError. */
  double(name: Name): number | undefined {
    const text = this.get(name);
    if (text === undefined) return undefined;
    if (/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?[df]?\s*$/i.test(text)) return Number.parseFloat(text);
    throw conversionError(name, text);
  }
}

function conversionError(name: string, text: string): UsageError {
  return new UsageError(
    `Cannot parse argument '${text}' of option ${name}`,
    'joptsimple.OptionArgumentConversionException',
  );
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
 * Parses `--name value`, `--name=value`, `-name value` and flags, by the rules of the parser that Kafka's tools use (jopt-simple 5, without
 * abbreviations): a required value may look like an option, `--` ends the options. Throws UsageError in its words.
 */
export function parseOptions<Name extends string>(
  argv: readonly string[],
  table: OptionTable<Name>,
): Options<Name> {
  const values = new Map<string, string[]>();
  const words: string[] = [];
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      words.push(...rest.splice(0));
      continue;
    }
    if (!looksLikeAnOption(word)) {
      words.push(word);
      continue;
    }
    const { name, inline } = optionOf(word);
    if (!isNameIn(name, table)) {
      // After one dash, an unknown word is read as letters.
      const unknown = word.startsWith('--')
        ? name
        : [...name].find((letter) => !Object.hasOwn(table, letter));
      throw new UsageError(
        `${unknown ?? name} is not a recognized option`,
        'joptsimple.UnrecognizedOptionException',
      );
    }
    const list = values.get(name) ?? [];
    values.set(name, list);
    const argument = argumentOf(name, table[name], inline, rest);
    if (argument !== undefined) list.push(argument);
  }
  return new Options(values, words);
}

function argumentOf(
  name: string,
  { value }: OptionSpec,
  inline: string | undefined,
  rest: string[],
): string | undefined {
  if (value === 'none') return undefined;
  if (inline !== undefined && inline !== '') return inline;
  const [next] = rest;
  if (value === 'optional') return next === undefined || looksLikeAnOption(next) ? undefined : rest.shift();
  if (next === undefined)
    throw new UsageError(
      `Option ${name} requires an argument`,
      'joptsimple.OptionMissingRequiredArgumentException',
    );
  return rest.shift();
}

function looksLikeAnOption(word: string): boolean {
  return word.startsWith('-') && word !== '-' && word !== '--';
}

function optionOf(word: string): { name: string; inline: string | undefined } {
  const text = word.replace(/^--?/, '');
  const at = text.indexOf('=');
  return at < 0 ? { name: text, inline: undefined } : { name: text.slice(0, at), inline: text.slice(at + 1) };
}

function isNameIn<Name extends string>(name: string, table: OptionTable<Name>): name is Name {
  return Object.hasOwn(table, name);
}
