import { blockLength, decodeHeader, decodePax, paddingOf, type TarEntry, TarError } from './tar-header.ts';

/** A name, or a pax header, takes no more. */
const longestText = 64 * 1024;

/** Reads an archive from front to end. */
export class TarReader {
  readonly #pieces: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);
  /** Bytes of the last entry that were not read, with those that fill its last block. */
  #unread = 0;
  #padding = 0;

  constructor(pieces: AsyncIterable<Buffer>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** The next entry; undefined at the end. Skips what was not read of the one before. Throws TarError. */
  async next(): Promise<TarEntry | undefined> {
    let name: string | undefined;
    let target: string | undefined;
    let size: number | undefined;
    for (;;) {
      await this.#skip(this.#unread + this.#padding);
      this.#unread = 0;
      this.#padding = 0;
      const block = await this.#take(blockLength);
      if (block.length === 0) return undefined;
      if (block.length < blockLength) throw new TarError('Unexpected EOF in archive');
      const found = decodeHeader(block);
      if (found === undefined) return undefined;
      if ('LKxg'.includes(found.letter)) {
        if (found.size > longestText) throw new TarError('Malformed extended header');
        const text = await this.#take(found.size);
        await this.#skip(paddingOf(found.size));
        if (found.letter === 'L') name = text.toString('utf8').replace(/\0[\s\S]*$/, '');
        else if (found.letter === 'K') target = text.toString('utf8').replace(/\0[\s\S]*$/, '');
        else if (found.letter === 'x') {
          const records = decodePax(text);
          name = records.get('path') ?? name;
          target = records.get('linkpath') ?? target;
          const given = records.get('size');
          if (given !== undefined && !/^\d{1,15}$/.test(given))
            throw new TarError('Malformed extended header');
          size = given === undefined ? size : Number(given);
        }
        continue;
      }
      const entry = {
        ...found,
        name: name ?? found.name,
        target: target ?? found.target,
        size: size ?? found.size,
      };
      this.#unread = entry.size;
      this.#padding = paddingOf(entry.size);
      return entry;
    }
  }

  /** The bytes of the entry that `next` gave. */
  async *bytes(): AsyncGenerator<Buffer> {
    while (this.#unread > 0) {
      if (this.#rest.length === 0 && !(await this.#fill())) throw new TarError('Unexpected EOF in archive');
      const piece = this.#rest.subarray(0, this.#unread);
      this.#rest = this.#rest.subarray(piece.length);
      this.#unread -= piece.length;
      yield piece;
    }
  }

  async #skip(length: number): Promise<void> {
    for (let left = length; left > 0; ) {
      if (this.#rest.length === 0 && !(await this.#fill())) throw new TarError('Unexpected EOF in archive');
      const skipped = Math.min(left, this.#rest.length);
      this.#rest = this.#rest.subarray(skipped);
      left -= skipped;
    }
  }

  /** That many bytes, or fewer at the end. */
  async #take(length: number): Promise<Buffer> {
    while (this.#rest.length < length && (await this.#fill()));
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(taken.length);
    return taken;
  }

  async #fill(): Promise<boolean> {
    const { done, value } = await this.#pieces.next();
    if (done) return false;
    this.#rest = this.#rest.length === 0 ? value : Buffer.concat([this.#rest, value]);
    return true;
  }
}
