import { nextTurn } from '../../../bounds/lanes/cluster.ts';
import type { ZooKeeperClient } from '../../../zookeeper/client-api.ts';
import type { BrokerConfig, BrokerHost, BrokerListener } from '../../broker-api.ts';
import { ControllerElection } from '../../controller/controller-election.ts';
import * as znodes from '../../controller/znodes.ts';
import type { BrokerLog } from '../../log4j.ts';
import type { SharedCluster } from '../cluster/shared-cluster.ts';
import type { CurrentConfig } from '../config/dynamic/current-config.ts';
import { allowsUncleanElection } from '../config/topic-config.ts';
import { handOverTimeoutMs, settledWithin } from '../lifecycle/settled-within.ts';
import { createPersistentPaths, openSession, register, requireOwnEndpoints } from './session.ts';

const controllerLogger = 'kafka.controller.KafkaController';
const clientLogger = 'kafka.zookeeper.ZooKeeperClient';

export interface MembershipOptions {
  readonly config: BrokerConfig;
  readonly current: CurrentConfig;
  readonly host: BrokerHost;
  /** Aborts when the broker stops. */
  readonly signal: AbortSignal;
  readonly isRunning: () => boolean;
  readonly log: BrokerLog;
  /** Called when a new session could not replace a lost one. */
  readonly onFatal: (error: unknown) => void;
}

/** A broker's membership in its cluster: the ZooKeeper session, the registration, the candidacy for controller. */
export class ClusterMembership {
  readonly #options: MembershipOptions;
  #session: ZooKeeperClient | undefined;
  #cluster: SharedCluster | undefined;
  #election: ControllerElection | undefined;
  #hasRegistered = false;
  #advertised: readonly BrokerListener[] = [];

  constructor(options: MembershipOptions) {
    this.#options = options;
  }

  /** Undefined while there is no session. */
  get zooKeeper(): ZooKeeperClient | undefined {
    return this.#session;
  }

  /** Whether the broker has ever registered: its replicas follow from then on. A broker that never did changes nothing when it stops. */
  get registered(): boolean {
    return this.#hasRegistered;
  }

  /** Opens the session and creates the persistent nodes. Throws what {@link openSession} throws. */
  async connect(): Promise<ZooKeeperClient> {
    const { config, current, host, signal } = this.#options;
    const zooKeeper = await openSession(config, current.settings, host, signal);
    this.#adopt(zooKeeper);
    await createPersistentPaths(zooKeeper);
    return zooKeeper;
  }

  /** What clients are told from the next registration on. */
  advertise(listeners: readonly BrokerListener[]): void {
    this.#advertised = listeners;
  }

  /** From now on an expired session is replaced by a new one, which joins this cluster. */
  keepSession(cluster: SharedCluster): void {
    this.#cluster = cluster;
  }

  /** If the session expires meanwhile, its successor joins instead; the broker keeps running. */
  async join(zooKeeper: ZooKeeperClient, cluster: SharedCluster): Promise<void> {
    const { brokerId, advertisedListeners } = this.#options.config;
    try {
      await requireOwnEndpoints(zooKeeper, brokerId, advertisedListeners);
      await this.#register(zooKeeper, cluster);
    } catch (error) {
      // The rejections of a lost session arrive before the event of its end.
      await nextTurn();
      if (this.#session === zooKeeper) throw error;
    }
  }

  stopElection(): void {
    this.#election?.stop();
  }

  /** Gives up the session; the caller closes or drops it. */
  detach(): ZooKeeperClient | undefined {
    const session = this.#session;
    this.#session = undefined;
    return session;
  }

  #adopt(zooKeeper: ZooKeeperClient): void {
    if (!this.#options.isRunning()) {
      void settledWithin(zooKeeper.close(), handOverTimeoutMs);
      throw new Error('the broker is stopping');
    }
    this.#session = zooKeeper;
    zooKeeper.closed.then((how) => {
      if (this.#session !== zooKeeper) return;
      this.#session = undefined;
      this.#election?.stop();
      if (this.#options.isRunning() && this.#cluster)
        this.#reconnect(how, this.#cluster).catch((error: unknown) => this.#options.onFatal(error));
    });
  }

  async #reconnect(how: string, cluster: SharedCluster): Promise<void> {
    const { isRunning, log } = this.#options;
    log('INFO', `[ZooKeeperClient Kafka server] Session ${how}. Initializing a new session`, clientLogger);
    while (isRunning()) {
      try {
        await this.#register(await this.connect(), cluster);
        return;
      } catch (error) {
        if (!isRunning()) return;
        // A session that expired again already has a successor.
        if (this.#session) throw error;
        log('WARN', `No ZooKeeper session yet: ${(error as Error).message}`, clientLogger);
      }
    }
  }

  async #register(zooKeeper: ZooKeeperClient, cluster: SharedCluster): Promise<void> {
    const { config, log } = this.#options;
    const { brokerId, properties } = config;
    const advertisedListeners = this.#advertised;
    const node = registrationOf(advertisedListeners, properties, cluster.clock.now());
    const epoch = await register(zooKeeper, brokerId, node);
    this.#hasRegistered = true;
    cluster.brokerStarted(brokerId);
    const addresses = advertisedListeners
      .map(({ name, host, port }) => `${name}://${host}:${port}`)
      .join(',');
    log(
      'INFO',
      `Registered broker ${brokerId} at path ${znodes.brokerPath(brokerId)} with addresses: ${addresses}, ` +
        `czxid (broker epoch): ${epoch}`,
      'kafka.zk.KafkaZkClient',
    );
    await this.#runForController(zooKeeper, cluster);
  }

  async #runForController(zooKeeper: ZooKeeperClient, cluster: SharedCluster): Promise<void> {
    const { brokerId } = this.#options.config;
    this.#election = new ControllerElection({
      brokerId,
      zooKeeper,
      image: cluster.image,
      now: () => cluster.clock.now(),
      follows: (id) => cluster.follows(id),
      isOffline: (id, topic, partition) => cluster.isOffline(id, topic, partition),
      openLogs: (topics) => cluster.openKept(topics),
      mayNotLead: (id, topic, partition) => cluster.mayNotLead(id, topic, partition),
      allowsUnclean: (topicConfig) => allowsUncleanElection(topicConfig, this.#options.current.properties),
      log: (line) => this.#options.log('INFO', line, controllerLogger),
      onChange: (controller) => {
        if (controller) cluster.controller = controller;
        else if (cluster.controller?.brokerId === brokerId) cluster.controller = undefined;
      },
    });
    await this.#election.run();
  }
}

/** The data of the broker's node; `now` is ms since the epoch. */
function registrationOf(
  advertisedListeners: readonly BrokerListener[],
  properties: Readonly<Record<string, string>>,
  now: number,
): Buffer {
  const protocols = new Map(
    (properties['listener.security.protocol.map'] ?? '').split(',').map((entry): [string, string] => {
      const [name = '', protocol = ''] = entry.split(':');
      return [name.trim(), protocol.trim()];
    }),
  );
  const securityProtocol = (listener: string) => protocols.get(listener) ?? listener;
  return znodes.encodeBroker(advertisedListeners, securityProtocol, now);
}
