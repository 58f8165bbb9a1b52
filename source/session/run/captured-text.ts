const maxCaptured = 1024 * 1024;

/** What a command printed, for its checks to read: as it came, the last million characters at most. */
export class CapturedText {
  #chunks: string[] = [];
  #length = 0;

  add(text: string): void {
    const piece = text.length > maxCaptured ? text.slice(-maxCaptured) : text;
    this.#chunks.push(piece);
    this.#length += piece.length;
    while (this.#length - this.#chunks[0]!.length >= maxCaptured)
      this.#length -= this.#chunks.shift()!.length;
  }

  toString(): string {
    if (this.#chunks.length > 1) this.#chunks = [this.#chunks.join('')];
    return this.#chunks[0] ?? '';
  }
}
