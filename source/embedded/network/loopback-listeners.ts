import { createServer, type Server, type Socket } from 'node:net';
import type { Connection, Listener, OutsideListeners, Peer } from './pod-network.ts';

type Accept = (connection: Connection, peer: Peer) => void;
type ReservedPort = 'kafka' | 'zookeeper';

/**
 * The TCP ports on 127.0.0.1 through which programs outside the pod network reach brokers and ZooKeeper. A reserved port stays open for
 * the cluster's lifetime: while nobody serves it, connections are reset.
 */
export class LoopbackListeners implements OutsideListeners {
  readonly #offers: Record<ReservedPort, Accept[]> = { kafka: [], zookeeper: [] };
  readonly #turn: Record<ReservedPort, number> = { kafka: 0, zookeeper: 0 };
  readonly #own = new Map<string, { port: number; accept: Accept | undefined }>();
  readonly #servers = new Set<Server>();
  readonly #sockets = new Set<Socket>();
  #bootstrapPort = 0;
  #zookeeperPort = 0;

  /** Reserves both ports: the given ones if free, else any; 0: any. */
  static async reserve(ports: { kafka?: number; zookeeper?: number } = {}): Promise<LoopbackListeners> {
    const listeners = new LoopbackListeners();
    try {
      listeners.#bootstrapPort = await listeners.#reserve(ports.kafka ?? 0, 'kafka');
      listeners.#zookeeperPort = await listeners.#reserve(ports.zookeeper ?? 0, 'zookeeper');
    } catch (error) {
      await listeners.close();
      throw error;
    }
    return listeners;
  }

  get bootstrapPort(): number {
    return this.#bootstrapPort;
  }

  get zookeeperPort(): number {
    return this.#zookeeperPort;
  }

  offer(name: ReservedPort, accept: Accept): () => void {
    this.#offers[name].push(accept);
    return () => {
      const index = this.#offers[name].indexOf(accept);
      if (index !== -1) this.#offers[name].splice(index, 1);
    };
  }

  async open(key: string, accept: Accept): Promise<Listener & { readonly port: number }> {
    let own = this.#own.get(key);
    if (own) own.accept = accept;
    else {
      const entry: { port: number; accept: Accept | undefined } = { port: 0, accept };
      entry.port = await this.#serve(0, (socket) => {
        if (entry.accept) entry.accept(socket, peerOf(socket));
        else socket.resetAndDestroy();
      });
      this.#own.set(key, entry);
      own = entry;
    }
    const { port } = own;
    const opened = own;
    return {
      port,
      close: () => {
        if (opened.accept === accept) opened.accept = undefined;
      },
    };
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(
      [...this.#servers].map((server) => new Promise<void>((done) => server.close(() => done()))),
    );
    this.#servers.clear();
  }

  #admit(name: ReservedPort, socket: Socket): void {
    const offers = this.#offers[name];
    const accept = offers[this.#turn[name]++ % Math.max(1, offers.length)];
    if (accept) accept(socket, peerOf(socket));
    else socket.resetAndDestroy();
  }

  async #reserve(port: number, name: ReservedPort): Promise<number> {
    const admit = (socket: Socket) => this.#admit(name, socket);
    if (port === 0) return this.#serve(0, admit);
    return this.#serve(port, admit).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw error;
      return this.#serve(0, admit);
    });
  }

  #serve(port: number, onSocket: (socket: Socket) => void): Promise<number> {
    return new Promise((resolve, reject) => {
      const server = createServer({ noDelay: true }, (socket) => {
        this.#sockets.add(socket);
        socket.once('close', () => this.#sockets.delete(socket));
        socket.on('error', () => socket.destroy());
        onSocket(socket);
      });
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        server.on('error', () => {});
        this.#servers.add(server);
        resolve((server.address() as { port: number }).port);
      });
    });
  }
}

function peerOf(socket: Socket): Peer {
  return { ip: socket.remoteAddress ?? '127.0.0.1', port: socket.remotePort ?? 0 };
}
