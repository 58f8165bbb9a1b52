import { ToolError } from '../tool/tool.ts';

/** What is left of the words of an expression. */
export class FindWords {
  readonly #words: string[];

  constructor(words: string[]) {
    this.#words = words;
  }

  get isEmpty(): boolean {
    return this.#words.length === 0;
  }

  get next(): string | undefined {
    return this.#words[0];
  }

  shift(): string | undefined {
    return this.#words.shift();
  }

  /** The argument of a word. Throws ToolError. */
  value(word: string): string {
    const value = this.#words.shift();
    if (value === undefined) throw new ToolError(`missing argument to '${word}'`);
    return value;
  }

  /** The argument `+N`, `-N` or `N`. Throws ToolError. */
  compare(word: string, unitless = true): (value: number) => boolean {
    const text = this.value(word);
    const match = /^([-+]?)(\d{1,15})([cwbkMG]?)$/.exec(text);
    if (match === null || (unitless && match[3] !== ''))
      throw new ToolError(`invalid argument '${text}' to '${word}'`);
    const count = Number(match[2]);
    return (value) => (match[1] === '+' ? value > count : match[1] === '-' ? value < count : value === count);
  }

  /** The words up to `;` or `+` after `{}`, that one last. Throws ToolError. */
  command(word: string): string[] {
    const end = this.#words.findIndex(
      (one, index) => one === ';' || (one === '+' && this.#words[index - 1] === '{}'),
    );
    if (end < 1) throw new ToolError(`missing argument to '${word}'`);
    return this.#words.splice(0, end + 1);
  }
}
