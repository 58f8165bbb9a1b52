import { createServer, type Server, type Socket } from 'node:net';
import type { InProcessNetwork } from './in-process-network.ts';

/**
 * The entry of child processes into the pod network: a port on 127.0.0.1 for each pair of a pod and a target. A connection to that port
 * is a connection from the pod to the target.
 */
export class NetworkGateway {
  readonly #network: InProcessNetwork;
  readonly #passages = new Map<string, Promise<{ server: Server; port: number }>>();
  readonly #sockets = new Set<Socket>();
  #closed = false;

  constructor(network: InProcessNetwork) {
    this.#network = network;
  }

  /**
   * The loopback port through which pod `from` reaches `host:port`. Rejects like a failed connect: with an Error whose code is ENOTFOUND,
   * ECONNREFUSED or EHOSTUNREACH.
   */
  async passage(from: string, host: string, port: number): Promise<number> {
    this.#network.check(from, host, port);
    const key = `${from} ${host}:${port}`;
    let passage = this.#passages.get(key);
    if (!passage) {
      passage = this.#open(from, host, port);
      this.#passages.set(key, passage);
    }
    return (await passage).port;
  }

  /** Closes the ports of a removed pod. */
  leave(from: string): void {
    for (const [key, passage] of this.#passages) {
      if (!key.startsWith(`${from} `)) continue;
      this.#passages.delete(key);
      void passage.then(({ server }) => server.close());
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const socket of this.#sockets) socket.destroy();
    const passages = await Promise.all(this.#passages.values());
    this.#passages.clear();
    await Promise.all(passages.map(({ server }) => new Promise<void>((done) => server.close(() => done()))));
  }

  #open(from: string, host: string, port: number): Promise<{ server: Server; port: number }> {
    return new Promise((resolve, reject) => {
      const server = createServer({ noDelay: true }, (socket) => {
        this.#sockets.add(socket);
        socket.once('close', () => this.#sockets.delete(socket));
        socket.on('error', () => socket.destroy());
        try {
          this.#network.splice(from, host, port, socket);
        } catch (error) {
          socket.resetAndDestroy();
          // Network errors have a code, such as ECONNREFUSED.
          if ((error as NodeJS.ErrnoException).code === undefined) throw error;
        }
      });
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        if (this.#closed) server.close();
        resolve({ server, port: (server.address() as { port: number }).port });
      });
    });
  }
}
