import type { Readable } from 'node:stream';
import { LabError } from '../../errors/lab-error.ts';

export interface LineLimits {
  /** Bytes kept of one line; the rest of a longer one is dropped as it comes in. */
  readonly maxBytes: number;
  /** What a longer line is: kept up to `maxBytes`, or an error. */
  readonly whenLonger: 'cut' | 'error';
}

/**
 * The lines of a stream as UTF-8, without their ends. What follows the last `\n` is a line too, unless it is empty.
 * @throws LabError `protocol`: a line is too long, where that is an error.
 */
export async function* readLines(stream: Readable, limits: LineLimits): AsyncGenerator<string, void> {
  for await (const lines of readLineGroups(stream, limits)) yield* lines;
}

/**
 * The same lines in groups: those that ended in one chunk. For a stream of thousands a second, whose every line would otherwise be a turn of
 * the microtask queue, and a buffer of its own.
 */
export async function* readLineGroups(
  stream: Readable,
  limits: LineLimits,
): AsyncGenerator<readonly string[], void> {
  const splitter = new LineSplitter(limits);
  for await (const chunk of stream) {
    const lines = splitter.add(typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer));
    if (lines.length > 0) yield lines;
    if (splitter.isTooLong) throw new LabError('protocol', `a line is longer than ${limits.maxBytes} bytes`);
  }
  const rest = splitter.end();
  if (rest !== undefined) yield [rest];
}

class LineSplitter {
  readonly #limits: LineLimits;
  /** The beginning of a line whose end has not come. */
  #parts: Buffer[] = [];
  #size = 0;
  /** A line was longer than may be: nothing after it is read. */
  isTooLong = false;

  constructor(limits: LineLimits) {
    this.#limits = limits;
  }

  /** The lines that the chunk ends; those before one that is too long. */
  add(bytes: Buffer): readonly string[] {
    const first = bytes.indexOf(10);
    if (first < 0) {
      this.#take(bytes);
      return [];
    }
    this.#take(bytes.subarray(0, first));
    if (this.isTooLong) return [];
    const lines = [this.#line()];
    const last = bytes.lastIndexOf(10);
    if (last > first) this.#addWhole(lines, bytes.subarray(first + 1, last));
    if (!this.isTooLong) this.#take(bytes.subarray(last + 1));
    return lines;
  }

  end(): string | undefined {
    return this.#size > 0 ? this.#line() : undefined;
  }

  /** Lines of one chunk: decoded together where none of them can be too long. */
  #addWhole(lines: string[], bytes: Buffer): void {
    if (bytes.length <= this.#limits.maxBytes) {
      for (const line of bytes.toString('utf8').split('\n')) lines.push(line);
      return;
    }
    for (let from = 0; from <= bytes.length; ) {
      const next = bytes.indexOf(10, from);
      const end = next < 0 ? bytes.length : next;
      this.#take(bytes.subarray(from, end));
      if (this.isTooLong) return;
      lines.push(this.#line());
      from = end + 1;
    }
  }

  #take(piece: Buffer): void {
    const { maxBytes, whenLonger } = this.#limits;
    const room = maxBytes - this.#size;
    if (piece.length > room && whenLonger === 'error') this.isTooLong = true;
    if (room > 0 && piece.length > 0) this.#parts.push(piece.length > room ? piece.subarray(0, room) : piece);
    this.#size = Math.min(maxBytes, this.#size + piece.length);
  }

  #line(): string {
    const [only, ...others] = this.#parts;
    const whole = only === undefined || others.length === 0 ? only : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#size = 0;
    return whole?.toString('utf8') ?? '';
  }
}
