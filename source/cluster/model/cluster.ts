import type { Observations } from '../../lab/model/observations.ts';
import type { SituationSeen } from '../../lab/model/situation.ts';
import type { LineLook } from '../../text/looks.ts';
import type { SafeText } from '../../text/safe-text.ts';

export type ClusterKind = 'embedded' | 'kind' | 'context';

/** A cluster as the session sees it. How it comes up, goes away and gets an image differs by kind; the rest does not. */
export interface Cluster {
  readonly kind: ClusterKind;
  readonly name: string;
  /** The session's own kubeconfig file; it exists once `reset` or `attach` has resolved. */
  readonly kubeconfig: string;
  readonly context: string;
  readonly namespace: string;
  /** With the user's own kubeconfig, a command without `-n` looks at another namespace. */
  readonly needsNamespace?: boolean;
  /** With the user's own kubeconfig, a command without `--context` speaks to another cluster. */
  readonly needsContext?: boolean;
  /** Where Kafka and ZooKeeper take clients on this machine; undefined while it is not up, and if they take none. */
  readonly addresses?: ClusterAddresses | undefined;
  /** Uses the cluster if it is already up; false if there is none. */
  attach(signal: AbortSignal): Promise<boolean>;
  /** The cluster that exists now and that a reset would delete; undefined if kafka-lab has none there. */
  existing(signal: AbortSignal): Promise<ExistingCluster | undefined>;
  /**
   * Deletes what is ours and brings up a fresh, empty cluster. `replaces`: the id of the existing cluster that may be lost; a cluster
   * that is one process refuses to replace any other that it did not start itself.
   */
  reset(output: OutputSink, signal: AbortSignal, replaces?: string): Promise<void>;
  /** Builds the clients image and puts it where the cluster's nodes find it. `better`: from the source of the learner's better consumer. */
  build(output: OutputSink, signal: AbortSignal, which?: ClientVariant): Promise<void>;
  /** Deletes what is ours. */
  down(output: OutputSink): Promise<void>;
  /** Closes streams and sockets, and ends what lives only as long as the session. */
  close(): Promise<void>;
  /** Fires when the cluster's state as a whole changes. */
  readonly state: ClusterState;
  onState(listener: (state: ClusterState) => void): () => void;
  /** Notices of the cluster for its user, such as a full disk; one line each. */
  onNotice?(listener: (text: string) => void): () => void;
}

/** `HOST:PORT` */
export interface ClusterAddresses {
  readonly bootstrap: string;
  readonly zookeeper: string;
}

/** An existing cluster, no matter who created it. */
export interface ExistingCluster {
  /** Identifies it among all clusters that ever had this name. */
  readonly id: string;
  /** When it was made, ms since the epoch; undefined if that is not known. */
  readonly since?: number;
  /** It outlives its creator, so that other tools can use it; undefined where all clusters of the kind do. */
  readonly detached?: boolean;
  /** It continues with the data of the previous cluster (`up --keep`). */
  readonly kept?: boolean;
  /** Another process is using it: it is not replaced, even if the user agrees. */
  readonly inUse: boolean;
  /** The pid of its process if that was stopped, so that nothing answers. */
  readonly stoppedPid?: number;
}

export type ClientVariant = 'first' | 'better';

/** `silent`: the cluster is up, but its API server does not respond. */
export type ClusterState = 'down' | 'starting' | 'ready' | 'silent' | 'gone';

export type OutputStream = 'stdout' | 'stderr';
/** Receives the output of a command, which is safe to show, and how its program wants parts of it to look. */
export type OutputSink = (stream: OutputStream, text: SafeText, looks?: readonly LineLook[]) => void;

/** Runs one command line as a user would type it; never throws for a command that fails, only for one that cannot run. */
export interface CommandRunner {
  run(line: string, options: RunOptions): Promise<{ readonly exitCode: number }>;
}

export interface RunOptions {
  readonly output: OutputSink;
  readonly signal: AbortSignal;
  /** Where `-f kafka.yml` is looked for. */
  readonly directory: string;
}

/** Observes a cluster. Each look is fresh, and runs in parallel where possible. */
export interface ClusterObserver {
  look<K extends ClusterLook>(name: K, signal: AbortSignal): Promise<Observations[K]>;
  /** What surrounds a failed check. */
  situation(signal: AbortSignal): Promise<SituationSeen>;
  /** What the clients and the brokers report about messages now. */
  counts(signal: AbortSignal): Promise<MessageCounts>;
  /**
   * Follows the logs of all pods with a label, resuming streams that end, without losing or repeating a line. An error that no cluster should
   * cause is our own defect: it goes to `onUnexpected`, and following continues.
   */
  followLogs(
    selector: string,
    onLine: (line: PodLine) => void,
    signal: AbortSignal,
    onUnexpected: (error: unknown) => void,
  ): Promise<void>;
}

export type ClusterLook = 'nodes' | 'pods' | 'services' | 'workloads' | 'brokers' | 'topics' | 'logs';

/** One line of a pod's log, already sanitised. `at` is the API server's timestamp, ms since the epoch. */
export interface PodLine {
  readonly pod: string;
  readonly at: number;
  readonly text: string;
}

/** Raw counts; the session turns them into a tally. Offsets and counts are messages. */
export interface MessageCounts {
  readonly at: number;
  /** End offset by partition; empty while the topic does not exist. */
  readonly endOffsets: readonly number[];
  /** Which topic of that name these are of, read after the rest; undefined while it does not exist, or if no broker tells. */
  readonly topicId?: string;
  readonly producers: readonly ClientMetrics[];
  readonly consumers: readonly ClientMetrics[];
  /** The consumers' pods that run, whether they export metrics or not. */
  readonly consumerPods?: readonly string[];
  /** partition → member id, for the consumer's group when it is stable; empty otherwise. */
  readonly owners: Readonly<Record<number, string>>;
  /** The members of that group while it is stable, those without a partition included; empty otherwise. */
  readonly members?: readonly GroupMember[];
  /** What that group has committed, as an offset by partition; -1 where it has committed nothing. */
  readonly committed?: readonly number[];
}

export interface GroupMember {
  readonly id: string;
  /** The pod that the member runs in, if its address identifies one. */
  readonly pod?: string;
  readonly partitions: readonly number[];
}

/** What one client pod's own Prometheus `/metrics` says. */
export interface ClientMetrics {
  readonly pod: string;
  readonly role: string;
  readonly startedAt: number;
  readonly partitions: readonly ClientPartition[];
}

export interface ClientPartition {
  readonly partition: number;
  /** Position at which the consumer started, as an offset; for a producer 0. */
  readonly startOffset: number;
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly messages: number;
  readonly distinct: number;
  readonly duplicates: number;
  /** The duplicates among them that the group delivered again after a rebalance, from the committed offset on. */
  readonly redelivered?: number;
  /** Every offset seen, as sorted ranges `[first, last]`, both inclusive; undefined if the client does not report them. */
  readonly ranges?: readonly (readonly [number, number])[];
}
