import type { Look, TextStyle } from '../../text/looks.ts';
import { isSingleCells } from '../../text/width.ts';

/** Where a text begins in a line, and the looks of that line, as a journal has them: in any order, and anywhere. */
export interface StyledPlace {
  readonly looks: readonly Look[];
  readonly from: number;
}

export interface StyledPart {
  readonly text: string;
  readonly style?: TextStyle;
}

const segmenter = new Intl.Segmenter();

/** The text in parts of one style each. Where looks overlap, the first one has the place; none splits a character. */
export function styledParts(text: string, { looks, from }: StyledPlace): readonly StyledPart[] {
  const placeOf = placesIn(text);
  const parts: StyledPart[] = [];
  let done = 0;
  for (const { from: at, length, colour, bold, dim, underline } of looks.toSorted(
    (a, b) => a.from - b.from,
  )) {
    const begin = Math.max(done, placeOf(at - from));
    const end = placeOf(at + length - from);
    if (end <= begin) continue;
    if (begin > done) parts.push({ text: text.slice(done, begin) });
    const style: TextStyle = {
      ...(colour === undefined ? {} : { colour }),
      ...(bold && { bold }),
      ...(dim && { dim }),
      ...(underline && { underline }),
    };
    parts.push({ text: text.slice(begin, end), style });
    done = end;
  }
  if (done < text.length || parts.length === 0) parts.push({ text: text.slice(done) });
  return parts;
}

/** From a place in a text to the beginning of the character that is there. */
function placesIn(text: string): (at: number) => number {
  const within = (at: number): number => Math.min(text.length, Math.max(0, at));
  if (isSingleCells(text)) return within;
  const segments = segmenter.segment(text);
  return (at) => segments.containing(within(at))?.index ?? text.length;
}
