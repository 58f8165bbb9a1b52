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

/**
 * Whether a pod means itself by a name: what kubelet writes into its `/etc/hosts`, which counts before cluster DNS, and so before the pod
 * is ready.
 */
function isItself({ hostname, subdomain, namespace }: PodAttachment, host: string): boolean {
  const full = subdomain === undefined ? hostname : `${hostname}.${subdomain}.${namespace}.svc.cluster.local`;
  return ['localhost', '127.0.0.1', '::1', hostname, full].includes(host);
}

/** The pod network of the embedded cluster: listeners and connections in one process, names from cluster DNS. */
export class InProcessNetwork implements PodNetworkControl {
  readonly #dns = new ClusterDns();
  readonly #pods = new Map<string, PodAttachment>();
  readonly #listeners = new Map<string, Accept>();
  readonly #services = new Map<string, ServiceRecord>();
  readonly #connections = new Map<string, Set<Connection>>();
  readonly #watchers = new Set<() => void>();
  #ephemeralPort = firstEphemeralPort;

  attach(pod: PodAttachment): void {
    this.#pods.set(pod.ip, pod);
    this.#changed();
  }

  /** Removes the pod from the network: its listeners close and its connections break. */
  detach(ip: string): void {
    this.#pods.delete(ip);
    for (const key of [...this.#listeners.keys()]) if (key.startsWith(`${ip}:`)) this.#listeners.delete(key);
    for (const connection of this.#connections.get(ip) ?? []) connection.destroy();
    this.#connections.delete(ip);
    this.#changed();
  }

  setService(record: ServiceRecord): void {
    this.#dns.set(record);
    const key = `${record.namespace}/${record.name}`;
    this.#services.set(key, record);
    this.#changed();
  }

  removeService(namespace: string, name: string): void {
    this.#dns.remove(namespace, name);
    this.#services.delete(`${namespace}/${name}`);
    this.#changed();
  }

  /** Calls `watcher` after each change of names, addresses or listeners; returns the unsubscribe function. */
  onChange(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** The names in cluster DNS for a pod in `namespace`, with their addresses: `most` of them at most. */
  names(namespace: string, most: number): Map<string, readonly string[]> {
    return this.#dns.names(namespace, most);
  }

  /** Whether this is the address of a pod or a Service. */
  isAddress(ip: string): boolean {
    return this.#pods.has(ip) || [...this.#services.values()].some((service) => service.clusterIP === ip);
  }

  /** The ports of a pod that are listened on, or those of a Service with this cluster IP. */
  portsOf(ip: string): readonly number[] {
    for (const service of this.#services.values())
      if (service.clusterIP === ip) return service.ports.map(({ port }) => port);
    return [...this.#listeners.keys()].flatMap((key) =>
      key.startsWith(`${ip}:`) ? [Number(key.slice(ip.length + 1))] : [],
    );
  }

  listen(ip: string, port: number, accept: Accept): Listener {
    const key = `${ip}:${port}`;
    if (this.#listeners.has(key))
      throw Object.assign(new Error(`listen EADDRINUSE: address already in use ${key}`), {
        code: 'EADDRINUSE',
      });
    this.#listeners.set(key, accept);
    this.#changed();
    return {
      close: () => {
        if (this.#listeners.get(key) !== accept) return;
        this.#listeners.delete(key);
        this.#changed();
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

  /**
   * Hands an existing stream to the listener at `host:port`, as if the pod `from` had connected. `reach`: see {@link Peer}. Throws the
   * errors of `connect`.
   */
  splice(from: string, host: string, port: number, connection: Connection, reach?: Peer['reach']): void {
    const target = this.#locate(from, host, port);
    this.#remember(target.ip, connection);
    if (this.#pods.has(from)) this.#remember(from, connection);
    target.accept(connection, { ...this.peerOf(from), ...(reach === undefined ? {} : { reach }) });
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
    // kube-proxy rejects what goes to a cluster IP without ready endpoints.
    const known = first === undefined || this.#pods.has(first.ip);
    const [code, what] = known
      ? ['ECONNREFUSED', 'connect ECONNREFUSED']
      : ['EHOSTUNREACH', 'connect EHOSTUNREACH'];
    throw Object.assign(new Error(`${what} ${first?.ip ?? host}:${first?.port ?? port}`), { code });
  }

  #addressesOf(from: string, host: string, port: number): { ip: string; port: number }[] {
    const pod = this.#pods.get(from);
    if (pod && isItself(pod, host)) return [{ ip: pod.ip, port }];
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

  #changed(): void {
    for (const watcher of this.#watchers) watcher();
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
