import type { Duplex } from 'node:stream';
import { JuteReader, JuteWriter } from '../protocol/bytes.ts';
import { ZooKeeperError } from '../protocol/error.ts';
import { FrameSplitter } from '../protocol/frames.ts';
import { type ConnectResponse, readConnectResponse, writeConnectRequest } from '../protocol/messages.ts';

export interface HandshakeOptions {
  readonly request: Parameters<typeof writeConnectRequest>[1];
  /** So long the server has to answer. */
  readonly limitMs: number;
  readonly onOpen: (response: ConnectResponse) => void;
  /** The server no longer knows the session. */
  readonly onExpired: () => void;
  /** A frame after the answer. Throws `ZooKeeperError` for malformed bytes, which ends the connection. */
  readonly onFrame: (reader: JuteReader) => void;
  /** The connection ended after it was open; may be called more than once. */
  readonly onClose: () => void;
}

/** Sends ConnectRequest and waits for the answer; from then on the stream is the session's. */
export class Handshake {
  readonly #stream: Duplex;
  readonly #options: HandshakeOptions;
  readonly #frames = new FrameSplitter();
  #isOpen = false;
  #limit: NodeJS.Timeout | undefined;
  #settle: (isOpen: boolean) => void = () => {};

  constructor(stream: Duplex, options: HandshakeOptions) {
    this.#stream = stream;
    this.#options = options;
  }

  /** Resolves with whether the session stands. */
  run(): Promise<boolean> {
    const answered = new Promise<boolean>((resolve) => {
      this.#settle = resolve;
    });
    const stream = this.#stream;
    const fail = () => this.cancel();
    this.#limit = setTimeout(fail, this.#options.limitMs);
    stream.on('error', fail);
    stream.on('close', fail);
    stream.on('end', fail);
    stream.on('data', (piece: Buffer) => this.#receive(piece));
    const writer = new JuteWriter();
    writeConnectRequest(writer, this.#options.request);
    stream.write(writer.frame());
    return answered;
  }

  /** Ends the connection. */
  cancel(): void {
    clearTimeout(this.#limit);
    this.#stream.destroy();
    this.#settle(false);
    if (this.#isOpen) this.#options.onClose();
  }

  #receive(piece: Buffer): void {
    try {
      for (const frame of this.#frames.push(piece)) {
        const reader = new JuteReader(frame);
        if (this.#isOpen) this.#options.onFrame(reader);
        else if (!this.#begin(readConnectResponse(reader))) return;
      }
    } catch (error) {
      this.cancel();
      // Malformed bytes end the connection; anything else is a fault of ours.
      if (!(error instanceof ZooKeeperError)) throw error;
    }
  }

  #begin(response: ConnectResponse): boolean {
    if (response.timeoutMs <= 0) {
      this.#options.onExpired();
      this.cancel();
      return false;
    }
    // An in-memory stream may bring the next frame while this one is handled.
    this.#isOpen = true;
    clearTimeout(this.#limit);
    this.#options.onOpen(response);
    this.#settle(true);
    return true;
  }
}
