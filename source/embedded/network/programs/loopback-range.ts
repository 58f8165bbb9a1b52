import { createSocket, type Socket } from 'node:dgram';

/** A port of UDP that marks a range as taken; nothing is ever sent to it. */
const markPort = 47_127;
const attempts = 20;

/**
 * The addresses `127.A.x.y` of one cluster, for one A of its own. On Linux all of 127.0.0.0/8 is this machine's loopback
 * (https://man7.org/linux/man-pages/man7/ip.7.html).
 */
export class LoopbackRange {
  readonly #second: number;
  readonly #mark: Socket;
  readonly #free: string[] = [];
  #last = 1;

  private constructor(second: number, mark: Socket) {
    this.#second = second;
    this.#mark = mark;
  }

  /** Takes a range that no other cluster has; undefined if there is none, as on systems other than Linux. */
  static async claim(): Promise<LoopbackRange | undefined> {
    const first = Math.floor(Math.random() * 254);
    for (let attempt = 0; attempt < attempts; attempt++) {
      const second = 1 + ((first + attempt) % 254);
      const mark = await bind(`127.${second}.0.1`);
      if (mark !== undefined) return new LoopbackRange(second, mark);
    }
    return undefined;
  }

  /** An address that is not in use; undefined when all of them are. */
  take(): string | undefined {
    const freed = this.#free.pop();
    if (freed !== undefined) return freed;
    if (this.#last >= 0xfffe) return undefined;
    this.#last++;
    return `127.${this.#second}.${this.#last >> 8}.${this.#last & 255}`;
  }

  giveBack(address: string): void {
    this.#free.push(address);
  }

  close(): void {
    this.#mark.close();
  }
}

function bind(address: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => {
      socket.close();
      resolve(undefined);
    });
    socket.bind({ address, port: markPort, exclusive: true }, () => {
      socket.on('error', () => {});
      socket.unref();
      resolve(socket);
    });
  });
}
