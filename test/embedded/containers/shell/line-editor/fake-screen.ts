/** The part of a terminal that a line editor uses: it wraps lines, moves the cursor, and clears. */
export class FakeScreen {
  readonly #columns: number;
  #rows: string[][] = [[]];
  #row = 0;
  #column = 0;
  bells = 0;

  constructor(columns: number) {
    this.#columns = columns;
  }

  write(text: string): void {
    for (const token of text.match(/\u001b\[[0-9;?]*[@-~]|[\s\S]/gu) ?? []) this.#take(token);
  }

  /** The lines, without trailing spaces, and without empty lines below the cursor. */
  get lines(): string[] {
    const lines = this.#rows.map((row) =>
      Array.from(row, (char) => char ?? ' ')
        .join('')
        .trimEnd(),
    );
    while (lines.length - 1 > this.#row && lines.at(-1) === '') lines.pop();
    return lines;
  }

  get cursor(): [row: number, column: number] {
    return [this.#row, Math.min(this.#column, this.#columns - 1)];
  }

  #take(token: string): void {
    const count = Number(/\d+/.exec(token)?.[0] ?? 1);
    if (token === '\r') this.#column = 0;
    else if (token === '\n') this.#down();
    else if (token === '\b') this.#column = Math.max(0, Math.min(this.#column, this.#columns - 1) - 1);
    else if (token === '\u0007') this.bells++;
    else if (token.endsWith('A') && token.length > 1) this.#row = Math.max(0, this.#row - count);
    else if (token.endsWith('C') && token.length > 1)
      this.#column = Math.min(this.#columns - 1, this.#column + count);
    else if (token.endsWith('D') && token.length > 1) this.#column = Math.max(0, this.#column - count);
    else if (token.endsWith('P') && token.length > 1) this.#rows[this.#row]!.splice(this.#column, count);
    else if (token.endsWith('@') && token.length > 1)
      this.#rows[this.#row]!.splice(this.#column, 0, ...new Array<string>(count).fill(' '));
    else if (token.endsWith('K') && token.length > 1)
      this.#rows[this.#row]!.length = Math.min(this.#rows[this.#row]!.length, this.#column);
    else if (token.endsWith('J') && token.length > 1) this.#clear(token);
    else if (token.endsWith('H') && token.length > 1) [this.#row, this.#column] = [0, 0];
    else if (token.length > 1 && token.startsWith('\u001b')) return;
    else this.#put(token);
  }

  #clear(token: string): void {
    if (token === '\u001b[2J') this.#rows = this.#rows.map(() => []);
    else {
      this.#rows.length = this.#row + 1;
      this.#rows[this.#row]!.length = Math.min(this.#rows[this.#row]!.length, this.#column);
    }
  }

  #put(char: string): void {
    if (this.#column >= this.#columns) {
      this.#column = 0;
      this.#down();
    }
    const row = this.#rows[this.#row]!;
    while (row.length < this.#column) row.push(' ');
    row[this.#column] = char;
    this.#column++;
  }

  #down(): void {
    this.#row++;
    while (this.#rows.length <= this.#row) this.#rows.push([]);
  }
}
