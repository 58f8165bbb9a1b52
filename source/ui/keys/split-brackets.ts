const escapeKey = String.fromCharCode(27);
/** After the escape; and the beginnings of a bracket that are no key of their own. */
const bracket = /^\[20[01]~/;
const begun = /^\[(?:2(?:0[01]?)?)?$/;

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
    const [found] = bracket.exec(afterEscape(joined)) ?? [];
    if (found !== undefined && before !== '') {
      const rest = joined.slice(escapeKey.length + found.length);
      return rest === '' ? [escapeKey + found] : [escapeKey + found, rest];
    }
    if (begun.test(afterEscape(held + piece))) {
      this.#held = held + piece;
      return [];
    }
    return held === '' ? [piece] : [held, piece];
  }
}

/** What follows the escape that a text begins with; empty if it begins with none. */
const afterEscape = (text: string): string => (text.startsWith(escapeKey) ? text.slice(1) : '');
