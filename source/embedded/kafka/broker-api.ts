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
  /** `log.dirs`, in their order; at least one. */
  readonly logDirectories: readonly BrokerLogDirectory[];
  /** KAFKA_OPTS: what its JVM would be told. */
  readonly jvmOptions?: string;
}

export type BrokerLogDirectory =
  | {
      /** As the pod names it: absolute. */
      readonly path: string;
      /** The same directory on this machine. */
      readonly directory: string;
    }
  | { readonly path: string; readonly refusal: LogDirectoryRefusal };

/** Why a broker cannot use a directory: Kafka goes on without it. */
export interface LogDirectoryRefusal {
  /** At which step of its start Kafka notices: when it reads `meta.properties`, creates the directory, or locks it. */
  readonly step: 'read' | 'create' | 'lock';
  /** The first line of the stack trace: `java.io.IOException: Failed to create data directory /data`. */
  readonly exception: string;
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
  /** The file on this machine behind `/log.dirs/topic-0/00000000000000000000.log`, if this broker has a replica of the partition. */
  logFile(path: string): string | undefined;
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
