import { inLaterTurn } from '../../bounds/lanes/zookeeper.ts';
import { sharedSlice } from '../../bounds/slices.ts';
import type { FrameWriter } from './frame-writer.ts';
import type { Pieces } from './word.ts';

/** Pieces are sent together from this many characters. */
const packetLength = 2048;
export interface WordOutputOptions {
  readonly outgoing: FrameWriter;
  /** Bytes were sent. */
  readonly sent: () => void;
  readonly done: () => void;
}

/** Sends the answer to a four-letter word: no faster than the client reads, and in turns with others. */
export class WordOutput {
  readonly #pieces: Iterator<string>;
  readonly #options: WordOutputOptions;
  #text = '';
  #callOff: (() => void) | undefined;
  #isOver = false;

  constructor(pieces: Pieces, options: WordOutputOptions) {
    this.#pieces = pieces[Symbol.iterator]();
    this.#options = options;
  }

  /** Goes on until the stream is full: to be called again when it has drained. */
  proceed(): void {
    if (this.#isOver || this.#callOff !== undefined) return;
    while (!this.#options.outgoing.isFull) {
      if (sharedSlice.isOver()) {
        this.#callOff = inLaterTurn(() => {
          this.#callOff = undefined;
          this.proceed();
        }, this);
        return;
      }
      const { done, value } = this.#pieces.next();
      if (done) {
        this.#isOver = true;
        this.#flush();
        this.#options.done();
        return;
      }
      this.#text += value;
      if (this.#text.length > packetLength) this.#flush();
    }
  }

  stop(): void {
    this.#isOver = true;
    this.#callOff?.();
  }

  #flush(): void {
    if (this.#text === '') return;
    this.#options.outgoing.push(Buffer.from(this.#text));
    this.#text = '';
    this.#options.sent();
  }
}
