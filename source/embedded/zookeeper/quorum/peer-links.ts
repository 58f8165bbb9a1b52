import type { Connection, Listener, PodNetwork } from '../../network/pod-network.ts';
import type { ServerClock } from '../clock.ts';
import type { EnsembleConfig, Member } from './ensemble-config.ts';
import type { EnsemblePeer } from './ensemble-peer.ts';
import { type Greeting, greet } from './greeting.ts';
import type { PeerDirectory } from './peer-directory.ts';
import { SingleTimers } from './single-timers.ts';

export interface LinksHost {
  readonly podIp: string;
  readonly network: Pick<PodNetwork, 'listen' | 'connect'>;
  readonly clock: ServerClock;
  readonly directory: PeerDirectory;
  readonly log: (level: 'INFO' | 'WARN', message: string, logger: string) => void;
  /** A server was reached, or is gone. */
  readonly onChange: () => void;
}

const firstRetryMs = 200;
const longestRetryMs = 5000;
/** A connection has so long to send its greeting, and so many may be silent at once. */
const greetingTimeoutMs = 5000;
const mostSilent = 50;
const logger = 'quorum.QuorumCnxManager';

/** The connections between the election ports of an ensemble: whom this server can reach. One connection to or from a server will do. */
export class PeerLinks {
  readonly #config: EnsembleConfig;
  readonly #host: LinksHost;
  readonly #own: Greeting;
  readonly #links = new Map<number, Map<Connection, EnsemblePeer>>();
  readonly #dialing = new Set<number>();
  readonly #silent = new Set<Connection>();
  readonly #timers: SingleTimers;
  #listener: Listener | undefined;
  #isOpen = true;

  constructor(config: EnsembleConfig, token: Buffer, host: LinksHost) {
    this.#config = config;
    this.#host = host;
    this.#timers = new SingleTimers(host.clock);
    this.#own = { id: config.myId, token };
  }

  /** Throws EADDRINUSE. */
  listen(port: number): void {
    this.#listener = this.#host.network.listen(this.#host.podIp, port, (connection) => {
      if (this.#silent.size >= mostSilent) connection.destroy();
      else this.#expect(connection, undefined);
    });
  }

  /** Keeps trying to reach everybody who is not reached. */
  dial(): void {
    for (const member of this.#config.members)
      if (member.id !== this.#config.myId) void this.#dial(member, firstRetryMs);
  }

  /** The servers that are reached now. */
  get peers(): EnsemblePeer[] {
    return [...this.#links.values()].flatMap((links) => [...links.values()].slice(0, 1));
  }

  reaches(peer: EnsemblePeer): boolean {
    return this.peers.includes(peer);
  }

  close(): void {
    this.#isOpen = false;
    this.#listener?.close();
    this.#timers.close();
    for (const connection of this.#silent) connection.destroy();
    for (const links of this.#links.values()) for (const connection of links.keys()) connection.destroy();
  }

  async #dial(member: Member, retryMs: number): Promise<void> {
    if (!this.#isOpen || this.#dialing.has(member.id) || this.#links.has(member.id)) return;
    this.#dialing.add(member.id);
    try {
      const { podIp, network } = this.#host;
      const connection = await network.connect(podIp, member.host, member.electionPort);
      this.#dialing.delete(member.id);
      if (this.#isOpen) this.#expect(connection, member);
      else connection.destroy();
    } catch (error) {
      this.#dialing.delete(member.id);
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      if (!this.#isOpen) return;
      const address = `${member.host}:${member.electionPort}`;
      const why =
        code === 'ENOTFOUND'
          ? `java.net.UnknownHostException: ${member.host}`
          : `java.net.ConnectException: Connection refused (Connection refused)`;
      this.#host.log(
        'WARN',
        `Cannot open channel to ${member.id} at election address ${address}: ${why}`,
        logger,
      );
      this.#timers.after(retryMs, () => void this.#dial(member, Math.min(retryMs * 2, longestRetryMs)));
    }
  }

  /** `member` is whom we dialled; undefined: we were. */
  #expect(connection: Connection, member: Member | undefined): void {
    this.#silent.add(connection);
    const forget = this.#timers.after(greetingTimeoutMs, () => connection.destroy());
    connection.on('error', () => undefined);
    connection.on('end', () => connection.destroy());
    connection.on('close', () => {
      forget();
      this.#silent.delete(connection);
      if (member !== undefined)
        this.#timers.after(firstRetryMs, () => void this.#dial(member, firstRetryMs * 2));
    });
    greet(connection, this.#own, (greeting) => {
      forget();
      this.#silent.delete(connection);
      const peer = greeting && this.#peerOf(greeting, member);
      if (greeting === undefined || peer === undefined) connection.destroy();
      else this.#add(greeting.id, connection, peer);
    });
  }

  #peerOf({ id, token }: Greeting, dialled: Member | undefined): EnsemblePeer | undefined {
    if (id === this.#own.id) {
      this.#host.log(
        'WARN',
        'We got a connection request from a server with our own ID. This should be either a configuration error, or a bug.',
        logger,
      );
      return undefined;
    }
    const isExpected =
      dialled === undefined ? this.#config.members.some((one) => one.id === id) : dialled.id === id;
    return isExpected ? this.#host.directory.find(token) : undefined;
  }

  #add(id: number, connection: Connection, peer: EnsemblePeer): void {
    const links = this.#links.get(id) ?? new Map<Connection, EnsemblePeer>();
    this.#links.set(id, links.set(connection, peer));
    connection.on('close', () => {
      links.delete(connection);
      if (links.size === 0 && this.#links.get(id) === links) this.#links.delete(id);
      if (this.#isOpen) this.#host.onChange();
    });
    this.#host.onChange();
  }
}
