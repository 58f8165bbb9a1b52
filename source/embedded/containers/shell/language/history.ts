/** How many lines a shell remembers at most, whatever HISTSIZE says. */
const mostLines = 5000;
const mostCharacters = 1024 * 1024;

/** The lines that were typed into a shell. They count from 1, also when the first ones are forgotten. */
export class History {
  #lines: string[] = [];
  /** The number of the first line that is kept. */
  #first = 1;
  #characters = 0;
  /** The number of the first line that was not read from a file. */
  firstTyped = 1;

  get lines(): readonly string[] {
    return this.#lines;
  }

  get first(): number {
    return this.#first;
  }

  /** The number that the next line gets. */
  get next(): number {
    return this.#first + this.#lines.length;
  }

  /** The line of a number; a negative one counts from the last. */
  get(number: number): string | undefined {
    return this.#lines[number < 0 ? this.#lines.length + number : number - this.#first];
  }

  add(line: string, most: number = mostLines): void {
    this.#lines.push(line);
    this.#characters += line.length;
    this.#shorten(most);
  }

  /** Takes a line out. False: there is none of that number. */
  delete(number: number): boolean {
    const [line] = this.#lines.splice(number - this.#first, number < this.#first ? 0 : 1);
    this.#characters -= line?.length ?? 0;
    return line !== undefined;
  }

  /** Takes out all lines of this text. */
  erase(text: string): void {
    this.#lines = this.#lines.filter((line) => line !== text);
    this.#characters = this.#lines.reduce((sum, line) => sum + line.length, 0);
  }

  clear(): void {
    this.#lines = [];
    this.#first = 1;
    this.firstTyped = 1;
    this.#characters = 0;
  }

  #shorten(most: number): void {
    while (this.#lines.length > Math.min(most, mostLines) || this.#characters > mostCharacters) {
      this.#characters -= this.#lines.shift()?.length ?? 0;
      this.#first++;
    }
  }
}
