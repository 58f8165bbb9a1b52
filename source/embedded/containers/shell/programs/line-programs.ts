import { inSlices } from '../../../bounds/lanes/pods.ts';
import { FileError } from '../container-files.ts';
import type { Program } from '../program.ts';
import { readLines, writeText } from '../streams.ts';
import { linesOf, usage } from './text-programs.ts';

/** Programs that sort or pass on lines. */

const mostLines = 200_000;
/** How many lines are sorted at once before merging. */
const sortedAtOnce = 5000;

interface Keyed {
  readonly line: string;
  readonly text: string;
  readonly number: number;
}

/** `sort [-n] [-r] [-u] [-k N] [-t C] [FILE...]` */
export const sort: Program = async (context) => {
  const words = context.argv.slice(1);
  const options = new Set<string>();
  let key: number | undefined;
  let separator: string | undefined;
  while (words[0]?.startsWith('-') && words[0].length > 1) {
    const word = words.shift()!;
    const valued = /^-([kt])(.*)$/s.exec(word);
    if (valued === null) for (const letter of word.slice(1)) options.add(letter);
    else {
      const value = valued[2] === '' ? (words.shift() ?? '') : valued[2]!;
      if (valued[1] === 't') separator = value;
      else if (/^[1-9]\d*(?:,\d+)?[nr]*$/.test(value)) {
        key = Number.parseInt(value, 10);
        for (const letter of value.replace(/[\d,]/g, '')) options.add(letter);
      } else return await usage(context, `invalid key '${value}'`, 2);
    }
  }
  const unknown = [...options].find((letter) => !'nru'.includes(letter));
  if (unknown !== undefined) return await usage(context, `invalid option -- '${unknown}'`, 2);
  let code = 0;
  const lines: string[] = [];
  for await (const line of linesOf(context, words, () => {
    code = 2;
  })) {
    if (lines.length >= mostLines) return await usage(context, 'too many lines', 2);
    lines.push(line);
  }
  const keyOf = (line: string): string =>
    key === undefined
      ? line
      : (separator === undefined ? line.trim().split(/\s+/) : line.split(separator))
          .slice(key - 1)
          .join(separator ?? ' ');
  const isNumeric = options.has('n');
  const keyed: Keyed[] = [];
  await inSlices(lines, (line) => {
    const text = keyOf(line);
    const number = isNumeric ? Number.parseFloat(/^\s*-?[\d.]+/.exec(text)?.[0] ?? '0') || 0 : 0;
    keyed.push({ line, text, number });
  });
  const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const compare = (a: Keyed, b: Keyed): number => (isNumeric ? a.number - b.number : byText(a.text, b.text));
  const sign = options.has('r') ? -1 : 1;
  const sorted = await sortInSlices(keyed, (a, b) => sign * (compare(a, b) || byText(a.line, b.line)));
  const kept = (
    options.has('u')
      ? sorted.filter((one, at) => at === 0 || compare(sorted[at - 1] as Keyed, one) !== 0)
      : sorted
  ).map(({ line }) => line);
  for (const line of kept) await writeText(context.stdout, `${line}\n`, context.killed);
  return code;
};

/** A stable merge sort that yields to the event loop. */
async function sortInSlices<Item>(
  items: readonly Item[],
  compare: (a: Item, b: Item) => number,
): Promise<Item[]> {
  if (items.length <= sortedAtOnce) return [...items].sort(compare);
  const middle = items.length >>> 1;
  const left = await sortInSlices(items.slice(0, middle), compare);
  const right = await sortInSlices(items.slice(middle), compare);
  const merged: Item[] = [];
  let fromLeft = 0;
  let fromRight = 0;
  await inSlices({ [Symbol.iterator]: () => items.keys() }, () => {
    const takesLeft =
      fromRight >= right.length ||
      (fromLeft < left.length && compare(left[fromLeft] as Item, right[fromRight] as Item) <= 0);
    merged.push((takesLeft ? left[fromLeft++] : right[fromRight++]) as Item);
  });
  return merged;
}

/** `uniq [-c] [-d] [-u] [FILE]` */
export const uniq: Program = async (context) => {
  const words = context.argv.slice(1);
  const options = words.filter((word) => word.startsWith('-') && word.length > 1).join('');
  const unknown = /[^-cdu]/.exec(options);
  if (unknown !== null) return await usage(context, `invalid option -- '${unknown[0]}'`);
  let code = 0;
  let before: string | undefined;
  let count = 0;
  const flush = async (): Promise<void> => {
    if (before === undefined) return;
    if ((options.includes('d') && count < 2) || (options.includes('u') && count > 1)) return;
    const text = options.includes('c') ? `${String(count).padStart(7)} ${before}` : before;
    await writeText(context.stdout, `${text}\n`, context.killed);
  };
  const files = words.filter((word) => !word.startsWith('-') || word === '-');
  for await (const line of linesOf(context, files, () => {
    code = 1;
  })) {
    if (line === before) {
      count++;
      continue;
    }
    await flush();
    [before, count] = [line, 1];
  }
  await flush();
  return code;
};

/** `tee [-a] [FILE...]` */
export const tee: Program = async (context) => {
  const words = context.argv.slice(1);
  const isAppending = words[0] === '-a';
  const files = isAppending ? words.slice(1) : words;
  const option = files.find((file) => file.startsWith('-'));
  if (option !== undefined) return await usage(context, `invalid option ${option}`);
  let code = 0;
  const write = async (text: string, isMore: boolean): Promise<void> => {
    for (const file of files) {
      try {
        context.container.files.write(file, text, isMore);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        if (code === 0) await usage(context, `${file}: ${error.message}`);
        code = 1;
      }
    }
  };
  if (!isAppending) await write('', false);
  for await (const line of readLines(context.stdin, context.killed)) {
    await writeText(context.stdout, `${line}\n`, context.killed);
    await write(`${line}\n`, true);
  }
  return code;
};
