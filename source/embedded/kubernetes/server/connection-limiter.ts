import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { nextTurn } from '../../bounds/lanes/api.ts';

/** The most connections; each watch has one. Beyond it, another connection is closed. */
export const maxConnections = 256;

interface Open {
  readonly socket: Socket;
  /** It has carried a request with the session's token. */
  isTrusted: boolean;
}

/**
 * Admits connections. Simultaneous ones start their TLS handshakes in separate turns of the event loop, since each takes about a
 * millisecond. When there are too many, closes the oldest that never showed the token, or else the oldest: nobody can lock others out.
 */
export class ConnectionLimiter {
  readonly #open = new Map<number, Open>();

  /** `server` accepts connections, and has its own listeners for them. */
  constructor(server: Server) {
    const listeners = server.listeners('connection');
    server.removeAllListeners('connection');
    server.on('connection', (socket: Socket) => {
      socket.on('error', () => socket.destroy());
      this.#admit(socket);
      void nextTurn().then(() => {
        if (!socket.destroyed) for (const begin of listeners) begin.call(server, socket);
      });
    });
  }

  /** This connection has shown the token. */
  trust(port: number | undefined): void {
    const known = this.#open.get(port ?? 0);
    if (known) known.isTrusted = true;
  }

  #admit(socket: Socket): void {
    if (this.#open.size >= maxConnections) this.#makeRoom();
    const port = socket.remotePort ?? 0;
    const open: Open = { socket, isTrusted: false };
    this.#open.set(port, open);
    socket.once('close', () => {
      if (this.#open.get(port) === open) this.#open.delete(port);
    });
  }

  #makeRoom(): void {
    let [victim] = this.#open;
    for (const entry of this.#open) {
      if (entry[1].isTrusted) continue;
      victim = entry;
      break;
    }
    if (!victim) return;
    this.#open.delete(victim[0]);
    victim[1].socket.destroy();
  }
}
