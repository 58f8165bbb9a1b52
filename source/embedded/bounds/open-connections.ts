import { openFileLimit } from '../../files/open-file-limit.ts';

/** The connection limits of one server: a broker, or ZooKeeper. */
export interface ConnectionLimits {
  readonly all: number;
  /** Per source address: all programs outside the pods share one, each pod has its own. */
  readonly ofOneAddress: number;
}

/** The limits unless a server asks for lower ones. */
export const mostConnections: ConnectionLimits = { all: 1000, ofOneAddress: 500 };

/** There are four servers, and the process needs files for other purposes. */
const shareOfOneServer = 1 / 5;

/** The same, for a process with a low limit on open files. */
export function connectionsWithin(openFiles: number | undefined): ConnectionLimits {
  const share = openFiles === undefined ? mostConnections.all : Math.floor(openFiles * shareOfOneServer);
  const all = Math.max(1, Math.min(mostConnections.all, share));
  return { all, ofOneAddress: Math.min(mostConnections.ofOneAddress, Math.ceil((all * 3) / 4)) };
}

let ofThisProcess: ConnectionLimits | undefined;

/** The limits of a server in this process. */
export function connectionLimits(): ConnectionLimits {
  ofThisProcess ??= connectionsWithin(openFileLimit());
  return ofThisProcess;
}

/** Why a connection is refused. */
export interface Refusal {
  readonly reason: 'all' | 'address';
  readonly most: number;
  /** The first refusal since the last accepted connection: worth a log line. */
  readonly isFirst: boolean;
}

/** Counts the connections of one server and refuses those beyond the limit. */
export class OpenConnections {
  readonly #limits: ConnectionLimits;
  readonly #byAddress = new Map<string, number>();
  #all = 0;
  #isRefusing = false;

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
  }

  /** Admits a connection from this address, which `leave` undoes, or returns the reason for a refusal. */
  enter(address: string): Refusal | undefined {
    const { all, ofOneAddress } = this.#limits;
    const same = this.#byAddress.get(address) ?? 0;
    const reason = this.#all >= all ? 'all' : same >= ofOneAddress ? 'address' : undefined;
    if (reason !== undefined) {
      const isFirst = !this.#isRefusing;
      this.#isRefusing = true;
      return { reason, most: reason === 'all' ? all : ofOneAddress, isFirst };
    }
    this.#isRefusing = false;
    this.#all += 1;
    this.#byAddress.set(address, same + 1);
    return undefined;
  }

  leave(address: string): void {
    const same = this.#byAddress.get(address);
    if (same === undefined) return;
    this.#all -= 1;
    if (same === 1) this.#byAddress.delete(address);
    else this.#byAddress.set(address, same - 1);
  }
}
