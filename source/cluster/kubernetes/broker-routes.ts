import type { Duplex } from 'node:stream';

/** How brokers are found and reached from outside the cluster. */
export interface BrokerRoutes {
  /** Brokers to ask first, as `host:port`; empty while none runs. */
  seeds(): Promise<string[]>;
  /** Opens a stream to a broker by the host and port that it advertises. */
  open(host: string, port: number): Promise<Duplex>;
}
