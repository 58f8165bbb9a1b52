const maxCaptured = 1024 * 1024;

/** A command's output for its checks, in order of arrival; at most the last million characters. */
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
