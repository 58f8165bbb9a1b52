import type { ExitStatus } from '../containers/container.ts';
import type { OutsideListeners, PodNetwork } from '../network/pod-network.ts';
import type { ZooKeeperConnect } from '../zookeeper/client-api.ts';

/** What `server.properties` would hold. The cp-kafka image makes this from the container's environment. */
export interface BrokerConfig {
  readonly brokerId: number;
  /** `host:port[,host:port]/chroot` */
  readonly zookeeperConnect: string;
  readonly listeners: readonly BrokerListener[];
  readonly advertisedListeners: readonly BrokerListener[];
  /** All of `server.properties`, by Kafka's own names (`num.partitions`). Unknown settings are kept and shown but have no effect. */
  readonly properties: Readonly<Record<string, string>>;
  /** `/var/lib/kafka/data` as a directory on this machine. */
  readonly dataDirectory: string;
}

export interface BrokerListener {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

export interface BrokerHost {
  readonly podIp: string;
  readonly network: PodNetwork;
  readonly outside: OutsideListeners;
  readonly connectZooKeeper: ZooKeeperConnect;
  /** One line of the broker's log; the broker formats it as log4j would. */
  log(line: string): void;
}

export interface RunningBroker {
  readonly exited: Promise<ExitStatus>;
  /** Controlled shutdown: leaders move first, then the ZooKeeper session is closed. */
  terminate(): void;
  /** Like SIGKILL: sockets break, and the ZooKeeper session is left to expire. */
  kill(): void;
  /**
   * Like SIGSTOP: the broker answers nobody, follows no leader and lets its ZooKeeper session expire. A SIGTERM waits for `resume`; a
   * `kill` does not.
   */
  pause(): void;
  /** Like SIGCONT: the broker continues where it was and discovers what it missed. */
  resume(): void;
}
