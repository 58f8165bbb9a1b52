interface State {
  readonly characters: readonly string[];
  readonly point: number;
}

const mostUndone = 200;
/** A line takes no more characters. */
export const longestLine = 65_536;

const isWordCharacter = (char: string | undefined): boolean =>
  char !== undefined && /[\p{L}\p{N}]/u.test(char);

/** A line that is edited: its characters, the cursor, and what was removed last. */
export class EditLine {
  #characters: string[] = [];
  point = 0;
  /** What `C-y` brings back; it outlives the line. */
  killed = '';
  /** Removals in a row are one. */
  #isKilling = false;
  #wasKilling = false;
  #undo: State[] = [];

  get text(): string {
    return this.#characters.join('');
  }

  get length(): number {
    return this.#characters.length;
  }

  /** The text before the cursor. */
  get before(): string {
    return this.#characters.slice(0, this.point).join('');
  }

  /** Another line takes its place; the cursor is at its end. */
  replace(text: string, point?: number): void {
    this.#characters = [...text].slice(0, longestLine);
    this.point = Math.min(point ?? this.#characters.length, this.#characters.length);
    this.#undo = [];
  }

  /** Called before each key. */
  beginKey(): void {
    this.#wasKilling = this.#isKilling;
    this.#isKilling = false;
  }

  insert(text: string): boolean {
    const added = [...text];
    if (this.length + added.length > longestLine) return false;
    this.#remember();
    this.#characters.splice(this.point, 0, ...added);
    this.point += added.length;
    return true;
  }

  moveTo(point: number): boolean {
    const to = Math.max(0, Math.min(this.length, point));
    const hasMoved = to !== this.point;
    this.point = to;
    return hasMoved;
  }

  /** Removes what is between the cursor and a place. False: there is nothing. */
  remove(to: number): boolean {
    const [start, end] = this.#range(to);
    if (start === end) return false;
    this.#remember();
    this.#characters.splice(start, end - start);
    this.point = start;
    return true;
  }

  /** The same, and keeps it for `C-y`. */
  kill(to: number): boolean {
    this.#isKilling = true;
    const [start, end] = this.#range(to);
    if (start === end) return false;
    const text = this.#characters.slice(start, end).join('');
    const isBackward = to < this.point;
    this.killed = !this.#wasKilling ? text : isBackward ? text + this.killed : this.killed + text;
    return this.remove(to);
  }

  /** The start of the word before the cursor. */
  wordBefore(): number {
    let at = this.point;
    while (at > 0 && !isWordCharacter(this.#characters[at - 1])) at--;
    while (at > 0 && isWordCharacter(this.#characters[at - 1])) at--;
    return at;
  }

  /** The end of the word after the cursor. */
  wordAfter(): number {
    let at = this.point;
    while (at < this.length && !isWordCharacter(this.#characters[at])) at++;
    while (at < this.length && isWordCharacter(this.#characters[at])) at++;
    return at;
  }

  /** The start of the word before the cursor, as blanks separate words. */
  blankWordBefore(): number {
    let at = this.point;
    while (at > 0 && /\s/.test(this.#characters[at - 1]!)) at--;
    while (at > 0 && !/\s/.test(this.#characters[at - 1]!)) at--;
    return at;
  }

  /** Changes the letters up to the end of the next word. */
  changeWord(change: (word: string) => string): void {
    const end = this.wordAfter();
    this.#remember();
    const changed = [...change(this.#characters.slice(this.point, end).join(''))];
    this.#characters.splice(this.point, end - this.point, ...changed);
    this.point += changed.length;
  }

  /** Exchanges the characters around the cursor. */
  transpose(): boolean {
    if (this.point === 0 || this.length < 2) return false;
    this.#remember();
    if (this.point === this.length) this.point--;
    const [left, right] = [this.#characters[this.point - 1]!, this.#characters[this.point]!];
    this.#characters.splice(this.point - 1, 2, right, left);
    this.point++;
    return true;
  }

  undo(): boolean {
    const state = this.#undo.pop();
    if (state === undefined) return false;
    this.#characters = [...state.characters];
    this.point = state.point;
    return true;
  }

  #range(to: number): [start: number, end: number] {
    const place = Math.max(0, Math.min(this.length, to));
    return [Math.min(this.point, place), Math.max(this.point, place)];
  }

  #remember(): void {
    this.#undo.push({ characters: [...this.#characters], point: this.point });
    if (this.#undo.length > mostUndone) this.#undo.shift();
  }
}
