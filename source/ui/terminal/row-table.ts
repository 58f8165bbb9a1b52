import { trusted, visible } from '../../text/safe-text.ts';
import { joinStyled, type StyledText } from '../../text/styled-text.ts';

/**
 * Rows on their way past Ink. Ink writes every cell of a frame into a grid and reads the grid again, which costs more than
 * all the rest of a frame. So a block of rows is a few cells wide to Ink: each row is a token that stands for it, and what
 * Ink wrote is resolved here before it is painted. Nothing but tokens goes through Ink.
 */
export class RowTable {
  readonly #blocks: (readonly StyledText[] | undefined)[] = [];

  /** Reserves a block; `close` gives it back. */
  open(): number {
    const free = this.#blocks.indexOf(undefined);
    const block = free >= 0 ? free : this.#blocks.length;
    if (block >= digits) throw new RangeError(`more than \`${digits}\` blocks of rows on one screen`);
    this.#blocks[block] = [];
    return block;
  }

  close(block: number): void {
    this.#blocks[block] = undefined;
  }

  /** Sets the rows of a block, in the encoding that the terminal gets. */
  set(block: number, rows: readonly StyledText[]): void {
    this.#blocks[block] = rows;
  }

  /** The frame that Ink wrote, every token replaced by its row. What is neither a token nor a blank is not from us, and goes. */
  resolve(frame: string): StyledText {
    const pieces = frame.match(tokensAndBlanks) ?? [];
    return joinStyled(pieces.map((piece) => (/^\s/.test(piece) ? visible(piece) : this.#rowOf(piece))));
  }

  #rowOf(token: string): StyledText {
    const [block, high, low] = Array.from(token, (_, at) => token.charCodeAt(at) - firstDigit);
    return this.#blocks[block!]?.[high! * digits + low!] ?? trusted('');
  }
}

// Three ASCII characters, `!` to `~`: the block, and the row in two digits. Ink measures other text far more slowly.
export const tokenWidth = 3;
const firstDigit = 0x21;
const digits = 0x7e - firstDigit + 1;
const tokensAndBlanks = /[!-~]{3}|[ \n]+/g;

/** What stands for a row of a block, `tokenWidth` cells wide. */
export function rowToken(block: number, row: number): string {
  if (row >= digits * digits) return ' '.repeat(tokenWidth);
  return String.fromCharCode(
    firstDigit + block,
    firstDigit + Math.floor(row / digits),
    firstDigit + (row % digits),
  );
}
