import type { ExitStatus } from '../../containers/container.ts';
import type { BrokerConfig, BrokerHost } from '../broker-api.ts';
import { isControllerLoss } from '../controller/controller-loss.ts';
import { everyBroker } from '../controller/znodes.ts';
import { GroupCoordinator } from '../groups/group-coordinator.ts';
import { type Level, log4jLine } from '../log4j.ts';
import type { ClusterRegistry } from './cluster/cluster-registry.ts';
import { logFileBehind } from './cluster/log-file.ts';
import type { SharedCluster } from './cluster/shared-cluster.ts';
import { waitForImage } from './cluster/wait-for-image.ts';
import { configText } from './config/config-text.ts';
import { CurrentConfig } from './config/dynamic/current-config.ts';
import type { KafkaConfig } from './config/kafka-config.ts';
import { closedListeners, requirePlainListener } from './config/plain-listeners.ts';
import { effectiveValue } from './config/topic-config.ts';
import { validateStartup } from './config/validate-startup.ts';
import { BrokerListeners } from './connections/listeners.ts';
import { FetchSessions } from './fetch-sessions/fetch-sessions.ts';
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
import type { LogDirectories } from './storage/log-directories.ts';
import {
  NoLogDirectoryError,
  openLogDirectories,
  readLogDirectories,
} from './storage/open-log-directories.ts';
import { readBrokerConfigs } from './zookeeper/broker-configs.ts';
import { ClusterMembership } from './zookeeper/cluster-membership.ts';
import { ProducerIds } from './zookeeper/producer-ids.ts';
import { getOrCreateClusterId } from './zookeeper/session.ts';

const server = 'kafka.server.KafkaServer';
const appInfo = 'org.apache.kafka.common.utils.AppInfoParser';
const noSettings = {};
const groupLogger = 'kafka.coordinator.group.GroupCoordinator';

/** One broker's life, from the first line of its log to the last. */
export class Broker {
  readonly exited: Promise<ExitStatus>;
  readonly #config: BrokerConfig;
  readonly #host: BrokerHost;
  readonly #registry: ClusterRegistry;
  readonly #abort = new AbortController();
  #resolveExit: (status: ExitStatus) => void = () => {};
  #current: CurrentConfig | undefined;
  #cluster: SharedCluster | undefined;
  #coordinator: GroupCoordinator | undefined;
  #directories: LogDirectories | undefined;
  #membership: ClusterMembership | undefined;
  #listeners: BrokerListeners | undefined;
  #phase: 'running' | 'stopping' | 'over' = 'running';
  readonly #cleanUps: (() => void)[] = [];
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

  logFile(path: string): string | undefined {
    const cluster = this.#cluster;
    const directories = this.#directories;
    return (
      cluster && directories && logFileBehind(directories, path, cluster.replicasOn(this.#config.brokerId))
    );
  }

  /** Never rejects: errors go to the log and the exit code. */
  async run(): Promise<void> {
    try {
      await this.#start();
    } catch (error) {
      if (this.#phase !== 'running') return;
      if (error instanceof NoLogDirectoryError) {
        this.#halt({ exitCode: 1 });
        return;
      }
      const what = describeThrown(error);
      this.#log('ERROR', `${this.#name} Fatal error during KafkaServer startup. Prepare to shutdown`, server);
      this.#host.log(what);
      this.#log('INFO', `${this.#name} shutting down`, server);
      await this.#release();
      this.#log('INFO', `${this.#name} shut down completed`, server);
      this.#log('ERROR', 'Exiting Kafka due to fatal exception during startup.', 'kafka.Kafka$');
      this.#host.log(what);
      this.#end({ exitCode: 1 });
    }
  }

  async #start(): Promise<void> {
    const config = this.#config;
    const host = this.#host;
    this.#log('INFO', 'starting', server);
    const current = this.#currentConfig();
    this.#current = current;
    this.#log('INFO', `Connecting to zookeeper on ${config.zookeeperConnect}`, server);
    const membership = new ClusterMembership({
      config,
      current,
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
    const stored = await readBrokerConfigs(zooKeeper, config.brokerId);
    const opening = { config, clusterId, log: this.#log, host };
    const read = readLogDirectories(opening);
    const kafkaConfig = current.kafka;
    this.#logConfig(kafkaConfig);
    const directories = openLogDirectories(read, opening);
    this.#directories = directories;
    for (const { directory } of directories.all)
      if (directory !== undefined)
        this.#registry.onDirectory(directory, { clusterId, brokerId: config.brokerId });
    validateStartup(kafkaConfig, config.jvmOptions ?? '');
    requirePlainListener(kafkaConfig);
    this.#checkRunning();
    const cluster = this.#registry.cluster(config.zookeeperConnect, clusterId);
    this.#cluster = cluster;
    for (const [name, values] of stored) cluster.brokerConfigs.set(name, values);
    cluster.brokerBegins(config.brokerId, directories, (name, own) =>
      effectiveValue(name, own, current.properties),
    );
    membership.keepSession(cluster);
    const context = this.#buildContext(current, cluster);
    this.#listeners = new BrokerListeners(context, host);
    const ports = await this.#listeners.open(config, closedListeners(kafkaConfig));
    this.#checkRunning();
    membership.advertise(
      config.advertisedListeners.map((one) => ({ ...one, port: one.port || (ports.get(one.name) ?? 0) })),
    );
    await membership.join(zooKeeper, cluster);
    const { brokerId } = config;
    this.#cleanUps.push(
      cluster.onStorageFailure(brokerId, this.#storageFailed),
      followCoordination(brokerId, context.coordinator, cluster),
      ...startBackgroundWork({
        brokerId,
        config: current,
        cluster,
        directories,
        timers: this.#pauses.timers(cluster.clock),
        log: this.#log,
        onStorageFailure: this.#storageFailed,
      }),
    );
    await waitForImage(brokerId, cluster, this.#abort.signal);
    directories.started();
    this.#checkRunning();
    this.#listeners.offer();
    this.#log('INFO', `[GroupCoordinator ${config.brokerId}]: Startup complete.`, groupLogger);
    this.#log('INFO', 'Kafka version: kafka-lab (embedded broker, protocol of Kafka 3.3)', appInfo);
    this.#log('INFO', `${this.#name} started`, server);
  }

  #currentConfig(): CurrentConfig {
    const { brokerId, properties } = this.#config;
    const stored = (name: string) => this.#cluster?.brokerConfigs.get(name) ?? noSettings;
    return new CurrentConfig(
      properties,
      () => ({ all: stored(everyBroker), own: stored(String(brokerId)) }),
      (why) => this.#log('ERROR', why, 'kafka.server.DynamicBrokerConfig'),
    );
  }

  #buildContext(config: CurrentConfig, cluster: SharedCluster): BrokerContext {
    const { brokerId } = this.#config;
    const coordinator = new GroupCoordinator({
      config: config.settings.group,
      timers: this.#pauses.timers(cluster.clock),
      storeFor: (partition) => cluster.offsetsStore(partition),
      memory: cluster.groupMemory,
      log: (line) => this.#log('INFO', `[GroupCoordinator ${brokerId}]: ${line}`, groupLogger),
    });
    this.#coordinator = coordinator;
    const fetchSessions = new FetchSessions({
      slots: () => config.settings.fetchSessionSlots,
      memory: cluster.sessionMemory,
      now: () => cluster.clock.now(),
    });
    this.#cleanUps.push(() => fetchSessions.close());
    const producerIds = new ProducerIds(brokerId, () => this.#membership?.zooKeeper);
    return {
      id: brokerId,
      cluster,
      config,
      coordinator,
      fetchSessions,
      log: this.#log,
      zooKeeper: () => this.#membership?.zooKeeper,
      nextProducerId: () => producerIds.take(),
    };
  }

  /** All settings, in an entry of many lines. */
  #logConfig(config: KafkaConfig): void {
    const entry = `KafkaConfig values: \n${configText(config)}`;
    const text = log4jLine('INFO', entry, 'kafka.server.KafkaConfig', this.#registry.clock.now());
    for (const line of text.split('\n')) this.#host.log(line);
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

  /** A log directory fails. As in Kafka, the broker halts without a controlled shutdown when none is left. */
  readonly #storageFailed = (failure: StorageFailure): void => {
    const directories = this.#directories;
    if (this.#phase !== 'running' || !directories) return;
    const { at } = failure;
    const place =
      'path' in at
        ? directories.all.find(({ path }) => path === at.path)
        : directories.placeOf(at.topic, at.partition);
    const directory = place ?? directories.all[0]!;
    if (!directory.isOnline) return;
    const { path, replicas } = directory;
    const { brokerId } = this.#config;
    directories.fail(path);
    const isLast = directories.all.every(({ isOnline }) => !isOnline);
    if (isLast) this.#registry.onStorageFailure(brokerId, failure);
    logStorageFailure(failure, path, this.#host, this.#log);
    // Another thread handles it: requests in progress are still answered.
    setImmediate(() => {
      if (this.#phase !== 'running') return;
      const failed = isLast ? { failed: directories.all.map((one) => one.path) } : {};
      logDirFailed({ brokerId, directory: path, ...failed, replicas, log: this.#log });
      if (isLast) this.#halt({ exitCode: 1 });
      else this.#replaceLeaders();
    });
  };

  #replaceLeaders(): void {
    this.#cluster?.directoryFailed(this.#config.brokerId).catch((error: unknown) => {
      if (!isControllerLoss(error))
        this.#log('ERROR', `${this.#name} Electing other leaders failed: ${describeThrown(error)}`, server);
    });
  }

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
    if (this.#current?.settings.controlledShutdown && controller?.active)
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
