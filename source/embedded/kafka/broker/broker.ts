import { nextTurn } from '../../bounds/slices.ts';
import type { ExitStatus } from '../../containers/container.ts';
import type { ZooKeeperClient } from '../../zookeeper/client-api.ts';
import type { BrokerConfig, BrokerHost } from '../broker-api.ts';
import { ControllerElection } from '../controller/controller-election.ts';
import * as znodes from '../controller/znodes.ts';
import { GroupCoordinator } from '../groups/group-coordinator.ts';
import { type Level, log4jLine } from '../log4j.ts';
import type { KafkaFabric } from './cluster/fabric.ts';
import { heardOf } from './cluster/heard-of.ts';
import type { SharedCluster } from './cluster/shared-cluster.ts';
import { type BrokerSettings, readSettings } from './config/broker-settings.ts';
import { BrokerDoors } from './connections/doors.ts';
import { gateHost } from './lifecycle/gated-stream.ts';
import { followCoordination } from './lifecycle/group-coordination.ts';
import { Pause } from './lifecycle/pause.ts';
import { startBackgroundWork } from './maintenance/background-work.ts';
import type { BrokerContext } from './requests/request-context.ts';
import {
  describeThrown,
  logDirFailed,
  logStorageFailure,
  type StorageFailure,
} from './storage/log-dir-failure.ts';
import { checkMetaProperties } from './storage/meta-properties.ts';
import { ProducerIds } from './zookeeper/producer-ids.ts';
import { createPersistentPaths, getOrCreateClusterId, openSession, register } from './zookeeper/session.ts';

const server = 'kafka.server.KafkaServer';
const appInfo = 'org.apache.kafka.common.utils.AppInfoParser';
const groupLogger = 'kafka.coordinator.group.GroupCoordinator';
const controllerLogger = 'kafka.controller.KafkaController';
// A shutdown that nobody answers (ZooKeeper or the controller is gone) must not hold up the pod.
const handOverTimeoutMs = 3000;

/** One broker's life, from the first line of its log to the last. */
export class Broker {
  readonly exited: Promise<ExitStatus>;
  private readonly config: BrokerConfig;
  private readonly host: BrokerHost;
  private readonly fabric: KafkaFabric;
  private readonly abort = new AbortController();
  private resolveExit: (status: ExitStatus) => void = () => {};
  private settings: BrokerSettings | undefined;
  private zooKeeper: ZooKeeperClient | undefined;
  private cluster: SharedCluster | undefined;
  private coordinator: GroupCoordinator | undefined;
  private election: ControllerElection | undefined;
  private doors: BrokerDoors | undefined;
  private phase: 'running' | 'stopping' | 'over' = 'running';
  /** Its replicas follow since it registered once; a broker that never did changes nothing when it ends. */
  private registered = false;
  private readonly cleanUps: (() => void)[] = [];
  private halting = false;
  private readonly stillness = new Pause();

  constructor(config: BrokerConfig, host: BrokerHost, fabric: KafkaFabric) {
    this.config = config;
    this.host = host;
    this.fabric = fabric;
    this.exited = new Promise((resolve) => {
      this.resolveExit = resolve;
    });
  }

  private readonly log = (level: Level, message: string, logger: string): void => {
    this.host.log(log4jLine(level, message, logger, this.fabric.clock.now()));
  };

  private get name(): string {
    return `[KafkaServer id=${this.config.brokerId}]`;
  }

  /** Never rejects: what goes wrong is in the log and the exit code. */
  async run(): Promise<void> {
    try {
      await this.start();
    } catch (error) {
      if (this.phase !== 'running') return;
      const what = describeThrown(error);
      this.log(
        'ERROR',
        `${this.name} Fatal error during KafkaServer startup. Prepare to shutdown: ${what}`,
        server,
      );
      this.log('INFO', `${this.name} shutting down`, server);
      await this.release();
      this.log('INFO', `${this.name} shut down completed`, server);
      this.end({ exitCode: 1 });
    }
  }

  private async start(): Promise<void> {
    const { config, host } = this;
    this.log('INFO', 'starting', server);
    const settings = readSettings(config.properties);
    this.settings = settings;
    this.log('INFO', `Connecting to zookeeper on ${config.zookeeperConnect}`, server);
    const zooKeeper = await openSession(
      config,
      settings,
      gateHost(this.host, this.stillness),
      this.abort.signal,
    );
    this.adopt(zooKeeper);
    await createPersistentPaths(zooKeeper);
    const clusterId = await getOrCreateClusterId(zooKeeper);
    this.log('INFO', `Cluster ID = ${clusterId}`, server);
    checkMetaProperties(config.dataDirectory, config.brokerId, clusterId);
    this.checkRunning();
    const cluster = this.fabric.cluster(config.zookeeperConnect, clusterId);
    this.cluster = cluster;
    const context = this.buildContext(settings, cluster);
    this.doors = new BrokerDoors(context, host);
    await this.doors.open(config);
    this.checkRunning();
    await this.joinUnlessSessionEnds(zooKeeper, cluster);
    const { brokerId } = config;
    this.cleanUps.push(
      cluster.onStorageFailure(brokerId, this.storageFailed),
      followCoordination(brokerId, context.coordinator, cluster),
      ...startBackgroundWork({
        config,
        settings,
        cluster,
        timers: this.stillness.timers(cluster.clock),
        log: this.log,
        onStorageFailure: this.storageFailed,
      }),
    );
    await heardOf(brokerId, cluster, this.abort.signal);
    this.checkRunning();
    this.doors.offer();
    this.log('INFO', `[GroupCoordinator ${config.brokerId}]: Startup complete.`, groupLogger);
    this.log('INFO', 'Kafka version: kafka-lab (embedded broker, protocol of Kafka 3.3)', appInfo);
    this.log('INFO', `${this.name} started`, server);
  }

  private buildContext(settings: BrokerSettings, cluster: SharedCluster): BrokerContext {
    const { brokerId, properties } = this.config;
    const coordinator = new GroupCoordinator({
      config: settings.group,
      timers: this.stillness.timers(cluster.clock),
      storeFor: (partition) => cluster.offsetsStore(partition),
      log: (line) => this.log('INFO', `[GroupCoordinator ${brokerId}]: ${line}`, groupLogger),
    });
    this.coordinator = coordinator;
    const producerIds = new ProducerIds(brokerId, () => this.zooKeeper);
    return {
      id: brokerId,
      cluster,
      settings,
      properties,
      coordinator,
      log: this.log,
      zooKeeper: () => this.zooKeeper,
      nextProducerId: () => producerIds.take(),
    };
  }

  /** A session of ours, and what happens when it ends without our doing. */
  private adopt(zooKeeper: ZooKeeperClient): void {
    this.checkRunning(() => void this.within(zooKeeper.close()));
    this.zooKeeper = zooKeeper;
    zooKeeper.closed.then((how) => {
      if (this.zooKeeper !== zooKeeper) return;
      this.zooKeeper = undefined;
      this.election?.stop();
      if (this.phase === 'running' && this.cluster)
        this.reconnect(how).catch((error: unknown) => this.fatal(error));
    });
  }

  private async reconnect(how: string): Promise<void> {
    this.log(
      'INFO',
      `[ZooKeeperClient Kafka server] Session ${how}. Initializing a new session`,
      'kafka.zookeeper.ZooKeeperClient',
    );
    while (this.phase === 'running') {
      try {
        const zooKeeper = await openSession(
          this.config,
          this.settings!,
          gateHost(this.host, this.stillness),
          this.abort.signal,
        );
        this.adopt(zooKeeper);
        await createPersistentPaths(zooKeeper);
        await this.joinCluster(zooKeeper, this.cluster!);
        return;
      } catch (error) {
        if (this.phase !== 'running') return;
        // A session that ended again has its own successor under way.
        if (this.zooKeeper) throw error;
        this.log(
          'WARN',
          `No ZooKeeper session yet: ${(error as Error).message}`,
          'kafka.zookeeper.ZooKeeperClient',
        );
      }
    }
  }

  /** A session that ends amid the start has its successor under way, which joins instead: no reason for a broker to end. */
  private async joinUnlessSessionEnds(zooKeeper: ZooKeeperClient, cluster: SharedCluster): Promise<void> {
    try {
      await this.joinCluster(zooKeeper, cluster);
    } catch (error) {
      // What a lost session rejects comes before the news of its end.
      await nextTurn();
      if (this.zooKeeper === zooKeeper) throw error;
    }
  }

  private async joinCluster(zooKeeper: ZooKeeperClient, cluster: SharedCluster): Promise<void> {
    const { brokerId, advertisedListeners, properties } = this.config;
    const protocols = new Map(
      (properties['listener.security.protocol.map'] ?? '').split(',').map((entry): [string, string] => {
        const [name = '', protocol = ''] = entry.split(':');
        return [name.trim(), protocol.trim()];
      }),
    );
    const securityProtocol = (listener: string) => protocols.get(listener) ?? listener;
    const registration = znodes.encodeBroker(advertisedListeners, securityProtocol, cluster.clock.now());
    const epoch = await register(zooKeeper, brokerId, registration);
    this.registered = true;
    cluster.brokerStarted(brokerId);
    const addresses = advertisedListeners
      .map(({ name, host, port }) => `${name}://${host}:${port}`)
      .join(',');
    this.log(
      'INFO',
      `Registered broker ${brokerId} at path ${znodes.brokerPath(brokerId)} with addresses: ${addresses}, ` +
        `czxid (broker epoch): ${epoch}`,
      'kafka.zk.KafkaZkClient',
    );
    this.election = new ControllerElection({
      brokerId,
      zooKeeper,
      image: cluster.image,
      now: () => cluster.clock.now(),
      follows: (id) => cluster.follows(id),
      log: (line) => this.log('INFO', line, controllerLogger),
      onChange: (controller) => {
        if (controller) cluster.controller = controller;
        else if (cluster.controller?.brokerId === brokerId) cluster.controller = undefined;
      },
    });
    await this.election.run();
  }

  private checkRunning(otherwise?: () => void): void {
    if (this.phase === 'running') return;
    otherwise?.();
    throw new Error('the broker is stopping');
  }

  private fatal(error: unknown): void {
    if (this.phase !== 'running') return;
    this.phase = 'stopping';
    const what = describeThrown(error);
    this.log('FATAL', `${this.name} Fatal error: ${what}`, server);
    void this.release().then(() => this.end({ exitCode: 1 }));
  }

  /** Its one log directory is offline, and so is the broker: as in Kafka, it halts and does not shut down. */
  private readonly storageFailed = (failure: StorageFailure): void => {
    if (this.phase !== 'running' || this.halting) return;
    this.halting = true;
    const { brokerId, properties } = this.config;
    const directory = properties['log.dirs'] ?? '/var/lib/kafka/data';
    this.fabric.onStorageFailure(brokerId, failure);
    logStorageFailure(failure, directory, this.host, this.log);
    // Another thread halts it: what is being answered is answered.
    setImmediate(() => {
      logDirFailed({
        brokerId,
        directory,
        replicas: this.cluster?.replicasOn(brokerId) ?? [],
        log: this.log,
      });
      this.halt({ exitCode: 1 });
    });
  };

  terminate(): void {
    this.stillness.run(() => this.terminateNow());
  }

  private terminateNow(): void {
    if (this.phase !== 'running') return;
    this.phase = 'stopping';
    this.log(
      'INFO',
      'Terminating process due to signal SIGTERM',
      'org.apache.kafka.common.utils.LoggingSignalHandler',
    );
    this.log('INFO', `${this.name} shutting down`, server);
    void this.shutDown();
  }

  private async shutDown(): Promise<void> {
    if (this.settings?.controlledShutdown && this.cluster?.controller?.active) {
      this.log('INFO', `${this.name} Starting controlled shutdown`, server);
      const began = this.fabric.clock.now();
      const remaining = await this.within(this.cluster.controller.controlledShutdown(this.config.brokerId));
      const took = this.fabric.clock.now() - began;
      if (remaining !== undefined)
        this.log(
          'INFO',
          `${this.name} Controlled shutdown request returned successfully after ${took}ms`,
          server,
        );
      else
        this.log(
          'WARN',
          `${this.name} Proceeding to do an unclean shutdown as the controlled shutdown failed`,
          server,
        );
    }
    await this.release();
    this.log('INFO', `${this.name} shut down completed`, server);
    this.end({ exitCode: 143 });
  }

  /** What a promise resolves with, or undefined if it fails or takes too long. */
  private within<T>(promise: Promise<T>): Promise<T | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), handOverTimeoutMs);
      promise.then(resolve, () => resolve(undefined)).finally(() => clearTimeout(timer));
    });
  }

  private async release(): Promise<void> {
    this.letGo();
    const { zooKeeper } = this;
    this.zooKeeper = undefined;
    if (zooKeeper) {
      await this.within(zooKeeper.close());
      zooKeeper.drop();
    }
  }

  private letGo(): void {
    if (this.phase === 'running') this.phase = 'stopping';
    this.abort.abort();
    for (const cleanUp of this.cleanUps.splice(0)) cleanUp();
    this.doors?.close();
    this.coordinator?.close();
    if (this.registered) this.cluster?.brokerStopped(this.config.brokerId);
    this.election?.stop();
  }

  pause(): void {
    if (this.phase === 'over' || this.stillness.active) return;
    this.stillness.start();
    this.doors?.pause();
    this.cluster?.brokerPaused(this.config.brokerId);
  }

  resume(): void {
    if (!this.stillness.active) return;
    this.cluster?.brokerResumed(this.config.brokerId);
    this.doors?.resume();
    this.stillness.end();
  }

  kill(): void {
    this.halt({ exitCode: 137, signal: 'SIGKILL' });
  }

  /** Ends at once: nobody is told, and its session in ZooKeeper expires by itself. */
  private halt(status: ExitStatus): void {
    if (this.phase === 'over') return;
    const { zooKeeper } = this;
    this.zooKeeper = undefined;
    this.letGo();
    zooKeeper?.drop();
    this.end(status);
    // What waits for the end of a pause finds that everything is over.
    this.stillness.end();
  }

  private end(status: ExitStatus): void {
    this.phase = 'over';
    this.resolveExit(status);
  }
}
