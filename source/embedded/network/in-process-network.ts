import { isIP } from 'node:net';
import { ClusterDns } from './cluster-dns.ts';
import { connectedPair } from './duplex-pair.ts';
import type { Connection, Listener, Peer } from './pod-network.ts';
import type { PodAttachment, PodNetworkControl, ServiceRecord } from './pod-network-control.ts';

type Accept = (connection: Connection, peer: Peer) => void;

/** The host's address on the pod network: the source of port-forwards and proxies. */
const hostAddress = '10.244.0.1';
const firstEphemeralPort = 32_768;
const lastEphemeralPort = 60_999;

/** The pod network of the embedded cluster: listeners and connections in one process, names from cluster DNS. */
export class InProcessNetwork implements PodNetworkControl {
  readonly #dns = new ClusterDns();
  readonly #pods = new Map<string, PodAttachment>();
  readonly #listeners = new Map<string, Accept>();
  readonly #services = new Map<string, ServiceRecord>();
  readonly #connections = new Map<string, Set<Connection>>();
  #ephemeralPort = firstEphemeralPort;

  attach(pod: PodAttachment): void {
    this.#pods.set(pod.ip, pod);
  }

  /** Removes the pod from the network: its listeners close and its connections break. */
  detach(ip: string): void {
    this.#pods.delete(ip);
    for (const key of [...this.#listeners.keys()]) if (key.startsWith(`${ip}:`)) this.#listeners.delete(key);
    for (const connection of this.#connections.get(ip) ?? []) connection.destroy();
    this.#connections.delete(ip);
  }

  setService(record: ServiceRecord): void {
    this.#dns.set(record);
    const key = `${record.namespace}/${record.name}`;
    this.#services.set(key, record);
  }

  removeService(namespace: string, name: string): void {
    this.#dns.remove(namespace, name);
    this.#services.delete(`${namespace}/${name}`);
  }

  listen(ip: string, port: number, accept: Accept): Listener {
    const key = `${ip}:${port}`;
    if (this.#listeners.has(key))
      throw Object.assign(new Error(`listen EADDRINUSE: address already in use ${key}`), {
        code: 'EADDRINUSE',
      });
    this.#listeners.set(key, accept);
    return {
      close: () => {
        if (this.#listeners.get(key) === accept) this.#listeners.delete(key);
      },
    };
  }

  resolve(name: string, namespace = 'default'): readonly string[] {
    return this.#dns.resolve(name, namespace);
  }

  async connect(from: string, host: string, port: number): Promise<Connection> {
    const target = this.#locate(from, host, port);
    const [near, far] = connectedPair();
    this.#remember(target.ip, far);
    if (this.#pods.has(from)) this.#remember(from, near);
    target.accept(far, this.peerOf(from));
    return near;
  }

  /** Hands an existing stream to the listener at `host:port`, as if the pod `from` had connected. Throws the errors of `connect`. */
  splice(from: string, host: string, port: number, connection: Connection): void {
    const target = this.#locate(from, host, port);
    this.#remember(target.ip, connection);
    if (this.#pods.has(from)) this.#remember(from, connection);
    target.accept(connection, this.peerOf(from));
  }

  /** Throws the error that a connection from `from` to `host:port` would get now. */
  check(from: string, host: string, port: number): void {
    this.#locate(from, host, port);
  }

  /** The near end of a connection from `from`: its address and an ephemeral port. */
  peerOf(from: string): Peer {
    this.#ephemeralPort =
      this.#ephemeralPort === lastEphemeralPort ? firstEphemeralPort : this.#ephemeralPort + 1;
    return { ip: from === 'host' ? hostAddress : from, port: this.#ephemeralPort };
  }

  #locate(from: string, host: string, port: number): { ip: string; accept: Accept } {
    const addresses = this.#addressesOf(from, host, port);
    for (const { ip, port: podPort } of addresses) {
      const accept = this.#listeners.get(`${ip}:${podPort}`);
      if (accept) return { ip, accept };
    }
    const [first] = addresses;
    const known = first !== undefined && this.#pods.has(first.ip);
    const [code, what] = known
      ? ['ECONNREFUSED', 'connect ECONNREFUSED']
      : ['EHOSTUNREACH', 'connect EHOSTUNREACH'];
    throw Object.assign(new Error(`${what} ${first?.ip ?? host}:${first?.port ?? port}`), { code });
  }

  #addressesOf(from: string, host: string, port: number): { ip: string; port: number }[] {
    const pod = this.#pods.get(from);
    if (pod && (host === 'localhost' || host === '127.0.0.1' || host === '::1' || host === pod.hostname))
      return [{ ip: pod.ip, port }];
    const addresses = isIP(host) ? [host] : this.resolve(host, pod?.namespace);
    if (addresses.length === 0)
      throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND', hostname: host });
    return addresses.flatMap((ip) => this.#behind(ip, port));
  }

  /** A cluster IP resolves to its Service's ready endpoints at the target port; a pod's IP to itself. */
  #behind(ip: string, port: number): { ip: string; port: number }[] {
    for (const service of this.#services.values()) {
      if (service.clusterIP !== ip) continue;
      const servicePort = service.ports.find((candidate) => candidate.port === port);
      const ready = service.endpoints.filter((endpoint) => endpoint.ready);
      const start = ready.length === 0 ? 0 : this.#ephemeralPort % ready.length;
      return [...ready.slice(start), ...ready.slice(0, start)].map((endpoint) => ({
        ip: endpoint.ip,
        port: servicePort?.targetPort ?? port,
      }));
    }
    return [{ ip, port }];
  }

  #remember(ip: string, connection: Connection): void {
    let connections = this.#connections.get(ip);
    if (!connections) {
      connections = new Set();
      this.#connections.set(ip, connections);
    }
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  }
}
