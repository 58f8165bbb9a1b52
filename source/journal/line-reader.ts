import { maxRecordBytes } from './record.ts';

const newline = 0x0a;

export interface JournalLine {
  /** Counted from 1. */
  readonly number: number;
  /** Without the line end, and valid until the next chunk is read; undefined: the line is longer than a record may be. */
  readonly bytes: Buffer | undefined;
  /** The byte after the line end. */
  readonly end: number;
}

/** Splits the bytes of a journal into lines and never holds more than a record may have. A line that is too long is returned once, without its bytes. */
export class LineReader {
  #rest: Buffer = Buffer.alloc(0);
  #restStart = 0;
  #number = 0;
  #skipping = false;

  *push(chunk: Buffer): Generator<JournalLine, void, undefined> {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let from = 0;
    for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, from)) {
      const line = bytes.subarray(from, at);
      from = at + 1;
      if (this.#skipping) this.#skipping = false;
      else yield this.#line(line.length >= maxRecordBytes ? undefined : line, from);
    }
    this.#rest = bytes.subarray(from);
    this.#restStart += from;
    if (!this.#skipping && this.#rest.length >= maxRecordBytes) {
      this.#skipping = true;
      yield this.#line(undefined, this.#rest.length);
    }
    if (this.#skipping) {
      this.#restStart += this.#rest.length;
      this.#rest = Buffer.alloc(0);
    }
  }

  /** How many bytes there are after the last line end. */
  get incomplete(): number {
    return this.#rest.length;
  }

  #line(bytes: Buffer | undefined, end: number): JournalLine {
    this.#number += 1;
    return { number: this.#number, bytes, end: this.#restStart + end };
  }
}
