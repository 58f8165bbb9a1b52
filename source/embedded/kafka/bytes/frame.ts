import { WireError } from './wire-error.ts';
import { WireWriter } from './writer.ts';

/** Kafka's default `socket.request.max.bytes`. */
export const defaultMaxFrameBytes = 104_857_600;

const lengthBytes = 4;

/** A larger frame is put together while it arrives: to do that at its end would take tens of milliseconds. */
const largeFrameBytes = 1024 * 1024;

/** Of a large frame this part must be there before memory for all of it is allocated. */
const earnestPart = 1 / 4;

/* frame => length:int32 body           length counts only the body */

/**
 * Splits a byte stream into frames. Holds no more than what arrived, or four times as much for a large frame: a length beyond `maxFrameBytes` throws a {@link WireError} as soon
 * as its four bytes are there; the splitter is then unusable.
 */
export class FrameSplitter {
  readonly maxFrameBytes: number;
  #chunks: Buffer[] = [];
  #held = 0;
  /** The bytes needed before a frame can be cut: first the length, then the whole frame. */
  #needed = lengthBytes;
  /** A large frame of which a part is there, with its length. */
  #large: Buffer | undefined;
  /** How much of it is there. */
  #filled = 0;

  constructor(maxFrameBytes: number = defaultMaxFrameBytes) {
    this.maxFrameBytes = maxFrameBytes;
  }

  /** Bytes that an incomplete frame takes. */
  get held(): number {
    return this.#large?.length ?? this.#held;
  }

  /** The bodies of the frames that this chunk completes, in order; views if a frame arrived in one piece. */
  push(chunk: Buffer): Buffer[] {
    if (this.#large) return this.#fill(this.#large, chunk);
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    if (this.#held < this.#needed) {
      if (this.#needed > largeFrameBytes && this.#held >= this.#needed * earnestPart) this.#beginLarge();
      return [];
    }
    const data = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks, this.#held);
    const frames: Buffer[] = [];
    let offset = 0;
    this.#needed = lengthBytes;
    while (data.length - offset >= lengthBytes) {
      const length = data.readInt32BE(offset);
      if (length < 0 || length > this.maxFrameBytes) {
        throw new WireError(
          'length',
          `a frame of \`${length}\` bytes, where ${this.maxFrameBytes} are allowed`,
        );
      }
      const end = offset + lengthBytes + length;
      if (end > data.length) {
        this.#needed = lengthBytes + length;
        break;
      }
      frames.push(data.subarray(offset + lengthBytes, end));
      offset = end;
    }
    this.#chunks = offset < data.length ? [data.subarray(offset)] : [];
    this.#held = data.length - offset;
    return frames;
  }

  #beginLarge(): void {
    const large = Buffer.allocUnsafeSlow(this.#needed);
    this.#filled = 0;
    for (const chunk of this.#chunks) this.#filled += chunk.copy(large, this.#filled);
    this.#large = large;
    this.#chunks = [];
  }

  #fill(large: Buffer, chunk: Buffer): Buffer[] {
    const taken = chunk.copy(large, this.#filled);
    this.#filled += taken;
    if (this.#filled < large.length) return [];
    this.#large = undefined;
    this.#held = 0;
    this.#needed = lengthBytes;
    const frame = large.subarray(lengthBytes);
    return taken < chunk.length ? [frame, ...this.push(chunk.subarray(taken))] : [frame];
  }
}

/** A frame including its length, with the body that `write` writes. */
export function frame(write: (writer: WireWriter) => void): Buffer {
  return written(new WireWriter(), write).finish();
}

/** A frame as consecutive pieces: large byte arrays in it are not copied. */
export function frameInPieces(write: (writer: WireWriter) => void): Buffer[] {
  return written(new WireWriter(256, true), write).pieces();
}

/** The same, written in steps. */
export function* frameInSteps(
  write: (writer: WireWriter) => Iterable<undefined>,
): Generator<undefined, Buffer[]> {
  const writer = new WireWriter(256, true);
  const place = writer.placeholderInt32();
  yield* write(writer);
  writer.patchInt32(place, writer.length - lengthBytes);
  return writer.pieces();
}

function written(writer: WireWriter, write: (writer: WireWriter) => void): WireWriter {
  const place = writer.placeholderInt32();
  write(writer);
  writer.patchInt32(place, writer.length - lengthBytes);
  return writer;
}
