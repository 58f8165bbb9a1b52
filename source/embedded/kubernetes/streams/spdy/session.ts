import { type Duplex, PassThrough, Writable } from 'node:stream';
import { Pace } from '../../../bounds/lanes/api.ts';
import { controlFrame, dataFrame, type Frame, flagFin, frameType, readFrames, SpdyError } from './frames.ts';
import { emptyHeaderBlock, HeaderReader } from './header-block.ts';

const maximumStreams = 512;
const maximumChunk = 32 * 1024;
const resetRefused = 3;
const resetCancel = 5;

/** A stream that the client opened. */
export interface SpdyStream {
  readonly id: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The client's data; ends when the client closes its half. */
  readonly input: PassThrough;
  /** The data to the client; ending it closes our half. */
  readonly output: Writable;
}

/** The server side of a SPDY/3.1 connection: clients open streams, and both sides send on them. */
export class SpdySession {
  readonly #connection: Duplex;
  readonly #headers = new HeaderReader();
  readonly #streams = new Map<number, SpdyStream>();
  #replied = false;

  constructor(connection: Duplex) {
    this.#connection = connection;
    connection.on('error', () => connection.destroy());
  }

  /** Serves until the connection ends, then destroys all streams. Throws SpdyError for malformed input. */
  async serve(onStream: (stream: SpdyStream) => void): Promise<void> {
    const pace = new Pace();
    try {
      for await (const frame of readFrames(this.#connection)) {
        const stream = await this.#receive(frame);
        if (stream) onStream(stream);
        // Frames from one read are processed without yielding in between.
        await pace.pause();
      }
    } catch (error) {
      if (error instanceof SpdyError) throw error;
      // A broken connection counts as ended.
    } finally {
      this.#headers.close();
      for (const { input, output } of this.#streams.values()) {
        input.destroy();
        output.destroy();
      }
      this.#connection.destroy();
    }
  }

  async #receive(frame: Frame): Promise<SpdyStream | undefined> {
    if (frame.kind === 'data') {
      const stream = this.#streams.get(frame.stream);
      if (!stream) return undefined;
      await deliver(stream.input, frame.payload);
      if (frame.fin) stream.input.end();
      return undefined;
    }
    const { type, flags, payload } = frame;
    switch (type) {
      case frameType.synStream:
        return this.#open(payload, flags);
      case frameType.rstStream: {
        const stream = payload.length >= 8 ? this.#streams.get(payload.readUInt32BE(0)) : undefined;
        stream?.input.destroy();
        stream?.output.destroy();
        return undefined;
      }
      case frameType.ping:
        this.#send(controlFrame(frameType.ping, payload.subarray(0, 4)));
        return undefined;
      case frameType.goAway:
        this.#connection.end();
        return undefined;
      default:
        // SETTINGS, HEADERS and WINDOW_UPDATE: Kubernetes clients do not need them.
        return undefined;
    }
  }

  async #open(payload: Buffer, flags: number): Promise<SpdyStream | undefined> {
    if (payload.length < 10) throw new SpdyError('a SYN_STREAM is too short');
    const id = payload.readUInt32BE(0) & 0x7fff_ffff;
    // Even a refused stream advances the shared zlib stream.
    const headers = await this.#headers.read(payload.subarray(10));
    if (this.#streams.has(id) || this.#streams.size >= maximumStreams) {
      this.#reset(id, resetRefused);
      return undefined;
    }
    const input = new PassThrough();
    const output = this.#writer(id);
    const stream: SpdyStream = { id, headers, input, output };
    this.#streams.set(id, stream);
    let open = 2;
    for (const half of [input, output]) {
      half.on('error', () => {});
      half.once('close', () => {
        open -= 1;
        if (open === 0) this.#streams.delete(id);
      });
    }
    const stringId = Buffer.alloc(4);
    stringId.writeUInt32BE(id);
    this.#send(controlFrame(frameType.synReply, Buffer.concat([stringId, emptyHeaderBlock(!this.#replied)])));
    this.#replied = true;
    if (flags & flagFin) input.end();
    return stream;
  }

  #writer(id: number): Writable {
    const send = (payload: Uint8Array, fin: boolean) =>
      new Promise<void>((resolve, reject) => {
        this.#connection.write(dataFrame(id, payload, fin), (error) => (error ? reject(error) : resolve()));
      });
    return new Writable({
      write(chunk: Buffer, _encoding, callback) {
        const all = async () => {
          for (let at = 0; at < chunk.length; at += maximumChunk)
            await send(chunk.subarray(at, at + maximumChunk), false);
        };
        all().then(() => callback(), callback);
      },
      final(callback) {
        send(new Uint8Array(0), true).then(() => callback(), callback);
      },
      destroy: (error, callback) => {
        if (error) this.#reset(id, resetCancel);
        callback(error);
      },
    });
  }

  #reset(id: number, status: number): void {
    const payload = Buffer.alloc(8);
    payload.writeUInt32BE(id);
    payload.writeUInt32BE(status, 4);
    this.#send(controlFrame(frameType.rstStream, payload));
  }

  #send(frame: Buffer): void {
    if (this.#connection.writable) this.#connection.write(frame);
  }
}

/** Waits while the stream's reader is behind: backpressure for the client. */
async function deliver(input: PassThrough, payload: Buffer): Promise<void> {
  if (payload.length === 0 || input.destroyed || input.writableEnded) return;
  if (input.write(payload)) return;
  // A stream that fails is closed as well; its reader gets the error.
  await new Promise<void>((resolve) => {
    const settle = (): void => {
      input.off('drain', settle).off('close', settle);
      resolve();
    };
    input.on('drain', settle).on('close', settle);
  });
}
