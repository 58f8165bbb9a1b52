import { firstLink, linkTo } from './chain.ts';

/**
 * How a line follows the one before it. `linked`: it names it. `unlinked`: it names none, as those of an earlier version. `begins`: it names
 * itself the first of a journal. `broken`: it names another line.
 */
export type Following = 'linked' | 'unlinked' | 'begins' | 'broken';

/** Follows the links of a journal, line by line, whether a line can be read or not. */
export class ChainCheck {
  #last: string | undefined;

  /** `bytes`: the line, without its line end; undefined if it is too long for a record. `prev`: what it names. */
  add(bytes: Buffer | undefined, prev: string | undefined): Following {
    const before = this.#last;
    // No record can name what is no record.
    this.#last = bytes === undefined ? '' : linkTo(bytes);
    if (prev === undefined) return 'unlinked';
    if (prev === firstLink) return 'begins';
    return prev === before ? 'linked' : 'broken';
  }

  /** The link to the line that was added last; undefined before the first. */
  get link(): string | undefined {
    return this.#last;
  }
}
