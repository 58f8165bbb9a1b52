import type { ExitStatus } from '../../containers/container.ts';
import type { BrokerConfig, BrokerHost } from '../broker-api.ts';
import { isControllerLoss } from '../controller/controller-loss.ts';
import { GroupCoordinator } from '../groups/group-coordinator.ts';
import { type Level, log4jLine } from '../log4j.ts';
import type { ClusterRegistry } from './cluster/cluster-registry.ts';
import type { SharedCluster } from './cluster/shared-cluster.ts';
import { waitForImage } from './cluster/wait-for-image.ts';
import { type BrokerSettings, readSettings } from './config/broker-settings.ts';
import { BrokerListeners } from './connections/listeners.ts';
import { handOverLeadership } from './lifecycle/controlled-shutdown.ts';
import { gateHost } from './lifecycle/gated-stream.ts';
import { followCoordination } from './lifecycle/group-coordination.ts';
import { Pause } from './lifecycle/pause.ts';
import { handOverTimeoutMs, settledWithin } from './lifecycle/settled-within.ts';
import { startBackgroundWork } from './maintenance/background-work.ts';
import type { BrokerContext } from './requests/request-context.ts';
import {
  describeThrown,
  logDirFailed,
  logStorageFailure,
  type StorageFailure,
} from './storage/log-dir-failure.ts';
import { checkMetaProperties } from './storage/meta-properties.ts';
import { ClusterMembership } from './zookeeper/cluster-membership.ts';
import { ProducerIds } from './zookeeper/producer-ids.ts';
import { getOrCreateClusterId } from './zookeeper/session.ts';

const server = 'kafka.server.KafkaServer';
const appInfo = 'org.apache.kafka.common.utils.AppInfoParser';
const groupLogger = 'kafka.coordinator.group.GroupCoordinator';

/** One broker's life, from the first line of its log to the last. */
export class Broker {
  readonly exited: Promise<ExitStatus>;
  readonly #config: BrokerConfig;
  readonly #host: BrokerHost;
  readonly #registry: ClusterRegistry;
  readonly #abort = new AbortController();
  #resolveExit: (status: ExitStatus) => void = () => {};
  #settings: BrokerSettings | undefined;
  #cluster: SharedCluster | undefined;
  #coordinator: GroupCoordinator | undefined;
  #membership: ClusterMembership | undefined;
  #listeners: BrokerListeners | undefined;
  #phase: 'running' | 'stopping' | 'over' = 'running';
  readonly #cleanUps: (() => void)[] = [];
  #halting = false;
  readonly #pauses = new Pause();

  constructor(config: BrokerConfig, host: BrokerHost, registry: ClusterRegistry) {
    this.#config = config;
    this.#host = host;
    this.#registry = registry;
    this.exited = new Promise((resolve) => {
      this.#resolveExit = resolve;
    });
  }

  readonly #log = (level: Level, message: string, logger: string): void => {
    this.#host.log(log4jLine(level, message, logger, this.#registry.clock.now()));
  };

  get #name(): string {
    return `[KafkaServer id=${this.#config.brokerId}]`;
  }

  /** Never rejects: errors go to the log and the exit code. */
  async run(): Promise<void> {
    try {
      await this.#start();
    } catch (error) {
      if (this.#phase !== 'running') return;
      const what = describeThrown(error);
      this.#log(
        'ERROR',
        `${this.#name} Fatal error during KafkaServer startup. Prepare to shutdown: ${what}`,
        server,
      );
      this.#log('INFO', `${this.#name} shutting down`, server);
      await this.#release();
      this.#log('INFO', `${this.#name} shut down completed`, server);
      this.#end({ exitCode: 1 });
    }
  }

  async #start(): Promise<void> {
    const config = this.#config;
    const host = this.#host;
    this.#log('INFO', 'starting', server);
    const settings = readSettings(config.properties);
    this.#settings = settings;
    this.#log('INFO', `Connecting to zookeeper on ${config.zookeeperConnect}`, server);
    const membership = new ClusterMembership({
      config,
      settings,
      host: gateHost(host, this.#pauses),
      signal: this.#abort.signal,
      isRunning: () => this.#phase === 'running',
      log: this.#log,
      onFatal: (error) => this.#fatal(error),
    });
    this.#membership = membership;
    const zooKeeper = await membership.connect();
    const clusterId = await getOrCreateClusterId(zooKeeper);
    this.#log('INFO', `Cluster ID = ${clusterId}`, server);
    checkMetaProperties(config.dataDirectory, config.brokerId, clusterId);
    this.#checkRunning();
    const cluster = this.#registry.cluster(config.zookeeperConnect, clusterId);
    this.#cluster = cluster;
    membership.keepSession(cluster);
    const context = this.#buildContext(settings, cluster);
    this.#listeners = new BrokerListeners(context, host);
    await this.#listeners.open(config);
    this.#checkRunning();
    await membership.join(zooKeeper, cluster);
    const { brokerId } = config;
    this.#cleanUps.push(
      cluster.onStorageFailure(brokerId, this.#storageFailed),
      followCoordination(brokerId, context.coordinator, cluster),
      ...startBackgroundWork({
        config,
        settings,
        cluster,
        timers: this.#pauses.timers(cluster.clock),
        log: this.#log,
        onStorageFailure: this.#storageFailed,
      }),
    );
    await waitForImage(brokerId, cluster, this.#abort.signal);
    this.#checkRunning();
    this.#listeners.offer();
    this.#log('INFO', `[GroupCoordinator ${config.brokerId}]: Startup complete.`, groupLogger);
    this.#log('INFO', 'Kafka version: kafka-lab (embedded broker, protocol of Kafka 3.3)', appInfo);
    this.#log('INFO', `${this.#name} started`, server);
  }

  #buildContext(settings: BrokerSettings, cluster: SharedCluster): BrokerContext {
    const { brokerId, properties } = this.#config;
    const coordinator = new GroupCoordinator({
      config: settings.group,
      timers: this.#pauses.timers(cluster.clock),
      storeFor: (partition) => cluster.offsetsStore(partition),
      log: (line) => this.#log('INFO', `[GroupCoordinator ${brokerId}]: ${line}`, groupLogger),
    });
    this.#coordinator = coordinator;
    const producerIds = new ProducerIds(brokerId, () => this.#membership?.zooKeeper);
    return {
      id: brokerId,
      cluster,
      settings,
      properties,
      coordinator,
      log: this.#log,
      zooKeeper: () => this.#membership?.zooKeeper,
      nextProducerId: () => producerIds.take(),
    };
  }

  #checkRunning(): void {
    if (this.#phase !== 'running') throw new Error('the broker is stopping');
  }

  #fatal(error: unknown): void {
    if (this.#phase !== 'running') return;
    this.#phase = 'stopping';
    const what = describeThrown(error);
    this.#log('FATAL', `${this.#name} Fatal error: ${what}`, server);
    void this.#release().then(() => this.#end({ exitCode: 1 }));
  }

  /** Its only log directory is offline. As in Kafka, the broker halts without a controlled shutdown. */
  readonly #storageFailed = (failure: StorageFailure): void => {
    if (this.#phase !== 'running' || this.#halting) return;
    this.#halting = true;
    const { brokerId, properties } = this.#config;
    const directory = properties['log.dirs'] ?? '/var/lib/kafka/data';
    this.#registry.onStorageFailure(brokerId, failure);
    logStorageFailure(failure, directory, this.#host, this.#log);
    // Another thread halts the broker: requests in progress are still answered.
    setImmediate(() => {
      logDirFailed({
        brokerId,
        directory,
        replicas: this.#cluster?.replicasOn(brokerId) ?? [],
        log: this.#log,
      });
      this.#halt({ exitCode: 1 });
    });
  };

  terminate(): void {
    this.#pauses.run(() => this.#terminateNow());
  }

  #terminateNow(): void {
    if (this.#phase !== 'running') return;
    this.#phase = 'stopping';
    this.#log(
      'INFO',
      'Terminating process due to signal SIGTERM',
      'org.apache.kafka.common.utils.LoggingSignalHandler',
    );
    this.#log('INFO', `${this.#name} shutting down`, server);
    void this.#shutDown();
  }

  async #shutDown(): Promise<void> {
    const controller = this.#cluster?.controller;
    if (this.#settings?.controlledShutdown && controller?.active)
      await handOverLeadership({
        brokerId: this.#config.brokerId,
        controller,
        now: () => this.#registry.clock.now(),
        log: (level, message) => this.#log(level, `${this.#name} ${message}`, server),
      });
    await this.#release();
    this.#log('INFO', `${this.#name} shut down completed`, server);
    this.#end({ exitCode: 143 });
  }

  async #release(): Promise<void> {
    this.#letGo();
    const zooKeeper = this.#membership?.detach();
    if (zooKeeper) {
      await settledWithin(zooKeeper.close(), handOverTimeoutMs);
      zooKeeper.drop();
    }
  }

  #letGo(): void {
    if (this.#phase === 'running') this.#phase = 'stopping';
    this.#abort.abort();
    for (const cleanUp of this.#cleanUps.splice(0)) cleanUp();
    this.#listeners?.close();
    this.#coordinator?.close();
    if (this.#membership?.registered) this.#cluster?.brokerStopped(this.#config.brokerId);
    this.#membership?.stopElection();
  }

  pause(): void {
    if (this.#phase === 'over' || this.#pauses.active) return;
    this.#pauses.start();
    this.#listeners?.pause();
    this.#cluster?.brokerPaused(this.#config.brokerId);
  }

  resume(): void {
    if (!this.#pauses.active) return;
    this.#cluster?.brokerResumed(this.#config.brokerId).catch((error: unknown) => {
      if (!isControllerLoss(error))
        this.#log('ERROR', `${this.#name} Resuming failed: ${describeThrown(error)}`, server);
    });
    this.#listeners?.resume();
    this.#pauses.end();
  }

  kill(): void {
    this.#halt({ exitCode: 137, signal: 'SIGKILL' });
  }

  /** Ends at once and notifies nobody; its ZooKeeper session expires. */
  #halt(status: ExitStatus): void {
    if (this.#phase === 'over') return;
    const zooKeeper = this.#membership?.detach();
    this.#letGo();
    zooKeeper?.drop();
    this.#end(status);
    // Whatever waits for the end of a pause then finds the broker stopped.
    this.#pauses.end();
  }

  #end(status: ExitStatus): void {
    this.#phase = 'over';
    this.#resolveExit(status);
  }
}
