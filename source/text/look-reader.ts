import { type Look, looksWithoutTabs, mostLooksOfLine, type TextStyle } from './looks.ts';
import type { SafeText } from './safe-text.ts';
import { escapeSequence, lastState, sanitizeDataLine, sanitizeLine } from './sanitize.ts';
import { applyGraphicRendition } from './select-graphic-rendition.ts';

/** A sanitised line, and how parts of it look. The text is the sanitiser's alone: looks are never needed to read it. */
export interface LineWithLooks {
  readonly text: SafeText;
  /** In order; they do not overlap. */
  readonly looks: readonly Look[];
}

const mayChangeLooks = /[\u001b\u009b]/;
const graphicRendition = /^(?:\u001b\[|\u009b)([\d;:]{0,100})m$/;
const plain: TextStyle = {};
export const noLooks: readonly Look[] = [];

/** Sanitises the lines of one stream, and reads how its program wants them to look. A style lasts until the program changes it. */
export class LookReader {
  #style = plain;

  /** One line without its line end; tabs stay. */
  read(raw: string, limit: number): LineWithLooks {
    const text = sanitizeDataLine(raw, limit);
    if (this.#style === plain && !mayChangeLooks.test(raw)) return { text, looks: noLooks };
    return { text, looks: this.#looksOf(raw.slice(0, limit * 4), Math.min(limit, text.length)) };
  }

  #looksOf(raw: string, end: number): readonly Look[] {
    const changes = [{ at: 0, style: this.#style }];
    let shown = '';
    let from = 0;
    for (const { 0: sequence, index } of raw.matchAll(escapeSequence)) {
      shown += raw.slice(from, index);
      from = index + sequence.length;
      const parameters = graphicRendition.exec(sequence)?.[1];
      if (parameters === undefined) continue;
      const style = applyGraphicRendition(this.#style, parameters);
      this.#style = Object.keys(style).length === 0 ? plain : style;
      if (changes.length <= mostLooksOfLine) changes.push({ at: shown.length, style: this.#style });
    }
    if (changes.length > mostLooksOfLine) changes.at(-1)!.style = plain;
    shown += raw.slice(from);
    const last = lastState(shown);
    const start = shown.lastIndexOf(last);
    // Characters that the sanitiser leaves out take no place.
    let place = 0;
    let done = 0;
    const placeOf = (at: number): number => {
      const next = Math.max(done, at - start);
      place += sanitizeDataLine(last.slice(done, next), Number.POSITIVE_INFINITY).length;
      done = next;
      return Math.min(end, place);
    };
    const places = changes.map(({ at }) => placeOf(at));
    return changes.flatMap(({ style }, index): Look[] => {
      const begin = places[index]!;
      const length = (places[index + 1] ?? end) - begin;
      return style === plain || length <= 0 ? [] : [{ from: begin, length, ...style }];
    });
  }
}

/** The line with spaces for tabs. */
export function withoutTabs(text: string, looks: readonly Look[], limit?: number): LineWithLooks {
  return { text: sanitizeLine(text, limit), looks: looksWithoutTabs(text, looks) };
}
