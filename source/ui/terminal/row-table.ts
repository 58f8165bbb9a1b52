/**
 * Rows on their way past Ink. Ink writes every cell of a frame into a grid and reads the grid again, which costs more than
 * all the rest of a frame. So a block of rows is one cell wide to Ink: each row is one character, private to us, that stands
 * for it, and what Ink wrote is resolved here before it is painted.
 */
export class RowTable {
  readonly #blocks: (readonly string[] | undefined)[] = [];

  /** Reserves a block; `close` gives it back. */
  open(): number {
    const free = this.#blocks.indexOf(undefined);
    const block = free >= 0 ? free : this.#blocks.length;
    if (block >= mostBlocks) throw new RangeError(`more than \`${mostBlocks}\` blocks of rows on one screen`);
    this.#blocks[block] = [];
    return block;
  }

  close(block: number): void {
    this.#blocks[block] = undefined;
  }

  /** Sets the rows of a block, in the encoding that the terminal gets. */
  set(block: number, rows: readonly string[]): void {
    this.#blocks[block] = rows;
  }

  /** The frame that Ink wrote, every token replaced by its row. */
  resolve(frame: string): string {
    return frame.replace(tokens, (token) => {
      const index = token.codePointAt(0)! - firstToken;
      return this.#blocks[Math.floor(index / mostRows)]?.[index % mostRows] ?? '';
    });
  }
}

// Plane 15, for private use: no font, no terminal and no line of ours gives these a meaning.
const firstToken = 0xf0000;
const mostRows = 1024;
const mostBlocks = 32;
const tokens = /[\u{f0000}-\u{f7fff}]/gu;

/** The character that stands for a row of a block. */
export function rowToken(block: number, row: number): string {
  return row < mostRows ? String.fromCodePoint(firstToken + block * mostRows + row) : ' ';
}
