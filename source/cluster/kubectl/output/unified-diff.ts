/*
 * A unified diff, as `diff -u` prints it:
 *   @@ -FIRST,COUNT +FIRST,COUNT @@     a count of 1 is left out; FIRST is 0 where COUNT is
 *   " " line in both   "-" line of the old   "+" line of the new
 */
const context = 3;

export interface DiffLine {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** The hunks of a diff between two texts that end with a newline; empty if they are equal. */
export function unifiedDiff(before: string, after: string): string {
  const lines = script(linesOf(before), linesOf(after));
  const changed = lines.flatMap(({ mark }, index) => (mark === ' ' ? [] : [index]));
  const hunks: string[] = [];
  for (let at = 0; at < changed.length; ) {
    const start = Math.max(0, changed[at]! - context);
    let last = changed[at]!;
    while (at < changed.length && changed[at]! <= last + 2 * context + 1) last = changed[at++]!;
    hunks.push(hunk(lines, start, Math.min(lines.length, last + context + 1)));
  }
  return hunks.join('');
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function hunk(lines: readonly DiffLine[], start: number, end: number): string {
  const within = lines.slice(start, end);
  const range = (other: DiffLine['mark']): string => {
    const count = within.filter(({ mark }) => mark !== other).length;
    const first = lines.slice(0, start).filter(({ mark }) => mark !== other).length + (count === 0 ? 0 : 1);
    return count === 1 ? String(first) : `${first},${count}`;
  };
  const body = within.map(({ mark, text }) => `${mark}${text}\n`).join('');
  return `@@ -${range('+')} +${range('-')} @@\n${body}`;
}

/** All lines of both texts, each with its mark. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  return script(linesOf(before), linesOf(after));
}

/** The shortest way from one to the other, removals before additions. Common ends are taken off first: most of an object is the same. */
function script(before: readonly string[], after: readonly string[]): DiffLine[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  const room = Math.min(before.length, after.length) - head;
  while (tail < room && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const same = (texts: readonly string[]): DiffLine[] => texts.map((text) => ({ mark: ' ', text }));
  return [
    ...same(before.slice(0, head)),
    ...changes(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...same(before.slice(before.length - tail)),
  ];
}

/** Above this many pairs of lines, the whole middle is shown as replaced. */
const mostPairs = 4_000_000;

function changes(before: readonly string[], after: readonly string[]): DiffLine[] {
  const width = after.length + 1;
  const isTooMuch = before.length * after.length > mostPairs;
  // common[i * width + j]: the length of the longest common subsequence of what follows i and j.
  const common = new Uint32Array(isTooMuch ? 0 : (before.length + 1) * width);
  for (let i = isTooMuch ? -1 : before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      common[i * width + j] =
        before[i] === after[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (!isTooMuch && i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ mark: ' ', text: before[i++]! });
      j++;
    } else if (
      i < before.length &&
      (isTooMuch || j >= after.length || common[(i + 1) * width + j]! >= common[i * width + j + 1]!)
    )
      lines.push({ mark: '-', text: before[i++]! });
    else lines.push({ mark: '+', text: after[j++]! });
  }
  return lines;
}
