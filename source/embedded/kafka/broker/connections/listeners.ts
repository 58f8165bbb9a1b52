import { randomInt } from 'node:crypto';
import { connectionLimits, OpenConnections, type Refusal } from '../../../bounds/open-connections.ts';
import type { Connection, Listener, Peer } from '../../../network/pod-network.ts';
import type { BrokerConfig, BrokerHost } from '../../broker-api.ts';
import type { AddressOf, BrokerContext } from '../requests/request-context.ts';
import { ClientConnection } from './connection.ts';

const outsideHost = '127.0.0.1';

/** Linux's `ip_local_port_range`. */
const [firstEphemeralPort, lastEphemeralPort] = [32_768, 60_999];
const mostAttempts = 100;

type Accept = (stream: Connection, peer: Peer) => void;

/** All listeners of a broker: those in the pod, its own port outside, and the reserved bootstrap port. */
export class BrokerListeners {
  readonly #broker: BrokerContext;
  readonly #host: BrokerHost;
  readonly #listeners: Listener[] = [];
  readonly #connections = new Set<ClientConnection>();
  readonly #count: OpenConnections;
  #withdraw: (() => void) | undefined;
  #paused = false;
  #offered = false;

  constructor(broker: BrokerContext, host: BrokerHost) {
    this.#broker = broker;
    const limits = connectionLimits();
    // Both change while the broker runs.
    this.#count = new OpenConnections({
      get all() {
        return Math.min(broker.config.settings.maxConnections, limits.all);
      },
      get ofOneAddress() {
        return Math.min(broker.config.settings.maxConnectionsPerIp, limits.ofOneAddress);
      },
    });
    this.#host = host;
  }

  /**
   * Opens all listeners but those in `closed`: name → what the log says of it. Returns each listener's port, which it chooses for 0.
   * Throws if a port of the pod is taken.
   */
  async open(
    config: BrokerConfig,
    closed: ReadonlyMap<string, string>,
  ): Promise<ReadonlyMap<string, number>> {
    const ports = new Map<string, number>();
    for (const listener of config.listeners) {
      const why = closed.get(listener.name);
      if (why !== undefined) {
        this.#broker.log('WARN', why, 'kafka.network.SocketServer');
        continue;
      }
      const addressOf: AddressOf = ({ endpoints }) => endpoints.find(({ name }) => name === listener.name);
      const port = this.#listen(listener.port, (stream, peer) => this.#accept(stream, peer, addressOf));
      ports.set(listener.name, port);
      this.#broker.log(
        'INFO',
        `Awaiting socket connections on ${listener.host === '' ? '0.0.0.0' : listener.host}:${port}.`,
        'kafka.network.DataPlaneAcceptor',
      );
    }
    const key = `kafka-${config.brokerId}@${config.zookeeperConnect}`;
    const outside = await this.#host.outside.open(key, (stream, peer) =>
      this.#accept(stream, peer, this.#outside),
    );
    this.#listeners.push(outside);
    this.#broker.cluster.outsidePorts.set(config.brokerId, outside.port);
    return ports;
  }

  /** Listens on a port of the pod, for 0 on one that is free. Returns it. */
  #listen(wanted: number, accept: Accept): number {
    const { network, podIp } = this.#host;
    for (let attempt = 0; ; attempt++) {
      const port = wanted === 0 ? randomInt(firstEphemeralPort, lastEphemeralPort + 1) : wanted;
      try {
        this.#listeners.push(network.listen(podIp, port, accept));
        return port;
      } catch (error) {
        const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
        if (wanted !== 0 || !isTaken || attempt === mostAttempts) throw error;
      }
    }
  }

  /** From now on, clients that know only the bootstrap port may be routed to this broker. */
  offer(): void {
    this.#offered = true;
    if (this.#paused) return;
    this.#withdraw ??= this.#host.outside.offer('kafka', (stream, peer) =>
      this.#accept(stream, peer, this.#outside),
    );
  }

  readonly #outside: AddressOf = ({ id }) => {
    const port = this.#broker.cluster.outsidePorts.get(id);
    return port === undefined ? undefined : { host: outsideHost, port };
  };

  #accept(stream: Connection, peer: Peer, addressOf: AddressOf): void {
    const refusal = this.#count.enter(peer.ip);
    if (refusal) {
      if (refusal.isFirst) this.#logRefusal(peer, refusal);
      stream.on('error', () => {});
      stream.destroy();
      return;
    }
    const connection = new ClientConnection({
      stream,
      peer,
      broker: this.#broker,
      addressOf: reachedBy(peer, addressOf),
      onClosed: () => {
        this.#connections.delete(connection);
        this.#count.leave(peer.ip);
      },
    });
    this.#connections.add(connection);
    if (this.#paused) connection.pause();
  }

  #logRefusal({ ip }: Peer, { reason, most }: Refusal): void {
    const who = reason === 'address' ? 'address already has the configured' : 'the broker already has the';
    this.#broker.log(
      'INFO',
      `Rejected connection from /${ip}, ${who} maximum of ${most} connections. Others are rejected without a line until one is accepted.`,
      'kafka.network.DataPlaneAcceptor',
    );
  }

  /** Connections are still accepted, as a kernel does for a stopped process, but new clients are not routed here. */
  pause(): void {
    this.#paused = true;
    this.#withdraw?.();
    this.#withdraw = undefined;
    for (const connection of this.#connections) connection.pause();
  }

  resume(): void {
    this.#paused = false;
    if (this.#offered) this.offer();
    for (const connection of [...this.#connections]) connection.resume();
  }

  close(): void {
    this.#withdraw?.();
    this.#withdraw = undefined;
    for (const listener of this.#listeners.splice(0)) listener.close();
    for (const connection of [...this.#connections]) connection.close();
  }
}

/** The addresses as this client must be told them. */
function reachedBy({ reach }: Peer, addressOf: AddressOf): AddressOf {
  if (reach === undefined) return addressOf;
  return (broker) => {
    const address = addressOf(broker);
    return address && reach(address.host, address.port);
  };
}
