import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { inLaterTurn, type Slice, sharedSlice } from '../../bounds/slices.ts';

/**
 * Stops reading from a connection for this turn once the time slice is over. A read may contain thousands of heads or one-byte chunks,
 * and the system reads up to 32 times in a row. Node parses input without passing through here unless something listens to the data.
 */
export class PacedReads {
  readonly #slice: Slice;
  readonly #current = new WeakMap<Duplex, IncomingMessage>();
  readonly #release = new WeakMap<Duplex, () => void>();

  /** Must run before the server's other connection listeners. */
  constructor(server: Pick<Server, 'on'>, slice: Slice = sharedSlice) {
    this.#slice = slice;
    const isSecure = 'setSecureContext' in server;
    server.on(isSecure ? 'secureConnection' : 'connection', (socket: Socket) => this.#pace(socket));
    server.on('request', (request: IncomingMessage) => this.#current.set(request.socket, request));
  }

  /** From now on somebody else reads the connection. */
  release(socket: Duplex): void {
    this.#release.get(socket)?.();
  }

  #pace(socket: Socket): void {
    let callOff: (() => void) | undefined;
    const read = () => {
      if (callOff || socket.destroyed || !this.#slice.isOver()) return;
      socket.pause();
      callOff = inLaterTurn(() => {
        callOff = undefined;
        if (!socket.destroyed) this.#goOn(socket);
      });
    };
    socket.on('data', read);
    this.#release.set(socket, () => {
      socket.off('data', read);
      callOff?.();
    });
  }

  /** While a body's buffer is full and unread, nothing more is read. */
  #goOn(socket: Socket): void {
    const request = this.#current.get(socket);
    if (!request || request.complete || request.readableLength < request.readableHighWaterMark) {
      socket.resume();
      return;
    }
    const read = request._read;
    request._read = (size) => {
      request._read = read;
      socket.resume();
      request._read(size);
    };
  }
}
