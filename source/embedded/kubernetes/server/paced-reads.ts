import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import * as api from '../../bounds/lanes/api.ts';
import * as uploads from '../../bounds/lanes/uploads.ts';
import { type Slice, sharedSlice } from '../../bounds/slices.ts';

/**
 * Parses no more in this turn once the time slice that all connections share is over. One read may contain thousands of heads or one-byte
 * chunks, and the system reads up to 32 times in a row, from each of many connections. Node parses input without passing through here
 * unless something listens to the data.
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
    const waitIfOver = () => {
      if (socket.destroyed || !this.#slice.isOver()) return;
      // Also where it waits already: Node resumes it whenever somebody who reads the body wants more.
      socket.pause();
      if (callOff) return;
      const isUpload = this.#current.get(socket)?.complete === false;
      // What was read and not parsed is parsed in the ticks that follow.
      callOff = (isUpload ? uploads : api).inTurnOfItsOwn(() => {
        callOff = undefined;
        if (!socket.destroyed) this.#goOn(socket);
      }, socket);
    };
    // Others may have used the slice up: then this stays in the socket's buffer. A socket that is paused hands nothing on.
    const push = socket.push;
    socket.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
      if (chunk !== null) waitIfOver();
      return push.call(socket, chunk, encoding);
    };
    socket.on('data', waitIfOver);
    this.#release.set(socket, () => {
      socket.push = push;
      socket.off('data', waitIfOver);
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
