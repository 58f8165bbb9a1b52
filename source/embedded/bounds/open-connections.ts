import { openFileLimit } from '../../files/open-file-limit.ts';

/** Connections to one server: a broker, or ZooKeeper. */
export interface ConnectionLimits {
  readonly all: number;
  /** From one address: every program outside of the pods has the same one, each pod its own. */
  readonly ofOneAddress: number;
}

/** What a server may have where nobody asked for less. */
export const mostConnections: ConnectionLimits = { all: 1000, ofOneAddress: 500 };

/** There are four servers, and the process needs files for other things as well. */
const shareOfOneServer = 1 / 5;

/** The same where this process may have only so many files open. */
export function connectionsWithin(openFiles: number | undefined): ConnectionLimits {
  const share = openFiles === undefined ? mostConnections.all : Math.floor(openFiles * shareOfOneServer);
  const all = Math.max(1, Math.min(mostConnections.all, share));
  return { all, ofOneAddress: Math.min(mostConnections.ofOneAddress, Math.ceil((all * 3) / 4)) };
}

let ofThisProcess: ConnectionLimits | undefined;

/** What a server of this process may have. */
export function connectionLimits(): ConnectionLimits {
  ofThisProcess ??= connectionsWithin(openFileLimit());
  return ofThisProcess;
}

/** Why a connection is not let in. */
export interface Refusal {
  readonly reason: 'all' | 'address';
  readonly most: number;
  /** It is the first since the last one that was let in: worth a line in the log. */
  readonly isFirst: boolean;
}

/** Counts the connections of one server, and says which one is too many. */
export class OpenConnections {
  readonly #limits: ConnectionLimits;
  readonly #byAddress = new Map<string, number>();
  #all = 0;
  #isRefusing = false;

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
  }

  /** Counts a connection from this address, which `leave` takes back; or says why it may not come in. */
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
