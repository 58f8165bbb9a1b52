import { StringDecoder } from 'node:string_decoder';

const longestLine = 256 * 1024;

/** Splits a byte stream into lines. A line over 256 KiB is delivered in pieces, so that memory stays bounded. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#emit(line);
    if (this.#rest.length > longestLine) {
      this.#emit(this.#rest);
      this.#rest = '';
    }
  }

  /** The unfinished last line, if there is one. */
  end(): void {
    const last = this.#rest + this.#decoder.end();
    this.#rest = '';
    if (last !== '') this.#emit(last);
  }

  #emit(line: string): void {
    for (let from = 0; from < line.length || from === 0; from += longestLine)
      this.#onLine(line.slice(from, from + longestLine));
  }
}
