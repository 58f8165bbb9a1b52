import { inSlices, nextTurn } from '../../../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../../../bounds/slices.ts';
import { pathOf } from '../../program.ts';
import { writeText } from '../../streams.ts';
import { linesOf } from '../tool/input.ts';
import { ToolError, tool } from '../tool/tool.ts';
import { sortOrder } from './sort-order.ts';

/** The most lines that a program puts in order. */
export const mostLines = 200_000;
/** How many lines are sorted at once before merging. */
const sortedAtOnce = 100;

export const sort = tool(
  {
    options: [
      'b',
      'c|check?',
      'C',
      'd',
      'f|ignore-case',
      'g|general-numeric-sort',
      'h|human-numeric-sort',
      'i',
      'k:|key:',
      'm|merge',
      'M|month-sort',
      'n|numeric-sort',
      'o:|output:',
      'r|reverse',
      's|stable',
      'S:|buffer-size:',
      't:|field-separator:',
      'T:',
      'u|unique',
      'V|version-sort',
      'z|zero-terminated',
      '|parallel:',
      'R|random-sort',
    ],
    wrong: 2,
  },
  async (context, options, operands) => {
    let code = 0;
    const { compare, equal } = sortOrder(options);
    const separator = options.has('z') ? '\0' : '\n';
    const lines: string[] = [];
    for await (const { text, name } of linesOf(context, operands, {
      separator,
      onFailure: () => {
        code = 2;
      },
      describe: (name, reason) =>
        reason === 'Is a directory' ? `read failed: ${name}: ${reason}` : `cannot read: ${name}: ${reason}`,
    })) {
      if (
        options.has('c', 'C') &&
        lines.length > 0 &&
        (compare(lines.at(-1)!, text) > 0 || (options.has('u') && equal(lines.at(-1)!, text)))
      ) {
        if (options.has('C')) return 1;
        throw new ToolError(`${name}:${lines.length + 1}: disorder: ${text}`);
      }
      if (lines.length >= mostLines) throw new ToolError('too many lines', 2);
      lines.push(text);
    }
    if (code !== 0) return code;
    if (options.has('c', 'C')) return 0;
    const sorted = await sortInSlices(lines, compare);
    const kept = options.has('u') ? await withoutRepeats(sorted, equal) : sorted;
    const output = options.value('o');
    if (output !== undefined) {
      context.container.files.write(pathOf(context, output), kept.map((line) => line + separator).join(''));
      return code;
    }
    for (const line of kept) await writeText(context.stdout, line + separator, context.killed);
    return code;
  },
);

async function withoutRepeats(
  sorted: readonly string[],
  equal: (a: string, b: string) => boolean,
): Promise<string[]> {
  const kept: string[] = [];
  await inSlices(sorted, (line) => {
    if (kept.length === 0 || !equal(kept.at(-1)!, line)) kept.push(line);
  });
  return kept;
}

/** A stable merge sort that yields to the event loop. */
async function sortInSlices(
  items: readonly string[],
  compare: (a: string, b: string) => number,
): Promise<string[]> {
  if (items.length <= sortedAtOnce) {
    if (sharedSlice.isOver()) await nextTurn();
    return [...items].sort(compare);
  }
  const middle = items.length >>> 1;
  const left = await sortInSlices(items.slice(0, middle), compare);
  const right = await sortInSlices(items.slice(middle), compare);
  const merged: string[] = [];
  let [fromLeft, fromRight] = [0, 0];
  await inSlices({ [Symbol.iterator]: () => items.keys() }, () => {
    const takesLeft =
      fromRight >= right.length ||
      (fromLeft < left.length && compare(left[fromLeft]!, right[fromRight]!) <= 0);
    merged.push(takesLeft ? left[fromLeft++]! : right[fromRight++]!);
  });
  return merged;
}
