import type { Observations } from '../../lab/model/observations.ts';

/** So much of what a check saw is kept in the journal, in characters of JSON. As text in a record, with its quotes escaped, it fits into 64 KB. */
export const mostSeen = 48_000;
const longestText = 4_000;
const longestList = 200;

/**
 * What a check saw, as JSON, so that its verdict can be judged again later. Of a long text the end is kept, of a long list the beginning, and
 * what was left out is named in their place; undefined where even that is too much.
 */
export function recordSeen(seen: Partial<Observations>): string | undefined {
  const text = JSON.stringify(seen, (_, value: unknown) => {
    if (typeof value === 'string' && value.length > longestText)
      return `(${value.length - longestText} characters left out)${value.slice(-longestText)}`;
    if (Array.isArray(value) && value.length > longestList)
      return [...value.slice(0, longestList), `(${value.length - longestList} items left out)`];
    return value;
  });
  return text === undefined || text.length > mostSeen ? undefined : text;
}
