import { WireReader } from '../../../../source/embedded/kafka/bytes/reader.ts';
import type { Random } from '../random.ts';

/**
 * A reader that returns random values instead of reading. What the decoder of a message makes of them is a value that this version can
 * encode, so it must survive encoding and decoding unchanged.
 */
export class RandomReader extends WireReader {
  readonly #random: Random;
  #taggedLeft: number[] = [];

  constructor(random: Random) {
    super(Buffer.alloc(0));
    this.#random = random;
  }

  override skip(): number {
    return 0;
  }

  override within<T>(_length: number, read: () => T): T {
    const outer = this.#taggedLeft;
    this.#taggedLeft = [];
    try {
      return read();
    } finally {
      this.#taggedLeft = outer;
    }
  }

  override int8 = (): number => this.#random.below(0x100) - 0x80;
  override int16 = (): number => this.#random.below(0x10000) - 0x8000;
  override int32 = (): number => this.#random.below(0x1_0000_0000) - 0x8000_0000;
  override int64AsNumber = (): number =>
    this.#random.below(Number.MAX_SAFE_INTEGER) * (this.boolean() ? 1 : -1);
  override boolean = (): boolean => this.#random.below(2) === 1;
  override uuid = (): string => this.#random.bytes(16).toString('base64url');
  override string = (): string => ['', 'test', 'größe', '\u0000'][this.#random.below(4)]!;
  override compactString = (): string => this.string();
  override bytes = (): Buffer => this.#random.bytes(this.#random.below(5));
  override compactBytes = (): Buffer => this.bytes();
  override arrayLength = (): number => this.#random.below(3);
  override compactArrayLength = (): number => this.arrayLength();
  override taggedFieldCount = (): number => this.unsignedVarint();
  override takeNull = (): boolean => this.#random.below(4) === 0;

  /** A section of tagged fields: a count of four, then the tags 0 to 3, each with a size that is ignored. */
  override unsignedVarint = (): number => {
    if (this.#taggedLeft.length === 0) {
      this.#taggedLeft = [0, -1, 1, -1, 2, -1, 3, -1];
      return 4;
    }
    const next = this.#taggedLeft.shift()!;
    return next;
  };
}
