import { inSlices, nextTurn } from '../../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../../bounds/slices.ts';
import { FileError } from '../container-files.ts';
import type { Program, ProgramContext } from '../program.ts';
import { patternOf } from '../regular-expression/pattern.ts';
import { readLines, writeText } from '../streams.ts';

/** Programs that read lines (from files or stdin) and write lines. Unsupported options are refused, as in coreutils. */

export async function usage(context: ProgramContext, message: string, code = 1): Promise<number> {
  await writeText(context.stderr, `${context.argv[0]}: ${message}\n`);
  return code;
}

/** The lines of the named files, or of stdin if there are none or for `-`. Reports and skips missing files. */
export async function* linesOf(
  context: ProgramContext,
  files: readonly string[],
  onMissing: () => void,
): AsyncGenerator<string> {
  for (const file of files.length === 0 ? ['-'] : files) {
    if (file === '-') {
      yield* readLines(context.stdin, context.killed);
      continue;
    }
    try {
      const text = context.container.files.read(file);
      if (text === '') continue;
      for (const line of text.replace(/\n$/, '').split('\n')) {
        if (sharedSlice.isOver()) await nextTurn();
        yield line;
      }
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      onMissing();
      await usage(context, `${file}: ${error.message}`);
    }
  }
}

/** `cat [FILE...]` */
export const cat: Program = async (context) => {
  const files = context.argv.slice(1);
  const option = files.find((file) => file.startsWith('-') && file !== '-');
  if (option !== undefined) return await usage(context, `invalid option -- '${option.slice(1)}'`);
  let code = 0;
  for await (const line of linesOf(context, files, () => {
    code = 1;
  })) {
    await writeText(context.stdout, `${line}\n`, context.killed);
  }
  return code;
};

/** `head [-n N | -N]` and `tail [-n N | -N] [FILE...]` */
export const headOrTail: Program = async (context) => {
  const words = context.argv.slice(1);
  let count = 10;
  const first = words[0] ?? '';
  const match = /^-n?(\d+)$/.exec(first);
  if (match !== null) count = Number(match[1]);
  else if (first === '-n' && /^\d+$/.test(words[1] ?? '')) count = Number(words.splice(0, 1) && words[0]);
  else if (first.startsWith('-') && first !== '-') return await usage(context, `invalid option ${first}`);
  const files = first.startsWith('-') && first !== '-' ? words.slice(1) : words;
  const fromStart = context.argv[0]!.endsWith('head');
  let code = 0;
  const kept: string[] = [];
  if (!fromStart || count > 0) {
    for await (const line of linesOf(context, files, () => {
      code = 1;
    })) {
      if (fromStart) await writeText(context.stdout, `${line}\n`, context.killed);
      kept.push(line);
      if (fromStart && kept.length >= count) break;
      if (!fromStart && kept.length > count) kept.shift();
    }
  }
  if (!fromStart) for (const line of kept) await writeText(context.stdout, `${line}\n`, context.killed);
  return code;
};

/** `wc [-l] [-w] [-c] [FILE]` */
export const wc: Program = async (context) => {
  const words = context.argv.slice(1);
  const options = words.filter((word) => word.startsWith('-')).join('');
  if (/[^-lwc]/.test(options)) return await usage(context, `invalid option ${options}`);
  const files = words.filter((word) => !word.startsWith('-'));
  let code = 0;
  const counts = { l: 0, w: 0, c: 0 };
  for await (const line of linesOf(context, files, () => {
    code = 1;
  })) {
    counts.l++;
    counts.w += line.split(/\s+/).filter((part) => part !== '').length;
    counts.c += Buffer.byteLength(line) + 1;
  }
  const shown = (['l', 'w', 'c'] as const).filter((key) => options === '' || options.includes(key));
  const numbers = shown.map((key) =>
    shown.length === 1 ? String(counts[key]) : String(counts[key]).padStart(7),
  );
  await writeText(context.stdout, `${[numbers.join(' '), ...files].join(' ')}\n`);
  return code;
};

/** `grep [-i] [-v] [-c] [-q] [-E | -F] PATTERN [FILE...]` */
export const grep: Program = async (context) => {
  const words = context.argv.slice(1);
  const options = new Set<string>();
  while (words[0]?.startsWith('-') && words[0].length > 1)
    for (const letter of words.shift()!.slice(1)) options.add(letter);
  const unknown = [...options].find((letter) => !'ivcqEFo'.includes(letter));
  if (unknown !== undefined) return await usage(context, `invalid option -- '${unknown}'`, 2);
  const pattern = words.shift();
  if (pattern === undefined) return await usage(context, 'usage: grep [OPTION]... PATTERN [FILE]...', 2);
  const isLiteral = options.has('F');
  const source = isLiteral ? pattern : regularExpression(pattern, options.has('E'));
  const expression = patternOf(source, { ignoresCase: options.has('i'), isLiteral });
  if (!expression) return await usage(context, 'Invalid regular expression', 2);
  let found = 0;
  for await (const line of linesOf(context, words, () => undefined)) {
    const first = await expression.find(line, 0);
    if ((first !== undefined) === options.has('v')) continue;
    found++;
    if (options.has('q')) break;
    if (options.has('c')) continue;
    if (!options.has('o') || !first) await writeText(context.stdout, `${line}\n`, context.killed);
    else
      for await (const { start, end } of expression.all(line))
        if (end > start) await writeText(context.stdout, `${line.slice(start, end)}\n`, context.killed);
  }
  if (options.has('c')) await writeText(context.stdout, `${found}\n`);
  return found > 0 ? 0 : 1;
};

/** Matches each part of a line against each range. */
const mostRanges = 100;

/** `cut -d C -f LIST` and `cut -c LIST` */
export const cut: Program = async (context) => {
  const words = context.argv.slice(1);
  let delimiter = '\t';
  let list: string | undefined;
  let kind: 'f' | 'c' | undefined;
  const files: string[] = [];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const option = /^-([dfc])([\s\S]*)$/.exec(word);
    if (option === null) {
      if (word.startsWith('-') && word !== '-') return await usage(context, `invalid option ${word}`);
      files.push(word);
      continue;
    }
    const value = option[2] === '' ? (words.shift() ?? '') : option[2]!;
    if (option[1] === 'd') delimiter = value;
    else [kind, list] = [option[1] as 'f' | 'c', value];
  }
  if (list === undefined)
    return await usage(context, 'you must specify a list of bytes, characters, or fields');
  if (delimiter.length !== 1) return await usage(context, 'the delimiter must be a single character');
  const ranges = list.split(',').map((range) => /^(\d+)?(-)?(\d+)?$/.exec(range));
  if (ranges.length > mostRanges) return await usage(context, `more than ${mostRanges} fields or ranges`);
  if (ranges.some((range) => range === null || (range[1] === undefined && range[3] === undefined))) {
    return await usage(context, `invalid field value '${list}'`);
  }
  const picked = (position: number) =>
    ranges.some((range) => {
      const [, from, dash, to] = range!;
      if (dash === undefined) return position === Number(from);
      return position >= Number(from ?? 1) && position <= Number(to ?? Number.POSITIVE_INFINITY);
    });
  let code = 0;
  for await (const line of linesOf(context, files, () => {
    code = 1;
  })) {
    const parts = kind === 'c' ? [...line] : line.split(delimiter);
    const whole = kind === 'f' && parts.length === 1;
    const chosen: string[] = [];
    await inSlices(parts.entries(), ([index, part]) => {
      if (picked(index + 1)) chosen.push(part);
    });
    const result = whole ? line : chosen.join(kind === 'c' ? '' : delimiter);
    await writeText(context.stdout, `${result}\n`, context.killed);
  }
  return code;
};

/** `tr [-d] SET1 [SET2]`, with ranges and `\n`. */
export const tr: Program = async (context) => {
  const words = context.argv.slice(1);
  const remove = words[0] === '-d';
  if (remove) words.shift();
  const [from, to] = words;
  if (
    from === undefined ||
    words.some((word) => word.startsWith('-') && word.length > 1) ||
    (!remove && to === undefined)
  ) {
    return await usage(context, 'only `tr [-d] SET1 [SET2]` is known');
  }
  const [source, target] = [members(from), members(to ?? '')];
  const places = new Map<string, number>();
  for (const [index, char] of source.entries()) if (!places.has(char)) places.set(char, index);
  for await (const line of readLines(context.stdin, context.killed)) {
    let result = '';
    for (const char of `${line}\n`) {
      const index = places.get(char);
      if (index === undefined) result += char;
      else if (!remove) result += target[Math.min(index, target.length - 1)] ?? '';
    }
    await writeText(context.stdout, result, context.killed);
  }
  return 0;
};

function members(set: string): string[] {
  const classes: Record<string, string> = {
    '[:upper:]': 'A-Z',
    '[:lower:]': 'a-z',
    '[:digit:]': '0-9',
    '[:space:]': ' \t\n\r',
  };
  const plain = set
    .replace(/\[:\w+:\]/g, (name) => classes[name] ?? name)
    .replace(/\\n/g, '\n')
    .replace(/\\t/g, '\t');
  const result: string[] = [];
  const chars = [...plain];
  for (let index = 0; index < chars.length; index++) {
    if (chars[index + 1] === '-' && chars[index + 2] !== undefined) {
      const [first, last] = [chars[index]!.codePointAt(0)!, chars[index + 2]!.codePointAt(0)!];
      for (let code = first; code <= Math.min(last, first + 65_535); code++)
        result.push(String.fromCodePoint(code));
      index += 2;
    } else result.push(chars[index]!);
  }
  return result;
}

/** A POSIX regular expression, basic or extended, as JavaScript's. */
export function regularExpression(source: string, extended: boolean): string {
  const classes = source
    .replace(/\[:digit:\]/g, '0-9')
    .replace(/\[:space:\]/g, '\\s')
    .replace(/\[:alpha:\]/g, 'A-Za-z')
    .replace(/\[:alnum:\]/g, 'A-Za-z0-9');
  if (extended) return classes;
  // In a basic expression, escaped forms are operators and bare ones are literals.
  return classes.replace(/\\([(){}+?|])|([(){}+?|])/g, (_, escaped, bare) => escaped ?? `\\${bare}`);
}
