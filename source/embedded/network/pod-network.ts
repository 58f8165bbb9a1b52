import type { Duplex } from 'node:stream';

/** A byte stream between two ends of the pod network: a socket, or an in-memory pair. */
export type Connection = Duplex;

/** Where a connection comes from: a pod's IP, or the host's side of a port-forward, a proxy or an outside port. */
export interface Peer {
  readonly ip: string;
  readonly port: number;
}

export interface Listener {
  close(): void;
}

/**
 * The network that pods see. Every pod has an IP of its own; `localhost` and `127.0.0.1` mean the pod itself; Service and pod
 * names resolve as cluster DNS would resolve them. In-process containers listen and connect here; child processes reach
 * it through a gateway on loopback.
 */
export interface PodNetwork {
  listen(ip: string, port: number, accept: (connection: Connection, peer: Peer) => void): Listener;
  /**
   * Connects from inside the pod with IP `from` (or `host`) to a name or address.
   * Rejects with an Error whose `code` is `ENOTFOUND` (no such name), `ECONNREFUSED` (nobody listens) or `EHOSTUNREACH`.
   */
  connect(from: string, host: string, port: number): Promise<Connection>;
  /** The addresses that cluster DNS has for a name, as seen from a pod in `namespace`; empty: no such name. */
  resolve(name: string, namespace?: string): readonly string[];
}

/**
 * The two ports on 127.0.0.1 that are reserved at start (`bootstrap`, `zookeeper`), and one more for each broker. Whoever
 * is ready registers; a connection goes to any that is registered, and is reset while there is none.
 */
export interface OutsideListeners {
  readonly bootstrapPort: number;
  readonly zookeeperPort: number;
  /** Offers to serve connections that come in through a reserved port. Returns the withdrawal. */
  offer(port: 'kafka' | 'zookeeper', accept: (connection: Connection, peer: Peer) => void): () => void;
  /** Opens a port of one's own on 127.0.0.1 (a broker's outside listener); stable per `key` for the cluster's life. */
  open(
    key: string,
    accept: (connection: Connection, peer: Peer) => void,
  ): Promise<Listener & { readonly port: number }>;
}
