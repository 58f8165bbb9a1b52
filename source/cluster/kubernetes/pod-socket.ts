import { Duplex } from 'node:stream';

/** Opens a stream to where a socket is to lead. */
export type OpenStream = () => Promise<Duplex>;

/** Stands in for a net.Socket in kafkajs; writes wait until the underlying stream is open. */
export class PodSocket extends Duplex {
  readonly #open: OpenStream;
  readonly #onConnect: () => void;
  #inner: Duplex | undefined;

  constructor(open: OpenStream, onConnect: () => void) {
    super({ allowHalfOpen: false });
    this.#open = open;
    this.#onConnect = onConnect;
  }

  override _construct(ready: (error?: Error | null) => void): void {
    this.#open().then(
      (inner) => {
        if (this.destroyed) {
          inner.destroy();
          ready();
          return;
        }
        this.#inner = inner;
        inner.on('data', (chunk) => {
          if (!this.push(chunk)) inner.pause();
        });
        inner.on('end', () => this.push(null));
        inner.on('error', (error) => this.destroy(error));
        inner.on('close', () => {
          if (!this.readableEnded && !this.destroyed) this.push(null);
        });
        ready();
        this.#onConnect();
      },
      (error: Error) => ready(error),
    );
  }

  override _read(): void {
    this.#inner?.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#inner!.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#inner?.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#inner?.destroy();
    done(error);
  }

  /** A net.Socket's: the stream is closed with the observer, so nothing needs to be let go here. */
  unref(): this {
    return this;
  }
}
