import { textWidth } from '../../text/width.ts';

/** What of the time and the name that a program writes before its lines gives way to the rest of them, in this order. */
const shortenings = ['none', 'date', 'date and time', 'date, time and name'] as const;
export type Shortening = (typeof shortenings)[number];

const date = /^\[?\d{4}[-/]\d{2}[-/]\d{2}[T ]/;
const dateAndTime = /^\[?\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?Z?\]? ?/;
const dateTimeAndName = new RegExp(`${dateAndTime.source}(?:[\\w.-]{1,20}: )?`);

const given: Readonly<Record<Exclude<Shortening, 'none'>, RegExp>> = {
  date,
  'date and time': dateAndTime,
  'date, time and name': dateTimeAndName,
};

export function shortenStamp(text: string, shortening: Shortening): string {
  return shortening === 'none'
    ? text
    : text.replace(given[shortening], shortening === 'date' && text.startsWith('[') ? '[' : '');
}

const partition = /\bpartition[ =]\d{1,4}/;
/** What the lab is about: where a message was read. The longer one counts, then the shorter one. */
const places = [new RegExp(`${partition.source}(?:,? offset[ =]\\d{1,19})?`), partition];

/**
 * What has to give way for these lines to fit into so many cells: the date of any line that is too long, the time and the name only where the
 * partition or the offset would be cut. All lines of a pane keep the same, so that they stand below each other.
 */
export function neededShortening(texts: readonly string[], cells: number): Shortening {
  let needed = 0;
  for (const text of texts) {
    if (!date.test(text) || textWidth(text) <= cells) continue;
    needed = Math.max(needed, shortenings.indexOf(neededBy(text, cells)));
  }
  return shortenings[needed]!;
}

function neededBy(text: string, cells: number): Shortening {
  for (const place of places) {
    if (!place.test(text)) continue;
    const least = shortenings.slice(1).find((one) => !isCut(shortenStamp(text, one), place, cells));
    if (least !== undefined) return least;
  }
  return 'date';
}

/** The last cell of a line that is cut has a `…`. */
function isCut(text: string, place: RegExp, cells: number): boolean {
  const found = place.exec(text);
  if (found === null) return false;
  const end = found.index + found[0].length;
  return textWidth(text.slice(0, end)) > (end === text.length ? cells : cells - 1);
}
