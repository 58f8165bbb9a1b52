import { sanitizeLine } from '../../text/sanitize.ts';

const maxPending = 64 * 1024;

/** Cuts a stream of text into whole, sanitised lines; what has no line end yet waits, bounded. */
export class LineSplitter {
  #pending = '';

  push(text: string): string[] {
    const parts = (this.#pending + text).split('\n');
    this.#pending = parts.pop() ?? '';
    if (this.#pending.length > maxPending) {
      parts.push(this.#pending);
      this.#pending = '';
    }
    return parts.map((part) => sanitizeLine(part));
  }

  /** What is left when the stream ends. */
  end(): string[] {
    const rest = this.#pending;
    this.#pending = '';
    return rest === '' ? [] : [sanitizeLine(rest)];
  }
}
