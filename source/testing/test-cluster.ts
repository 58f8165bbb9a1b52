/*
 * The public types of `kafka-lab/testing`. This file is shipped as it stands in dist/testing.d.ts: types alone, and no imports.
 */

/** A topic to create before the cluster is handed over. */
export interface TopicOptions {
  readonly name: string;
  /** Default: 1. */
  readonly partitions?: number;
  /** Default: the number of brokers, at most 3. */
  readonly replicationFactor?: number;
  /** Topic settings by their Kafka names: `{ 'cleanup.policy': 'compact' }`. */
  readonly config?: Readonly<Record<string, string>>;
}

export interface ClusterOptions {
  /** How many brokers, with the ids 0, 1, 2, …; 1 to 9. Default: 1. */
  readonly brokers?: number;
  /** Topics to create: a name alone is a topic of one partition. */
  readonly topics?: readonly (string | TopicOptions)[];
  /** Settings of every broker by their Kafka names: `{ 'auto.create.topics.enable': 'false' }`. */
  readonly config?: Readonly<Record<string, string>>;
  /** Milliseconds for the whole start. Default: 20,000. */
  readonly timeoutMs?: number;
}

/** A broker, and the faults that a test can inject. Each call resolves when the fault has taken effect in the broker's pod. */
export interface TestBroker {
  readonly id: number;
  /** Where clients of this machine reach it, `127.0.0.1:41027`. It keeps its port when it is started again. */
  readonly address: string;
  /** Ends it at once, as `kill -9` does. It stays down until `start`, and keeps its data. */
  kill(): Promise<void>;
  /** Shuts it down in good order: it hands its leaderships over first. It stays down until `start`, and keeps its data. */
  stop(): Promise<void>;
  /** Starts it again after `kill` or `stop`; resolves once clients can reach it. */
  start(): Promise<void>;
  /** Makes it hang, as `kill -STOP` does: connections stay open and nothing answers. */
  pause(): Promise<void>;
  /** Ends a pause. */
  resume(): Promise<void>;
}

export interface TestCluster {
  /** Reaches any broker that is ready: `127.0.0.1:41025`. Clients learn the other addresses from it. */
  readonly bootstrap: string;
  /** `127.0.0.1:41026`. */
  readonly zookeeper: string;
  /** The path of a kubeconfig for the Kubernetes API that the brokers run on. */
  readonly kubeconfig: string;
  /** By id. */
  readonly brokers: readonly TestBroker[];
  /** Ends the cluster and removes its files. Calling it again does nothing. */
  stop(): Promise<void>;
  /** The same as `stop`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a cluster of its own: a process that speaks the protocols of Kafka, ZooKeeper and Kubernetes on 127.0.0.1. It ends with `stop`,
 * or with the process that started it, however that ends. Any number of them can run side by side.
 *
 * Rejects with an `Error` that has a `code`: `usage` for an option that does not fit, `cluster` for a cluster that did not start (a setting
 * that Kafka refuses, a topic with more replicas than brokers), `machine-lacks` for a machine that cannot run it; the message says why.
 */
export type StartCluster = (options?: ClusterOptions) => Promise<TestCluster>;
