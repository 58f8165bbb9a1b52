/** The size of a client's terminal, in characters. */
export interface WindowSize {
  readonly columns: number;
  readonly rows: number;
}

const largest = 10_000;
/** A message has some thirty characters. */
const longestMessage = 1024;

/** Reads what the resize channel of an exec says: `{"Width":80,"Height":24}`, again and again. Anything else is passed over. */
export class ResizeChannel {
  #text = '';
  #size: WindowSize | undefined;
  #listener: ((size: WindowSize) => void) | undefined;

  /** Tells the size, if it is known, and each that follows. */
  readonly onResize = (listener: (size: WindowSize) => void): void => {
    this.#listener = listener;
    if (this.#size !== undefined) listener(this.#size);
  };

  add(bytes: Uint8Array): void {
    this.#text += Buffer.from(bytes).toString('latin1');
    for (let end = this.#text.indexOf('}'); end >= 0; end = this.#text.indexOf('}')) {
      const message = this.#text.slice(0, end + 1);
      this.#text = this.#text.slice(end + 1);
      const columns = Number(/"Width":(\d{1,5})\b/.exec(message)?.[1]);
      const rows = Number(/"Height":(\d{1,5})\b/.exec(message)?.[1]);
      if (!(columns > 0 && columns <= largest && rows > 0 && rows <= largest)) continue;
      this.#size = { columns, rows };
      this.#listener?.(this.#size);
    }
    if (this.#text.length > longestMessage) this.#text = '';
  }
}
