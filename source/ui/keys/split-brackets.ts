const escapeKey = '\u001b';
const bracket = /^\u001b\[20[01]~/;
/** The beginnings of a bracket that are no key of their own. */
const begun = /^\u001b\[(?:2(?:0[01]?)?)?$/;

/**
 * Puts the brackets of a paste together again where a pause split them: Ink waits for the rest of a sequence for one turn of the event loop.
 * A pasted line would otherwise be typed, and its line break would carry it out.
 */
export class SplitBrackets {
  #held = '';
  #wasEscape = false;

  /** The pieces that there are now. One that may be the beginning of a bracket waits for the next. */
  take(piece: string): readonly string[] {
    const before = this.#held !== '' ? this.#held : this.#wasEscape ? escapeKey : '';
    const joined = before + piece;
    const held = this.#held;
    this.#held = '';
    this.#wasEscape = piece === escapeKey;
    const [found] = bracket.exec(joined) ?? [];
    if (found !== undefined && before !== '') {
      const rest = joined.slice(found.length);
      return rest === '' ? [found] : [found, rest];
    }
    if (begun.test(held + piece)) {
      this.#held = held + piece;
      return [];
    }
    return held === '' ? [piece] : [held, piece];
  }
}
