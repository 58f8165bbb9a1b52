import type { Duplex } from 'node:stream';

/** A byte stream between two ends of the pod network: a socket, or an in-memory pair. */
export type Connection = Duplex;

/** The source of a connection: a pod's IP, or the host for a port-forward, a proxy or an outside port. */
export interface Peer {
  readonly ip: string;
  readonly port: number;
  /**
   * For a client that reaches the addresses of the pod network at other ones: where it reaches this one, or the same address if it does
   * not resolve. Undefined: not yet.
   */
  readonly reach?: (host: string, port: number) => Address | undefined;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Listener {
  close(): void;
}

/**
 * The network that pods see. Every pod has its own IP; `localhost` and `127.0.0.1` mean the pod itself; Service and pod names resolve as
 * in cluster DNS. In-process containers listen and connect here; child processes enter through a gateway on loopback.
 */
export interface PodNetwork {
  listen(ip: string, port: number, accept: (connection: Connection, peer: Peer) => void): Listener;
  /**
   * Connects from the pod with IP `from` (or `host`) to a name or address. Rejects with an Error whose `code` is `ENOTFOUND` (unknown
   * name), `ECONNREFUSED` (no listener) or `EHOSTUNREACH`.
   */
  connect(from: string, host: string, port: number): Promise<Connection>;
  /** The addresses in cluster DNS for a name, as seen from a pod in `namespace`; empty if unknown. */
  resolve(name: string, namespace?: string): readonly string[];
}

/**
 * The two ports on 127.0.0.1 reserved at start (`bootstrap`, `zookeeper`), and one for each broker. Servers register when they are ready;
 * a connection goes to any registered one, and is reset while there is none.
 */
export interface OutsideListeners {
  readonly bootstrapPort: number;
  readonly zookeeperPort: number;
  /** Registers a server for a reserved port. Returns the deregistration. */
  offer(port: 'kafka' | 'zookeeper', accept: (connection: Connection, peer: Peer) => void): () => void;
  /** Opens a separate port on 127.0.0.1 (a broker's outside listener); stable per `key` for the cluster's lifetime. */
  open(
    key: string,
    accept: (connection: Connection, peer: Peer) => void,
  ): Promise<Listener & { readonly port: number }>;
}
