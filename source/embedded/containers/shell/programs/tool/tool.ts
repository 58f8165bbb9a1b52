import { FileError } from '../../container-files.ts';
import type { Program, ProgramContext } from '../../program.ts';
import { writeText } from '../../streams.ts';

/** A wrong command line, or a failure that ends the program. The message follows the program's name. */
export class ToolError extends Error {
  readonly code: number;

  constructor(message: string, code = 1) {
    super(message);
    this.code = code;
  }
}

interface OptionRow {
  readonly key: string;
  readonly short: string | undefined;
  readonly long: string | undefined;
  readonly takes: 'nothing' | 'value' | 'optional';
}

/** The options of a command line, by their letter, or their long name where they have none. */
export class Options {
  readonly #values = new Map<string, string[]>();
  /** Keys in the order in which they were given. */
  readonly order: string[] = [];

  add(key: string, value: string): void {
    const values = this.#values.get(key) ?? [];
    values.push(value);
    this.#values.set(key, values);
    this.order.push(key);
  }

  has(...keys: string[]): boolean {
    return keys.some((key) => this.#values.has(key));
  }

  /** The last value of an option. */
  value(key: string): string | undefined {
    return this.#values.get(key)?.at(-1);
  }

  all(key: string): readonly string[] {
    return this.#values.get(key) ?? [];
  }

  /** Of several options that exclude each other, the last one that was given. */
  last(...keys: string[]): string | undefined {
    return this.order.filter((key) => keys.includes(key)).at(-1);
  }
}

export interface ToolTable {
  /** `a|all`, `n:|lines` (with a value), `|color?` (a value after `=` only), `i`. */
  readonly options: readonly string[];
  /** What a wrong command line exits with; 1 if not given. */
  readonly wrong?: number;
  /** Options end at the first operand, as for programs that run another one. */
  readonly stopsAtOperand?: boolean;
  /** Reads an old form such as `-20`: the words that it stands for. */
  readonly old?: (word: string) => readonly string[] | undefined;
}

function rowsOf({ options }: ToolTable): OptionRow[] {
  return options.map((text) => {
    const [head = '', long] = text.split('|');
    const takes =
      head.endsWith(':') || long?.endsWith(':') ? 'value' : text.endsWith('?') ? 'optional' : 'nothing';
    const short = head.replace(/[:?]$/, '') || undefined;
    const name = long?.replace(/[:?]$/, '');
    return { key: short ?? name ?? '', short, long: name, takes };
  });
}

/** Splits a command line as getopt_long(3) does. Throws ToolError. */
export function parseCommandLine(
  argv: readonly string[],
  table: ToolTable,
): { readonly options: Options; readonly operands: string[] } {
  const { wrong = 1 } = table;
  const rows = rowsOf(table);
  const options = new Options();
  const operands: string[] = [];
  const words = argv.slice(1);
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const old = table.old?.(word);
    if (old !== undefined) {
      words.unshift(...old);
      continue;
    }
    if (word === '--') {
      operands.push(...words);
      break;
    }
    if (word.startsWith('--')) readLong(word, rows, options, words, wrong);
    else if (word.startsWith('-') && word.length > 1) readShort(word, rows, options, words, wrong);
    else {
      operands.push(word);
      if (table.stopsAtOperand) {
        operands.push(...words);
        break;
      }
    }
  }
  return { options, operands };
}

function readLong(
  word: string,
  rows: readonly OptionRow[],
  options: Options,
  words: string[],
  wrong: number,
): void {
  const at = word.indexOf('=');
  const name = word.slice(2, at < 0 ? undefined : at);
  const exact = rows.filter((row) => row.long === name);
  const found = exact.length > 0 ? exact : rows.filter((row) => row.long?.startsWith(name));
  const [row] = found;
  if (name === 'help' || name === 'version') throw new ToolError(name, 0);
  if (row === undefined) throw new ToolError(`unrecognized option '${word}'`, wrong);
  if (found.length > 1) throw new ToolError(`option '${word}' is ambiguous`, wrong);
  if (at >= 0 && row.takes === 'nothing')
    throw new ToolError(`option '--${row.long}' doesn't allow an argument`, wrong);
  const value = at >= 0 ? word.slice(at + 1) : row.takes === 'value' ? words.shift() : '';
  if (value === undefined) throw new ToolError(`option '--${row.long}' requires an argument`, wrong);
  options.add(row.key, value);
}

function readShort(
  word: string,
  rows: readonly OptionRow[],
  options: Options,
  words: string[],
  wrong: number,
): void {
  for (let at = 1; at < word.length; at++) {
    const letter = word[at]!;
    const row = rows.find((candidate) => candidate.short === letter);
    if (row === undefined) throw new ToolError(`invalid option -- '${letter}'`, wrong);
    if (row.takes === 'nothing') {
      options.add(row.key, '');
      continue;
    }
    const rest = word.slice(at + 1);
    const value = row.takes === 'optional' || rest !== '' ? rest : words.shift();
    if (value === undefined) throw new ToolError(`option requires an argument -- '${letter}'`, wrong);
    options.add(row.key, value);
    return;
  }
}

export function nameOf(context: ProgramContext): string {
  const called = context.argv[0] ?? '';
  return called.slice(called.lastIndexOf('/') + 1);
}

/** A message on standard error, after the program's name. */
export async function complain(context: ProgramContext, message: string): Promise<void> {
  await writeText(context.stderr, `${nameOf(context)}: ${message}\n`);
}

/** A program with the options of a table. `run` gets what remains; a ToolError or FileError ends it. */
export function tool(
  table: ToolTable,
  run: (context: ProgramContext, options: Options, operands: string[]) => Promise<number>,
): Program {
  return async (context) => {
    try {
      const { options, operands } = parseCommandLine(context.argv, table);
      return await run(context, options, operands);
    } catch (error) {
      if (error instanceof FileError) {
        await complain(context, error.message);
        return table.wrong ?? 1;
      }
      if (!(error instanceof ToolError)) throw error;
      if (error.code === 0) {
        const rows = rowsOf(table).map(({ short, long }) =>
          [short && `-${short}`, long && `--${long}`].filter(Boolean).join(', '),
        );
        await writeText(
          context.stdout,
          error.message === 'version'
            ? `${nameOf(context)} of the embedded image\n`
            : `Usage: ${nameOf(context)} [OPTION]... [ARGUMENT]...\nThe embedded image has these options: ${rows.join('; ')}\n`,
        );
        return 0;
      }
      await complain(context, error.message);
      return error.code;
    }
  };
}

/** A program that reads its own command line: a ToolError or FileError ends it with its message. */
export function guarded(run: Program): Program {
  return async (context) => {
    try {
      return await run(context);
    } catch (error) {
      if (!(error instanceof ToolError || error instanceof FileError)) throw error;
      await complain(context, error.message);
      return error instanceof ToolError ? error.code : 1;
    }
  };
}

/** Does something with a file, and says what went wrong: `cannot open 'x' for reading: No such file or directory`. */
export async function attempting(
  context: ProgramContext,
  describe: (reason: string) => string,
  act: () => void | Promise<void>,
): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await complain(context, describe(error.message));
    return false;
  }
}

/** A number of an option, or an error. */
export function wholeNumber(text: string, what: string, code = 1): number {
  const match = /^\+?(\d{1,15})$/.exec(text);
  if (match === null) throw new ToolError(`${what}: '${text}'`, code);
  return Number(match[1]);
}

/** `10`, `2k`, `3M`, `1MB`: bytes. */
export function byteCount(text: string, what: string): number {
  const match = /^(\d{1,15})([bcwkKMGT]?)(i?B)?$/.exec(text);
  if (match === null) throw new ToolError(`${what}: '${text}'`);
  const [, digits = '', unit = '', suffix] = match;
  const base = suffix === 'B' ? 1000 : 1024;
  const powers: Readonly<Record<string, number>> = {
    '': 1,
    c: 1,
    w: 2,
    b: 512,
    k: base,
    K: base,
    M: base ** 2,
    G: base ** 3,
    T: base ** 4,
  };
  return Number(digits) * (powers[unit] ?? 1);
}

/** A size as `ls -h` shows it: `1.5K`. */
export function humanSize(bytes: number, base = 1024): string {
  if (bytes < base) return String(bytes);
  let [value, unit] = [bytes, 0];
  while (value >= base && unit < 5) {
    value /= base;
    unit++;
  }
  const rounded = value < 10 ? Math.ceil(value * 10) / 10 : Math.ceil(value);
  const letter = base === 1024 ? ' KMGTP'[unit] : ' kMGTP'[unit];
  return `${value < 10 && rounded < 10 ? rounded.toFixed(1) : String(Math.ceil(rounded))}${letter}`;
}
