import { nextTurn } from '../../../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../../../bounds/slices.ts';
import { FileError } from '../../container-files.ts';
import { writeText } from '../../streams.ts';
import { bytesOf } from '../tool/input.ts';
import { ToolError, tool } from '../tool/tool.ts';

const mostEdits = 5000;

interface Hunk {
  /** Lines `from` to `to` of each side, counted from 0; `to` is excluded. */
  readonly left: readonly [from: number, to: number];
  readonly right: readonly [from: number, to: number];
}

/** `diff [-q] [-s] [-u] [-i] [-w] [-b] FILE FILE`: 1 where they differ, 2 where one cannot be read. */
export const diff = tool(
  {
    options: [
      'q|brief',
      's|report-identical-files',
      'u',
      'i|ignore-case',
      'w|ignore-all-space',
      'b|ignore-space-change',
      'B',
      'N|new-file',
      'U:|unified?',
      'r|recursive',
      '|color?',
      '|strip-trailing-cr',
    ],
    wrong: 2,
  },
  async (context, options, operands) => {
    const [left, right] = operands;
    if (left === undefined || right === undefined)
      throw new ToolError(left === undefined ? 'missing operand' : `missing operand after '${left}'`, 2);
    if (options.has('r')) throw new ToolError('-r is not supported in the embedded image', 2);
    const read = async (name: string): Promise<string> => {
      try {
        return (await bytesOf(context, name)).toString('utf8');
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        if (options.has('N') && error.code === 'ENOENT') return '';
        throw new ToolError(`${name}: ${error.message}`, 2);
      }
    };
    const [a, b] = [linesOf(await read(left)), linesOf(await read(right))];
    const key = (line: string): string => {
      let text = options.has('i') ? line.toLowerCase() : line;
      if (options.has('w')) text = text.replace(/\s/g, '');
      else if (options.has('b')) text = text.replace(/\s+/g, ' ').trimEnd();
      return text;
    };
    const hunks = await compare(a.map(key), b.map(key));
    if (hunks.length === 0) {
      if (options.has('s')) await writeText(context.stdout, `Files ${left} and ${right} are identical\n`);
      return 0;
    }
    if (options.has('q')) await writeText(context.stdout, `Files ${left} and ${right} differ\n`);
    else if (options.has('u', 'U'))
      await writeText(
        context.stdout,
        `--- ${left}\n+++ ${right}\n${unified(hunks, a, b, Number(options.value('U') || 3))}`,
        context.killed,
      );
    else await writeText(context.stdout, hunks.map((hunk) => normal(hunk, a, b)).join(''), context.killed);
    return 1;
  },
);

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  const last = lines.pop();
  return last === '' ? lines : [...lines, `${last}\n\\ No newline at end of file`];
}

/** The shortest edit script, by the algorithm of Myers; what is too different counts as replaced as a whole. */
async function compare(a: readonly string[], b: readonly string[]): Promise<Hunk[]> {
  const most = Math.min(a.length + b.length, mostEdits);
  const trace: Map<number, number>[] = [];
  let furthest = new Map<number, number>([[1, 0]]);
  for (let edits = 0; edits <= most; edits++) {
    if (sharedSlice.isOver()) await nextTurn();
    trace.push(furthest);
    const next = new Map(furthest);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const isDown =
        diagonal === -edits ||
        (diagonal !== edits && (furthest.get(diagonal - 1) ?? -1) < (furthest.get(diagonal + 1) ?? -1));
      let x = isDown ? (furthest.get(diagonal + 1) ?? 0) : (furthest.get(diagonal - 1) ?? 0) + 1;
      let y = x - diagonal;
      while (x < a.length && y < b.length && a[x] === b[y]) [x, y] = [x + 1, y + 1];
      next.set(diagonal, x);
      if (x >= a.length && y >= b.length) return hunksOf(trace, a.length, b.length);
    }
    furthest = next;
    // The trace grows with the square of the edits.
    if (edits * edits > 4_000_000) break;
  }
  return [{ left: [0, a.length], right: [0, b.length] }];
}

function hunksOf(trace: readonly Map<number, number>[], left: number, right: number): Hunk[] {
  const hunks: { left: [number, number]; right: [number, number] }[] = [];
  let [x, y] = [left, right];
  for (let edits = trace.length - 1; edits > 0; edits--) {
    const furthest = trace[edits] as Map<number, number>;
    const diagonal = x - y;
    const isDown =
      diagonal === -edits ||
      (diagonal !== edits && (furthest.get(diagonal - 1) ?? -1) < (furthest.get(diagonal + 1) ?? -1));
    const before = isDown ? diagonal + 1 : diagonal - 1;
    const startX = furthest.get(before) ?? 0;
    const startY = startX - before;
    const [endX, endY] = isDown ? [startX, startY + 1] : [startX + 1, startY];
    const last = hunks[0];
    if (last && last.left[0] === endX && last.right[0] === endY)
      [last.left[0], last.right[0]] = [startX, startY];
    else hunks.unshift({ left: [startX, endX], right: [startY, endY] });
    [x, y] = [startX, startY];
  }
  return hunks;
}

function range([from, to]: readonly [number, number]): string {
  if (to - from === 0) return String(from);
  return to - from === 1 ? String(to) : `${from + 1},${to}`;
}

function normal({ left, right }: Hunk, a: readonly string[], b: readonly string[]): string {
  const letter = left[0] === left[1] ? 'a' : right[0] === right[1] ? 'd' : 'c';
  const removed = a
    .slice(...left)
    .map((line) => `< ${line}\n`)
    .join('');
  const added = b
    .slice(...right)
    .map((line) => `> ${line}\n`)
    .join('');
  return `${range(left)}${letter}${range(right)}\n${removed}${letter === 'c' ? '---\n' : ''}${added}`;
}

function unified(
  hunks: readonly Hunk[],
  a: readonly string[],
  b: readonly string[],
  context: number,
): string {
  const groups: Hunk[][] = [];
  for (const hunk of hunks) {
    const last = groups.at(-1)?.at(-1);
    if (last && hunk.left[0] - last.left[1] <= context * 2) groups.at(-1)!.push(hunk);
    else groups.push([hunk]);
  }
  return groups
    .map((group) => {
      const [first, last] = [group[0]!, group.at(-1)!];
      const from = Math.max(0, first.left[0] - context);
      const to = Math.min(a.length, last.left[1] + context);
      const rightFrom = first.right[0] - (first.left[0] - from);
      const rightTo = last.right[1] + (to - last.left[1]);
      let text = '';
      let at = from;
      for (const { left, right } of group) {
        text += a
          .slice(at, left[0])
          .map((line) => ` ${line}\n`)
          .join('');
        text +=
          a
            .slice(...left)
            .map((line) => `-${line}\n`)
            .join('') +
          b
            .slice(...right)
            .map((line) => `+${line}\n`)
            .join('');
        [at] = [left[1]];
      }
      text += a
        .slice(at, to)
        .map((line) => ` ${line}\n`)
        .join('');
      const shown = (start: number, end: number): string =>
        end - start === 1 ? String(start + 1) : `${end === start ? start : start + 1},${end - start}`;
      return `@@ -${shown(from, to)} +${shown(rightFrom, rightTo)} @@\n${text}`;
    })
    .join('');
}
