import { createServer, isIP, type Server, type Socket } from 'node:net';
import type { InProcessNetwork } from '../in-process-network.ts';
import type { Address } from '../pod-network.ts';
import type { ProgramAccess, ProgramPod } from './program-access.ts';

/** Ports that are open before they are needed: an address is asked for in the middle of a broker's answer. */
const spares = 4;
/** The most addresses that one program is led to. */
const mostPassages = 256;

interface Passage {
  readonly server: Server;
  readonly port: number;
  target: Address | undefined;
}

/**
 * The cluster for a program that sees this machine's names: each address that resolves in cluster DNS is a port on 127.0.0.1. One that
 * does not resolve stays as it is, so that the program fails as it would in a pod.
 */
export class MappedAccess implements ProgramAccess {
  readonly hostsFile = undefined;
  readonly #network: InProcessNetwork;
  readonly #pod: ProgramPod;
  readonly #spare: Passage[] = [];
  readonly #taken = new Map<string, Passage>();
  readonly #sockets = new Set<Socket>();
  #opening = 0;
  #isClosed = false;

  static async open(network: InProcessNetwork, pod: ProgramPod): Promise<MappedAccess> {
    const access = new MappedAccess(network, pod);
    await Promise.all(Array.from({ length: spares }, () => access.#openSpare()));
    return access;
  }

  private constructor(network: InProcessNetwork, pod: ProgramPod) {
    this.#network = network;
    this.#pod = pod;
  }

  readonly reach = (host: string, port: number): Address | undefined => {
    const isKnown =
      isIP(host) === 0
        ? this.#network.resolve(host, this.#pod.namespace).length > 0
        : this.#network.isAddress(host);
    if (!isKnown) return { host, port };
    const key = `${host.toLowerCase()}:${port}`;
    const passage = this.#taken.get(key) ?? this.#take(key, { host, port });
    return passage && { host: '127.0.0.1', port: passage.port };
  };

  close(): void {
    this.#isClosed = true;
    for (const { server } of [...this.#spare, ...this.#taken.values()]) server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #take(key: string, target: Address): Passage | undefined {
    const passage = this.#spare.pop();
    if (this.#taken.size + this.#opening < mostPassages) void this.#openSpare();
    if (passage === undefined) return undefined;
    passage.target = target;
    this.#taken.set(key, passage);
    return passage;
  }

  #openSpare(): Promise<void> {
    this.#opening++;
    return new Promise((resolve, reject) => {
      const server = createServer({ noDelay: true }, (socket) => this.#admit(socket, passage));
      const passage: Passage = {
        server,
        get port() {
          return (server.address() as { port: number }).port;
        },
        target: undefined,
      };
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        this.#opening--;
        if (this.#isClosed) server.close();
        else this.#spare.push(passage);
        resolve();
      });
    });
  }

  #admit(socket: Socket, { target }: Passage): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (target === undefined) {
      socket.resetAndDestroy();
      return;
    }
    try {
      this.#network.splice(this.#pod.ip, target.host, target.port, socket, this.reach);
    } catch (error) {
      socket.resetAndDestroy();
      // Network errors have a code, such as ECONNREFUSED.
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }
}
