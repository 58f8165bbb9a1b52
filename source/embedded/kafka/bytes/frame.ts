import { finish } from '../../bounds/slices.ts';
import { WireError } from './wire-error.ts';
import { WireWriter } from './writer.ts';

/** Kafka's default `socket.request.max.bytes`. */
export const defaultMaxFrameBytes = 104_857_600;

const lengthBytes = 4;

/** How much is copied in one step: about 1 ms of work. */
const stepBytes = 1024 * 1024;

const nothing = Buffer.alloc(0);

/* frame => length:int32 body           length counts only the body */

/**
 * Splits a byte stream into frames. Holds no more than what arrived: a length beyond `maxFrameBytes` throws a {@link WireError} as soon
 * as its four bytes are there; the splitter is then unusable.
 */
export class FrameSplitter {
  readonly maxFrameBytes: number;
  #chunks: Buffer[] = [];
  #held = 0;
  /** The bytes needed before a frame can be cut: first the length, then the whole frame. */
  #needed = lengthBytes;

  constructor(maxFrameBytes: number = defaultMaxFrameBytes) {
    this.maxFrameBytes = maxFrameBytes;
  }

  /** Bytes of an incomplete frame. */
  get held(): number {
    return this.#held;
  }

  /** The bodies of the frames that this chunk completes, in order; views if a frame arrived in one piece. */
  push(chunk: Buffer): Buffer[] {
    return finish(this.pushInSteps(chunk));
  }

  /** The same in steps: a large frame is put together in pieces. Takes no other chunk in between. */
  *pushInSteps(chunk: Buffer): Generator<undefined, Buffer[]> {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    if (this.#held < this.#needed) return [];
    const data = this.#chunks.length === 1 ? chunk : yield* joinInSteps(this.#chunks, this.#held);
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
}

/** Empties `chunks`, so that the memory of each can be freed before the last is copied. */
function* joinInSteps(chunks: Buffer[], length: number): Generator<undefined, Buffer> {
  const whole = Buffer.allocUnsafe(length);
  let filled = 0;
  let stepEnd = stepBytes;
  for (let index = 0; index < chunks.length; index++) {
    if (filled >= stepEnd) {
      yield;
      stepEnd = filled + stepBytes;
    }
    filled += chunks[index]!.copy(whole, filled);
    chunks[index] = nothing;
  }
  return whole;
}

/** A frame including its length, with the body that `write` writes. */
export function frame(write: (writer: WireWriter) => void): Buffer {
  return written(new WireWriter(), write).finish();
}

/** A frame as consecutive pieces: large byte arrays in it are not copied. */
export function frameInPieces(write: (writer: WireWriter) => void): Buffer[] {
  return written(new WireWriter(256, true), write).pieces();
}

/** The same, written in steps, each of which tells how many bytes there are so far. */
export function* frameInSteps(
  write: (writer: WireWriter) => Iterable<undefined>,
): Generator<number, Buffer[]> {
  const writer = new WireWriter(256, true);
  const place = writer.placeholderInt32();
  for (const _ of write(writer)) yield writer.length;
  writer.patchInt32(place, writer.length - lengthBytes);
  return writer.pieces();
}

function written(writer: WireWriter, write: (writer: WireWriter) => void): WireWriter {
  const place = writer.placeholderInt32();
  write(writer);
  writer.patchInt32(place, writer.length - lengthBytes);
  return writer;
}
