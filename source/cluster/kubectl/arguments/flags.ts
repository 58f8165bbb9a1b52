import { KubectlError, leftOut } from '../errors/kubectl-error.ts';

/*
 * kubectl's flag grammar:
 *   --name=value   --name value   --switch   --switch=false   -n value   -nvalue   -n=value   -it (switches in a row)
 * Flags and arguments mix; `--` ends the flags.
 */

export type FlagType = 'switch' | 'string' | 'integer' | 'duration' | 'list';

export interface FlagSpec {
  readonly name: string;
  readonly short?: string;
  readonly type: FlagType;
  /** The value of the flag when given without one, `-o` style flags aside: `--force` is `true`. */
  readonly alone?: string;
  readonly initial?: string;
}

export class Flags {
  readonly #values = new Map<string, string[]>();
  readonly #specs: ReadonlyMap<string, FlagSpec>;

  constructor(specs: readonly FlagSpec[]) {
    this.#specs = new Map(specs.map((spec) => [spec.name, spec]));
  }

  add(spec: FlagSpec, value: string): void {
    const values = this.#values.get(spec.name);
    if (values && spec.type === 'list') values.push(value);
    else this.#values.set(spec.name, [value]);
  }

  given(name: string): boolean {
    return this.#values.has(name);
  }

  string(name: string): string {
    return this.#values.get(name)?.at(-1) ?? this.#specs.get(name)?.initial ?? '';
  }

  on(name: string): boolean {
    return isTrue(this.string(name));
  }

  integer(name: string): number {
    return Number(this.string(name) || '0');
  }

  list(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** Milliseconds. */
  duration(name: string): number {
    return parseDuration(this.string(name) || '0') ?? 0;
  }
}

export interface ParsedLine {
  readonly flags: Flags;
  readonly args: readonly string[];
  /** How many of `args` precede `--`; -1 if there is none. */
  readonly dashAt: number;
}

/** Parses what follows the verb. `command` is the verb's full name for the hint, `kubectl rollout status`. */
export function parseFlags(
  specs: readonly FlagSpec[],
  argv: readonly string[],
  command: string,
  leftOutFlags: readonly string[] = [],
): ParsedLine {
  const flags = new Flags(specs);
  const args: string[] = [];
  let dashAt = -1;
  const rest = [...argv];
  const refuse = (text: string): never => {
    throw new KubectlError(`error: ${text}\nSee '${command} --help' for usage.`);
  };
  const set = (spec: FlagSpec, value: string, shown: string): void => {
    const wrong = problemWith(spec.type, value);
    if (wrong !== undefined) {
      const label = spec.short === undefined ? `--${spec.name}` : `-${spec.short}, --${spec.name}`;
      refuse(`invalid argument ${JSON.stringify(value)} for "${label}" flag: ${wrong}`);
    }
    if (shown !== '') flags.add(spec, value);
  };
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      dashAt = args.length;
      args.push(...rest);
      break;
    }
    if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      const name = equals < 0 ? word.slice(2) : word.slice(2, equals);
      if (name === '' || name.startsWith('-')) refuse(`bad flag syntax: ${word}`);
      const spec = specs.find((one) => one.name === name);
      if (spec === undefined) {
        if (leftOutFlags.includes(name)) throw leftOut(`--${name} of \`${command}\``);
        return refuse(`unknown flag: --${name}`);
      }
      const alone = spec.alone ?? (spec.type === 'switch' ? 'true' : undefined);
      if (equals >= 0) set(spec, word.slice(equals + 1), name);
      else if (alone !== undefined) set(spec, alone, name);
      else {
        const value = rest.shift();
        if (value === undefined) return refuse(`flag needs an argument: --${name}`);
        set(spec, value, name);
      }
    } else if (word.startsWith('-') && word !== '-') {
      let letters = word.slice(1);
      while (letters !== '') {
        const letter = letters.charAt(0);
        const spec = specs.find((one) => one.short === letter);
        if (spec === undefined) return refuse(`unknown shorthand flag: '${letter}' in -${letters}`);
        const after = letters.slice(1);
        const alone = spec.alone ?? (spec.type === 'switch' ? 'true' : undefined);
        if (after.startsWith('=')) {
          set(spec, after.slice(1), letter);
          break;
        }
        if (alone !== undefined) {
          set(spec, alone, letter);
          letters = after;
          continue;
        }
        const value = after !== '' ? after : rest.shift();
        if (value === undefined) return refuse(`flag needs an argument: '${letter}' in -${letters}`);
        set(spec, value, letter);
        break;
      }
    } else args.push(word);
  }
  return { flags, args, dashAt };
}

const trueWords = ['1', 't', 'T', 'true', 'TRUE', 'True'];
const falseWords = ['0', 'f', 'F', 'false', 'FALSE', 'False'];

function isTrue(text: string): boolean {
  return trueWords.includes(text);
}

function problemWith(type: FlagType, value: string): string | undefined {
  const quoted = JSON.stringify(value);
  if (type === 'switch' && ![...trueWords, ...falseWords].includes(value))
    return `strconv.ParseBool: parsing ${quoted}: invalid syntax`;
  if (type === 'integer' && !/^[+-]?\d{1,15}$/.test(value)) {
    return `strconv.ParseInt: parsing ${quoted}: invalid syntax`;
  }
  if (type === 'duration' && parseDuration(value) === undefined) {
    if (value === '') return 'time: invalid duration ""';
    return /^[+-]?[\d.]+$/.test(value)
      ? `time: missing unit in duration ${quoted}`
      : `time: invalid duration ${quoted}`;
  }
  return undefined;
}

const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** A Go duration, `1m30s`, in milliseconds; undefined if it is not one. */
export function parseDuration(text: string): number | undefined {
  if (/^[+-]?0$/.test(text)) return 0;
  const match = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+)$/.exec(text);
  if (match === null) return undefined;
  let total = 0;
  for (const [, amount, unit] of match[2]!.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)/g)) {
    total += Number(amount) * (unitMs[unit!] ?? 0);
  }
  return match[1] === '-' ? -total : total;
}
