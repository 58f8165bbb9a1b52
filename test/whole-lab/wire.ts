import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { ServedCluster } from '../serve-cluster.ts';

/** Sits between the observer and the API server, and can cut every connection, once or for a while. */
export class Wire {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #isCut = false;

  constructor(target: number) {
    this.#server = createServer((near) => {
      if (this.#isCut) {
        near.destroy();
        return;
      }
      const far = connect(target, '127.0.0.1');
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(socket);
        socket.on('error', () => {});
        socket.on('close', () => {
          this.#sockets.delete(socket);
          other.destroy();
        });
        socket.pipe(other);
      }
    });
  }

  async open(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  away(isAway: boolean): void {
    this.#isCut = isAway;
    if (isAway) this.cut();
  }

  async close(): Promise<void> {
    this.away(true);
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** A kubeconfig that leads to a running cluster through a wire. */
export async function throughWire({
  kubeconfig: direct,
  home,
}: Pick<ServedCluster, 'kubeconfig' | 'home'>): Promise<{ wire: Wire; kubeconfig: string }> {
  const text = readFileSync(direct, 'utf8');
  const { port } = new URL(parse(text).clusters[0].cluster.server);
  const wire = new Wire(Number(port));
  const kubeconfig = join(home, 'through-the-wire');
  writeFileSync(kubeconfig, text.replaceAll(`:${port}`, `:${await wire.open()}`));
  return { wire, kubeconfig };
}
