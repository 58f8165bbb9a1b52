import { inSlices } from '../../../../bounds/lanes/pods.ts';
import { characterCount, characterSlice } from '../../characters.ts';
import type { Pattern } from '../../regular-expression/pattern.ts';
import { convert } from '../tool/format.ts';
import { strftime } from '../tool/strftime.ts';
import { ToolError } from '../tool/tool.ts';
import type { Expression, Target } from './syntax.ts';
import { InputText, numberOf, textOf, type Value } from './values.ts';

/** What functions need from the interpreter. */
export interface Awk {
  /** The state of `rand`. */
  seed: number;
  readonly streams: {
    close(name: string): Promise<number>;
    system(command: string): Promise<number>;
  };
  value(expression: Expression): Promise<Value>;
  text(value: Value): string;
  assign(target: Target, value: Value): Promise<void>;
  array(name: string): Map<string, Value>;
  get(name: string): Value;
  set(name: string, value: Value): void;
  setElement(array: Map<string, Value>, key: string, value: Value): void;
  splitText(text: string, separator: string | Pattern): Promise<readonly string[]>;
  patternOf(expression: Expression): Promise<Pattern>;
}

/** A function that awk itself has; undefined for an unknown name. */
export async function callBuiltin(
  awk: Awk,
  name: string,
  given: readonly Expression[],
): Promise<Value | undefined> {
  const text = async (index: number): Promise<string> =>
    given[index] ? awk.text(await awk.value(given[index])) : '';
  const number = async (index: number): Promise<number> =>
    given[index] ? numberOf(await awk.value(given[index])) : 0;
  switch (name) {
    case 'length': {
      const [only] = given;
      if (only === undefined)
        return characterCount(
          textOf(await awk.value({ kind: 'field', index: { kind: 'number', value: 0 } })),
        );
      if (only.kind === 'variable') {
        try {
          return characterCount(awk.text(awk.get(only.name)));
        } catch (error) {
          if (error instanceof ToolError) return awk.array(only.name).size;
          throw error;
        }
      }
      return characterCount(await text(0));
    }
    case 'substr': {
      const whole = await text(0);
      const start = Math.round(await number(1));
      const end = given[2] === undefined ? Number.POSITIVE_INFINITY : start + Math.round(await number(2));
      return characterSlice(whole, Math.max(0, start - 1), Math.max(0, end - 1));
    }
    case 'index': {
      const [whole, part] = [await text(0), await text(1)];
      const at = whole.indexOf(part);
      return at < 0 ? 0 : characterCount(whole.slice(0, at)) + 1;
    }
    case 'split':
      return await split(awk, given);
    case 'sub':
    case 'gsub':
      return await substitute(awk, name === 'gsub', given);
    case 'match': {
      const whole = await text(0);
      const found = await (await awk.patternOf(given[1]!)).find(whole, 0);
      awk.set('RSTART', found ? found.start + 1 : 0);
      awk.set('RLENGTH', found ? found.end - found.start : -1);
      const [, , target] = given;
      if (target?.kind === 'variable') {
        const array = awk.array(target.name);
        array.clear();
        for (const [index, group] of found?.groups.entries() ?? [])
          awk.setElement(array, String(index), new InputText(group ?? ''));
      }
      return found ? found.start + 1 : 0;
    }
    case 'sprintf': {
      const values: Value[] = [];
      for (const one of given.slice(1)) values.push(await awk.value(one));
      return formatted(awk, await text(0), values);
    }
    case 'tolower':
      return (await text(0)).toLowerCase();
    case 'toupper':
      return (await text(0)).toUpperCase();
    case 'int':
      return Math.trunc(await number(0));
    case 'sqrt':
      return Math.sqrt(await number(0));
    case 'exp':
      return Math.exp(await number(0));
    case 'log':
      return Math.log(await number(0));
    case 'sin':
      return Math.sin(await number(0));
    case 'cos':
      return Math.cos(await number(0));
    case 'atan2':
      return Math.atan2(await number(0), await number(1));
    case 'rand':
      // A generator with a seed, so that `srand(1)` repeats itself.
      awk.seed = (awk.seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return awk.seed / 2_147_483_648;
    case 'srand': {
      const before = awk.seed;
      awk.seed =
        given[0] === undefined ? Math.floor(Date.now() / 1000) : Math.trunc(await number(0)) % 2_147_483_648;
      return before;
    }
    case 'systime':
      return Math.floor(Date.now() / 1000);
    case 'strftime':
      return strftime(
        given[0] === undefined ? '%a %b %e %H:%M:%S UTC %Y' : await text(0),
        given[1] === undefined ? Date.now() : (await number(1)) * 1000,
      );
    case 'close':
      return await awk.streams.close(await text(0));
    case 'fflush':
      return 0;
    case 'system':
      return await awk.streams.system(await text(0));
    default:
      return undefined;
  }
}

async function split(awk: Awk, given: readonly Expression[]): Promise<Value> {
  const [source, target, by] = given;
  if (source === undefined || target?.kind !== 'variable')
    throw new ToolError('split: second argument must be an array', 2);
  const text = awk.text(await awk.value(source));
  const separator =
    by === undefined
      ? textOf(awk.get('FS'))
      : by.kind === 'pattern'
        ? by.pattern
        : awk.text(await awk.value(by));
  const parts = await awk.splitText(text, separator);
  const array = awk.array(target.name);
  array.clear();
  await inSlices(parts.entries(), ([index, part]) =>
    awk.setElement(array, String(index + 1), new InputText(part)),
  );
  return parts.length;
}

async function substitute(awk: Awk, isGlobal: boolean, given: readonly Expression[]): Promise<Value> {
  const [pattern, by, place] = given;
  if (pattern === undefined || by === undefined) throw new ToolError('sub: not enough arguments', 2);
  const target: Expression = place ?? { kind: 'field', index: { kind: 'number', value: 0 } };
  const text = awk.text(await awk.value(target));
  const replacement = awk.text(await awk.value(by));
  let [result, done, count] = ['', 0, 0];
  for await (const { start, end } of (await awk.patternOf(pattern)).all(text)) {
    if (end === start && start === done && count > 0) continue;
    count++;
    result +=
      text.slice(done, start) +
      replacement.replace(/\\(\\|&)|&/g, (token, char: string | undefined) =>
        token === '&' ? text.slice(start, end) : (char ?? ''),
      );
    done = end;
    if (result.length > 4 * 1024 * 1024) throw new ToolError('text is too long', 2);
    if (!isGlobal) break;
  }
  if (count > 0 && ['variable', 'field', 'element'].includes(target.kind))
    await awk.assign(target as Target, result + text.slice(done));
  return count;
}

export function formatted(awk: Pick<Awk, 'text'>, format: string, values: readonly Value[]): string {
  let index = 0;
  const take = (): Value => values[index++] ?? '';
  return format.replace(
    /%([-+ 0#]*)(\*|\d{1,6})?(?:\.(\*|\d{0,6}))?([a-zA-Z%])/g,
    (whole, flags: string, width: string | undefined, precision: string | undefined, letter: string) => {
      if (letter === '%') return '%';
      const length = width === '*' ? numberOf(take()) : Number(width ?? 0);
      const digits =
        precision === undefined ? undefined : precision === '*' ? numberOf(take()) : Number(precision);
      const conversion = { flags, width: length, precision: digits, letter };
      if (letter === 's') return convert(conversion, awk.text(take()));
      if (letter === 'c') {
        const value = take();
        const char =
          typeof value === 'number'
            ? String.fromCodePoint(Math.min(0x10_ff_ff, Math.max(0, Math.trunc(value))))
            : ([...textOf(value)][0] ?? '');
        return convert({ ...conversion, letter: 's' }, char);
      }
      if (!'dioxXufeEgGF'.includes(letter)) return whole;
      return convert(conversion, numberOf(take()));
    },
  );
}
