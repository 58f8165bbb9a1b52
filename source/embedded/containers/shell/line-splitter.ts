import { StringDecoder } from 'node:string_decoder';

/** How much of a line is kept until its end comes, in characters. */
const longestRest = 64 * 1024;

/** Splits a byte stream into lines. A long line comes in parts, and so does a last line without its end, so that memory stays bounded. */
export class LineSplitter {
  readonly #onLine: (text: string, isWhole: boolean) => void;
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  /** `isWhole`: the text ends a line; otherwise more of it may follow. */
  constructor(onLine: (text: string, isWhole: boolean) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#onLine(line, true);
    if (this.#rest.length <= longestRest) return;
    this.#onLine(this.#rest, false);
    this.#rest = '';
  }

  /** The unfinished last line, if there is one. */
  end(): void {
    const last = this.#rest + this.#decoder.end();
    this.#rest = '';
    if (last !== '') this.#onLine(last, false);
  }
}
