import type { History } from '../language/history.ts';

interface Place {
  readonly text: string;
  /** The cursor, in characters. */
  readonly point: number;
}

/** `C-r`: a search through the history, backwards, as its text is typed. */
export class HistorySearch {
  readonly original: Place;
  found: Place;
  readonly #lines: readonly string[];
  #text = '';
  #at: number;
  #hasFailed = false;
  #isForward = false;

  constructor(history: History, text: string, point: number) {
    this.original = { text, point };
    this.found = this.original;
    this.#lines = [...history.lines];
    this.#at = this.#lines.length;
  }

  /** What is shown in place of the prompt. */
  get label(): string {
    const direction = this.#isForward ? 'i-search' : 'reverse-i-search';
    return `(${this.#hasFailed ? 'failed ' : ''}${direction})\`${this.#text}': `;
  }

  extend(text: string): void {
    this.#text += text;
    this.#look(Math.min(this.#at, this.#lines.length - 1));
  }

  shorten(): void {
    this.#text = [...this.#text].slice(0, -1).join('');
    this.#hasFailed = false;
    if (this.#text === '') this.found = this.original;
    else this.#look(this.#lines.length - 1);
  }

  /** The next older line with the text. */
  further(): void {
    this.#isForward = false;
    if (this.#text !== '') this.#look(this.#at - 1);
  }

  /** The next newer one. */
  nearer(): void {
    this.#isForward = true;
    if (this.#text !== '') this.#look(this.#at + 1);
  }

  #look(from: number): void {
    const step = this.#isForward ? 1 : -1;
    for (let at = from; at >= 0 && at < this.#lines.length; at += step) {
      const line = this.#lines[at]!;
      const start = this.#isForward ? line.indexOf(this.#text) : line.lastIndexOf(this.#text);
      // The same line again says nothing new.
      if (start < 0 || (at !== from && line === this.found.text)) continue;
      this.#at = at;
      this.#hasFailed = false;
      this.found = { text: line, point: [...line.slice(0, start)].length };
      return;
    }
    this.#hasFailed = true;
  }
}
