import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, type KafkaConfig, logLevel } from 'kafkajs';
import { vi } from 'vitest';
import { ClusterRegistry } from '../../../../source/embedded/kafka/broker/cluster/cluster-registry.ts';
import type { LostLog } from '../../../../source/embedded/kafka/broker/cluster/shared-cluster.ts';
import { startBroker } from '../../../../source/embedded/kafka/broker/start.ts';
import type {
  BrokerHost,
  BrokerLogDirectory,
  RunningBroker,
} from '../../../../source/embedded/kafka/broker-api.ts';
import { LoopbackListeners } from '../../../../source/embedded/network/loopback-listeners.ts';
import type { Connection, Peer, PodNetwork } from '../../../../source/embedded/network/pod-network.ts';
import type { ZooKeeperClient } from '../../../../source/embedded/zookeeper/client-api.ts';
import { MemoryZooKeeper } from '../controller/memory-zookeeper.ts';

process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';

/** Brokers on a fake pod network and an in-memory ZooKeeper, reached through real ports on 127.0.0.1. */
export class TestCluster {
  readonly zooKeeper = new MemoryZooKeeper();
  readonly lines: string[] = [];
  /** The logs that no broker had a replica of after a restart. */
  readonly setAside: LostLog[] = [];
  /** Passes a stream to the pod listener of the broker that started last. */
  accept: (connection: Connection, reach?: Peer['reach']) => void = () => {};
  /** Makes ZooKeeper stop responding. */
  unreachable = false;
  readonly brokers = new Map<number, RunningBroker>();
  readonly sessions = new Map<number, ZooKeeperClient>();
  readonly outside: LoopbackListeners;
  private readonly directory = mkdtempSync(join(tmpdir(), 'kafka-lab-brokers-'));
  registry = new ClusterRegistry({ directory: join(this.directory, 'registry') });

  private constructor(outside: LoopbackListeners) {
    this.outside = outside;
  }

  static async start(ids: readonly number[], properties: Record<string, string> = {}): Promise<TestCluster> {
    const cluster = new TestCluster(await LoopbackListeners.reserve());
    for (const id of ids) cluster.startBroker(id, properties);
    await cluster.ready(ids);
    return cluster;
  }

  startBroker(
    id: number,
    properties: Record<string, string> = {},
    zookeeperConnect = 'zookeeper:2181',
  ): RunningBroker {
    const network: PodNetwork = {
      listen: (_ip, _port, accept) => {
        this.accept = (connection, reach) =>
          accept(connection, { ip: '10.244.0.9', port: 4711, ...(reach === undefined ? {} : { reach }) });
        return { close: () => {} };
      },
      connect: () => Promise.reject(new Error('the fake ZooKeeper needs no connection')),
      resolve: () => [],
    };
    const host: BrokerHost = {
      podIp: `10.244.0.${id + 10}`,
      network,
      outside: this.outside,
      connectZooKeeper: async ({ signal }) => {
        if (this.unreachable) {
          await new Promise((resolve) => signal?.addEventListener('abort', resolve));
          throw Object.assign(new Error('no answer'), { code: 'CONNECTIONLOSS' });
        }
        const client = this.zooKeeper.connect();
        this.sessions.set(id, client);
        return client;
      },
      log: (line) => this.lines.push(line),
    };
    const listener = { name: 'PLAINTEXT', host: `kafka-${id}.kafka-service`, port: 9092 };
    const broker = startBroker(
      {
        brokerId: id,
        zookeeperConnect,
        listeners: [{ name: 'PLAINTEXT', host: '0.0.0.0', port: 9092 }],
        advertisedListeners: [listener],
        properties: {
          'broker.id': String(id),
          'zookeeper.connect': zookeeperConnect,
          'num.partitions': '4',
          'default.replication.factor': '3',
          'group.initial.rebalance.delay.ms': '100',
          ...properties,
        },
        logDirectories: this.logDirectories(id, properties),
      },
      host,
      this.registry,
    );
    this.brokers.set(id, broker);
    return broker;
  }

  /** The directories of a broker on this machine, by their paths in the pod. */
  logDirectories(id: number, properties: Readonly<Record<string, string>>): BrokerLogDirectory[] {
    const paths = (properties['log.dirs'] ?? '/var/lib/kafka/data').split(',');
    const directory = join(this.directory, `data-${id}`);
    return paths.map((path, index) => ({
      path,
      directory: paths.length === 1 ? directory : join(directory, `${index}`),
    }));
  }

  async ready(ids: readonly number[]): Promise<void> {
    for (const id of ids)
      await vi.waitFor(
        () => {
          if (!this.lines.some((line) => line.includes(`[KafkaServer id=${id}] started`)))
            throw new Error(this.lines.join('\n'));
        },
        { timeout: 5000, interval: 5 },
      );
  }

  get bootstrap(): string {
    return `127.0.0.1:${this.outside.bootstrapPort}`;
  }

  outsidePort(id: number, zookeeperConnect = 'zookeeper:2181'): number {
    const { id: clusterId } = this.zooKeeper.json('/cluster/id') as { id: string };
    const port = this.registry.cluster(zookeeperConnect, clusterId).outsidePorts.get(id);
    if (port === undefined) throw new Error(`broker ${id} has no outside port`);
    return port;
  }

  kafka(config: Partial<KafkaConfig> = {}): Kafka {
    return new Kafka({
      brokers: [this.bootstrap],
      clientId: 'test',
      logLevel: logLevel.NOTHING,
      retry: { initialRetryTime: 20, retries: 30, maxRetryTime: 300 },
      ...config,
    });
  }

  state(topic: string, partition: number): { leader: number; isr: number[]; leader_epoch: number } {
    return this.zooKeeper.json(`/brokers/topics/${topic}/partitions/${partition}/state`) as never;
  }

  /** Empties the directory of a stopped broker, as a new container finds its volume. */
  loseDisk(id: number): void {
    rmSync(join(this.directory, `data-${id}`), { recursive: true });
  }

  /** Stops all brokers, and starts others with the data on disk. `meanwhile` runs while none does. */
  async restart(
    ids: readonly number[],
    properties: Record<string, string> = {},
    meanwhile: () => void = () => {},
  ): Promise<void> {
    for (const broker of this.brokers.values()) broker.terminate();
    for (const broker of this.brokers.values()) await broker.exited;
    this.brokers.clear();
    this.registry.close();
    meanwhile();
    this.registry = new ClusterRegistry({
      directory: join(this.directory, 'registry'),
      setAside: (lost) => {
        this.setAside.push(lost);
        renameSync(lost.directory, join(this.directory, `aside-${this.setAside.length}`));
      },
    });
    this.lines.length = 0;
    for (const id of ids) this.startBroker(id, properties);
    await this.ready(ids);
  }

  async stop(): Promise<void> {
    for (const broker of this.brokers.values()) broker.kill();
    for (const broker of this.brokers.values()) await broker.exited;
    await this.outside.close();
    this.registry.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
