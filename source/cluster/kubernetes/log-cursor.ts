/*
 * A line of a pod's log with timestamps=true: an RFC 3339 time with up to nine digits of a second, a space, the text.
 */
export interface StampedLine {
  /** The time as the server wrote it. */
  readonly stamp: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly text: string;
}

const stamped = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d) ?/;

/** undefined for a line without a timestamp: the rest of a line that a container's runtime split. */
export function parseStampedLine(line: string): StampedLine | undefined {
  const match = stamped.exec(line);
  if (match === null) return undefined;
  const fraction = match[2] ?? '';
  const at = Date.parse(`${match[1]}${match[3]}`) + Math.floor(Number(`0.${fraction || '0'}`) * 1000);
  if (Number.isNaN(at)) return undefined;
  return { stamp: match[0].trimEnd(), at, text: line.slice(match[0].length) };
}

/**
 * Where a pod's log was read to. A server takes `sinceTime` in whole seconds, so a resumed stream begins with the lines of that second
 * again; those that were seen are told from those that were not by time and text, counted, so that equal lines are kept apart.
 */
export class LogCursor {
  #second: number | undefined;
  #seen = new Map<string, number>();
  #toSkip = new Map<string, number>();

  /** What to ask the server for when the stream is opened again; undefined: all of it. */
  resume(): string | undefined {
    if (this.#second === undefined) return undefined;
    this.#toSkip = new Map(this.#seen);
    return new Date(this.#second * 1000).toISOString().replace('.000', '');
  }

  /** False where the line was seen before the stream was opened again. */
  accept({ stamp, at, text }: StampedLine): boolean {
    const second = Math.floor(at / 1000);
    // The first line of a second not seen yet: nothing of an older one is repeated.
    if (this.#second === undefined || second > this.#second) {
      this.#second = second;
      this.#seen = new Map();
      this.#toSkip = new Map();
    }
    const key = `${stamp} ${text}`;
    const repeats = this.#toSkip.get(key) ?? 0;
    if (repeats > 0) {
      this.#toSkip.set(key, repeats - 1);
      return false;
    }
    if (second === this.#second) this.#seen.set(key, (this.#seen.get(key) ?? 0) + 1);
    return true;
  }
}
