import type { History } from '../language/history.ts';

/** The way through the history while one line is edited. Lines that were changed on the way keep their changes until then. */
export class HistoryWalk {
  readonly #history: History;
  readonly #changed = new Map<number, string>();
  #at: number;
  /** How far `M-.` has gone back. */
  #argument = 0;

  constructor(history: History) {
    this.#history = history;
    this.#at = history.next;
  }

  older(text: string): string | undefined {
    return this.#goTo(this.#at - 1, text);
  }

  newer(text: string): string | undefined {
    return this.#goTo(this.#at + 1, text);
  }

  oldest(text: string): string | undefined {
    return this.#goTo(this.#history.first, text);
  }

  newest(text: string): string | undefined {
    return this.#goTo(this.#history.next, text);
  }

  /** The last word of the last line, and when it is repeated, of the one before. */
  lastArgument(isRepeated: boolean): string | undefined {
    this.#argument = isRepeated ? this.#argument + 1 : 1;
    return this.#history.get(-this.#argument)?.match(/\S+$/)?.[0];
  }

  #goTo(number: number, text: string): string | undefined {
    if (number < this.#history.first || number > this.#history.next || number === this.#at) return undefined;
    this.#changed.set(this.#at, text);
    this.#at = number;
    return this.#changed.get(number) ?? this.#history.get(number) ?? '';
  }
}
