import { join } from 'node:path';
import { ClusterRegistry } from '../../../../source/embedded/kafka/broker/cluster/cluster-registry.ts';
import { startBroker } from '../../../../source/embedded/kafka/broker/start.ts';
import type { RunningBroker } from '../../../../source/embedded/kafka/broker-api.ts';
import { InProcessNetwork } from '../../../../source/embedded/network/in-process-network.ts';
import { LoopbackListeners } from '../../../../source/embedded/network/loopback-listeners.ts';
import { connectZooKeeper } from '../../../../source/embedded/zookeeper/client/client.ts';
import type { ZooKeeperClient } from '../../../../source/embedded/zookeeper/client-api.ts';
import {
  type RunningZooKeeper,
  startZooKeeper,
} from '../../../../source/embedded/zookeeper/server/server.ts';

const zooKeeperIp = '10.244.1.2';
export const brokerIds = [0, 1, 2] as const;

/** Three brokers and a ZooKeeper as their pods would run them; a broker that exits is restarted, unless it is held down. */
export class LabCluster {
  readonly lines: string[] = [];
  readonly network = new InProcessNetwork();
  readonly registry: ClusterRegistry;
  private readonly outside: LoopbackListeners;
  private readonly directory: string;
  private readonly properties: Readonly<Record<string, string>>;
  private readonly zooKeeper: RunningZooKeeper;
  private readonly brokers = new Map<number, RunningBroker>();
  private readonly waiting = new Set<NodeJS.Timeout>();
  private closing = false;

  private constructor(outside: LoopbackListeners, directory: string, properties: Record<string, string>) {
    this.outside = outside;
    this.directory = directory;
    this.properties = properties;
    this.registry = new ClusterRegistry({ directory: join(directory, 'registry') });
    this.zooKeeper = startZooKeeper(
      { clientPort: 2181, tickTime: 100, dataDirectory: join(directory, 'zookeeper') },
      { podIp: zooKeeperIp, network: this.network, outside, log: () => {} },
    );
    for (const id of brokerIds) this.start(id);
  }

  static async open(directory: string, properties: Record<string, string> = {}): Promise<LabCluster> {
    return new LabCluster(await LoopbackListeners.reserve(), directory, properties);
  }

  get bootstrap(): string {
    return `127.0.0.1:${this.outside.bootstrapPort}`;
  }

  get ready(): boolean {
    const started = this.lines.filter((line) => line.includes('] started (')).length;
    return started >= brokerIds.length;
  }

  broker(id: number): RunningBroker {
    return this.brokers.get(id)!;
  }

  private start(id: number): void {
    const ip = `10.244.1.${id + 10}`;
    const broker = startBroker(
      {
        brokerId: id,
        zookeeperConnect: `${zooKeeperIp}:2181`,
        listeners: [{ name: 'PLAINTEXT', host: '0.0.0.0', port: 9092 }],
        advertisedListeners: [{ name: 'PLAINTEXT', host: ip, port: 9092 }],
        properties: {
          'num.partitions': '4',
          'default.replication.factor': '3',
          'zookeeper.session.timeout.ms': '400',
          'group.initial.rebalance.delay.ms': '50',
          'group.min.session.timeout.ms': '500',
          'offsets.topic.num.partitions': '8',
          ...this.properties,
        },
        logDirectories: [{ path: '/var/lib/kafka/data', directory: join(this.directory, `data-${id}`) }],
      },
      {
        podIp: ip,
        network: this.network,
        outside: this.outside,
        connectZooKeeper,
        log: (line) => this.lines.push(`${id} ${line}`),
      },
      this.registry,
    );
    this.brokers.set(id, broker);
    void broker.exited.then(() => {
      if (this.closing) return;
      // As a kubelet does, but sooner.
      const timer = setTimeout(() => {
        this.waiting.delete(timer);
        if (!this.closing) this.start(id);
      }, 50);
      this.waiting.add(timer);
    });
  }

  /** A separate session, to look at the nodes in ZooKeeper. */
  watch(): Promise<ZooKeeperClient> {
    return connectZooKeeper({
      connectString: `${zooKeeperIp}:2181`,
      sessionTimeoutMs: 2000,
      open: (host, port) => this.network.connect('10.244.1.99', host, port),
    });
  }

  async close(): Promise<void> {
    this.closing = true;
    for (const timer of this.waiting) clearTimeout(timer);
    for (const broker of this.brokers.values()) broker.kill();
    for (const broker of this.brokers.values()) await broker.exited;
    this.zooKeeper.terminate();
    await this.zooKeeper.exited;
    await this.outside.close();
    this.registry.close();
  }
}
