import { sanitizeLine } from '../../text/sanitize.ts';

const maxPending = 64 * 1024;

/** Cuts a stream of text into whole, sanitised lines; an incomplete line is buffered, up to a limit. */
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

  /** The last line, at the end of the stream. */
  end(): string[] {
    const rest = this.#pending;
    this.#pending = '';
    return rest === '' ? [] : [sanitizeLine(rest)];
  }
}
