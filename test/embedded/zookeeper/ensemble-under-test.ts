import { InProcessNetwork } from '../../../source/embedded/network/in-process-network.ts';
import { connectZooKeeper } from '../../../source/embedded/zookeeper/client/client.ts';
import { type Member, parseMember } from '../../../source/embedded/zookeeper/quorum/ensemble-config.ts';
import { PeerDirectory } from '../../../source/embedded/zookeeper/quorum/peer-directory.ts';
import {
  type RunningZooKeeper,
  startZooKeeper,
  type ZooKeeperConfig,
} from '../../../source/embedded/zookeeper/server/server.ts';

export interface EnsembleServer {
  readonly id: number;
  readonly ip: string;
  readonly running: RunningZooKeeper;
  readonly log: string[];
}

/** Servers zk-1, zk-2 … behind the Service `zk`, each in a pod. */
export class EnsembleUnderTest {
  readonly network = new InProcessNetwork();
  readonly directory = new PeerDirectory();
  readonly #members: readonly Member[];
  readonly #running = new Map<number, EnsembleServer>();
  readonly #named = new Set<number>();

  /** `members` are the `server.N` lines; `host:port:port` for each by default. */
  constructor(size: number, line: (id: number) => string = (id) => `zk-${id}.zk:2888:3888`) {
    this.#members = Array.from({ length: size }, (_, index) => parseMember(index + 1, line(index + 1)));
  }

  /** Starts a server in a new pod, with an address of its own. With `isNamed` false, cluster DNS does not know it yet: see `name`. */
  start(id: number, options: Partial<ZooKeeperConfig> = {}, isNamed = true): EnsembleServer {
    const ip = `10.244.1.${id}`;
    this.network.attach({
      ip,
      name: `zk-${id}`,
      namespace: 'default',
      hostname: `zk-${id}`,
      subdomain: 'zk',
    });
    if (isNamed) this.name(id);
    const log: string[] = [];
    const running = startZooKeeper(
      {
        clientPort: 2181,
        maxClientConnections: 0,
        fourLetterWords: ['*'],
        ensemble: { myId: id, members: this.#members, initLimit: 10, syncLimit: 5 },
        ...options,
      },
      { podIp: ip, network: this.network, peers: this.directory, log: (line) => log.push(line) },
    );
    const server = { id, ip, running, log };
    this.#running.set(id, server);
    return server;
  }

  /** Makes the server's pod ready: from now on, cluster DNS has its name. */
  name(id: number): void {
    this.#named.add(id);
    this.#publish();
  }

  /** Kills the server with SIGKILL, and removes its pod. */
  stop(id: number): void {
    this.#running.get(id)?.running.kill();
    this.network.detach(`10.244.1.${id}`);
    this.#running.delete(id);
    this.#named.delete(id);
    this.#publish();
  }

  close(): void {
    for (const { running } of this.#running.values()) running.kill();
  }

  async word(id: number, word: string): Promise<string> {
    const stream = await this.network.connect('host', `10.244.1.${id}`, 2181);
    stream.write(word);
    let text = '';
    for await (const piece of stream) text += piece;
    return text;
  }

  /** `leader`, `follower` …, or `none` while it serves no clients. */
  async mode(id: number): Promise<string> {
    const text = await this.word(id, 'srvr').catch(() => '');
    return /^Mode: (\w+)$/m.exec(text)?.[1] ?? 'none';
  }

  async modes(...ids: number[]): Promise<string[]> {
    return await Promise.all(ids.map((id) => this.mode(id)));
  }

  connect(ids: readonly number[], sessionTimeoutMs = 10_000) {
    return connectZooKeeper({
      connectString: ids.map((id) => `10.244.1.${id}:2181`).join(','),
      sessionTimeoutMs,
      open: (host, port) => this.network.connect('host', host, port),
    });
  }

  #publish(): void {
    this.network.setService({
      namespace: 'default',
      name: 'zk',
      clusterIP: 'None',
      ports: [],
      endpoints: [...this.#named].map((id) => ({ ip: `10.244.1.${id}`, hostname: `zk-${id}`, ready: true })),
    } as Parameters<InProcessNetwork['setService']>[0]);
  }
}
