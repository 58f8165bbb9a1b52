/** The text typed after `/`. A regular expression that does not parse matches nothing and carries the reason. */
export type Pattern =
  | { readonly source: string; readonly expression: RegExp }
  | { readonly source: string; readonly problem: string };

/** How far into a line a pattern searches: bounds the cost of one line. */
const searchedLength = 4096;

/** Case matters only where the pattern has a capital, as in less and vim's smartcase. */
export function parsePattern(source: string): Pattern {
  try {
    return { source, expression: new RegExp(source, /\p{Lu}/u.test(source) ? 'gu' : 'giu') };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { source, problem: message.replace(/^Invalid regular expression: /, '') };
  }
}

export function matchesPattern(pattern: Pattern, text: string): boolean {
  if (!('expression' in pattern)) return false;
  pattern.expression.lastIndex = 0;
  return pattern.expression.test(text.slice(0, searchedLength));
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

const mostRanges = 50;

/** Where in `text` the pattern matches: code units, in order, not overlapping, a bounded number. */
export function matchRanges(pattern: Pattern | undefined, text: string): Range[] {
  if (!pattern || !('expression' in pattern)) return [];
  const ranges: Range[] = [];
  pattern.expression.lastIndex = 0;
  for (const found of text.slice(0, searchedLength).matchAll(pattern.expression)) {
    if (found[0] !== '') ranges.push({ from: found.index, to: found.index + found[0].length });
    if (ranges.length >= mostRanges) break;
  }
  return ranges;
}
