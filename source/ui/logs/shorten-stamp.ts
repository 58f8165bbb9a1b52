import { textWidth } from '../../text/width.ts';

/** What of the time that a program writes before its lines gives way to the rest of them. */
export type Shortening = 'none' | 'date' | 'date and time';

const date = /^\d{4}[-/]\d{2}[-/]\d{2}[T ]/;
const dateAndTime = /^\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?Z? ?/;

export function shortenStamp(text: string, shortening: Shortening): string {
  if (shortening === 'none') return text;
  return text.replace(shortening === 'date' ? date : dateAndTime, '');
}

const partition = /\bpartition[ =]\d{1,4}/;
/** What the lab is about: where a message was read. The longer one counts, then the shorter one. */
const places = [new RegExp(`${partition.source}(?:,? offset[ =]\\d{1,19})?`), partition];

/**
 * What has to give way for these lines to fit into so many cells: the date of any line that is too long, the time only where the partition or
 * the offset would be cut. All lines of a pane keep the same, so that they stand below each other.
 */
export function neededShortening(texts: readonly string[], cells: number): Shortening {
  let needed: Shortening = 'none';
  for (const text of texts) {
    if (!date.test(text) || textWidth(text) <= cells) continue;
    needed = 'date';
    const dated = shortenStamp(text, 'date');
    const bare = shortenStamp(text, 'date and time');
    if (places.some((place) => isCut(dated, place, cells) && !isCut(bare, place, cells)))
      return 'date and time';
  }
  return needed;
}

/** The last cell of a line that is cut has a `…`. */
function isCut(text: string, place: RegExp, cells: number): boolean {
  const found = place.exec(text);
  if (found === null) return false;
  const end = found.index + found[0].length;
  return textWidth(text.slice(0, end)) > (end === text.length ? cells : cells - 1);
}
