/**
 * What a check may look at. Types alone: the lab says what it wants to see and what it must look like; a session looks.
 * Every key of `Observations` is something that can be looked at on any Kubernetes cluster.
 */

export interface CommandOutput {
  readonly command: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface NodeSeen {
  readonly name: string;
  readonly ready: boolean;
  readonly roles: readonly string[];
}

export interface PodSeen {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly phase: string;
  /** The STATUS column that kubectl would print: `Running`, `ErrImagePull`, `CrashLoopBackOff`, … */
  readonly status: string;
  readonly ready: boolean;
  readonly restarts: number;
  readonly ip?: string;
  readonly node?: string;
  /** The reason and message of the container that waits or failed, if any. */
  readonly trouble?: string;
}

export interface ServiceSeen {
  readonly name: string;
  readonly clusterIP: string;
  readonly ports: readonly number[];
}

export interface WorkloadSeen {
  readonly kind: 'StatefulSet' | 'Deployment';
  readonly name: string;
  readonly replicas: number;
  readonly ready: number;
}

/** A broker as ZooKeeper has it under `/brokers/ids`. */
export interface BrokerSeen {
  readonly id: number;
  readonly host: string;
  readonly port: number;
}

export interface PartitionSeen {
  readonly partition: number;
  /** -1: no leader. */
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

export interface TopicSeen {
  readonly name: string;
  readonly partitions: readonly PartitionSeen[];
}

/** How much of one partition exists and how much of it the consumer has seen. All counts are messages. */
export interface PartitionTally {
  readonly partition: number;
  /** The log's end offset now, and what the consumer's start position was. */
  readonly endOffset: number;
  readonly startOffset: number;
  /** endOffset − startOffset. */
  readonly window: number;
  readonly received: number;
  readonly distinct: number;
  readonly duplicates: number;
  /** Those of the duplicates that came because the group rebalanced: at least once, after a member went or came. */
  readonly redelivered?: number;
  /** What the producer's own tally says it published to this partition; undefined where it exports none. */
  readonly published?: number;
  /** The member id that owns the partition, where a group is stable. */
  readonly owner?: string;
}

/** One member of a consumer group; the pod where it is known. A member without partitions is idle. */
export interface MemberSeen {
  readonly id: string;
  readonly pod?: string;
  readonly partitions: readonly number[];
}

/** One consumer that counts now, by the offset that it was told to start from and the first one that it read; -1: none yet. */
export interface ReaderSeen {
  readonly pod: string;
  readonly startedAt: number;
  readonly partitions: readonly {
    readonly partition: number;
    readonly startOffset: number;
    readonly firstOffset: number;
    readonly messages: number;
    readonly duplicates: number;
  }[];
}

/** How many messages a client without metrics has handled, by the last line that it wrote. */
export interface LoggedCount {
  readonly pod: string;
  readonly atLeast: number;
  readonly atMost: number;
  readonly line: string;
}

/**
 * Consumers that run and export no metrics, once that is sure. What is known of them comes from their log lines, which are about
 * 1,000 messages apart, and from what Kafka itself keeps of a group. Intervals are messages, both ends included.
 */
export interface TallyEstimate {
  /** A group where Kafka knows its members; else by the form of the lines. undefined: nothing tells yet. */
  readonly consumer?: 'partition' | 'group';
  readonly received?: LoggedCount;
  /** By partition, how many messages were published while the consumer ran: when it came is known to within a look. */
  readonly published: readonly { readonly atLeast: number; readonly atMost: number }[];
}

/** How things stood for a while during an experiment. */
export interface MomentSeen {
  /** Since when, in ms after the experiment's first command was given; the state before it has 0. */
  readonly atMs: number;
  /** Empty while the group rebalances. */
  readonly members: readonly MemberSeen[];
  readonly readers: readonly ReaderSeen[];
  /** The topic's partitions; empty while no broker answers. */
  readonly partitions: readonly PartitionSeen[];
  /** What the group had committed by the end of this moment, by partition; -1: nothing. */
  readonly committed: readonly number[];
  /** True where the consumers export no metrics, so that `readers` says nothing. */
  readonly noMetrics?: true;
}

/** An experiment as it was watched: how things stood before, and each change since, oldest first. The last moment is now. */
export interface TimelineSeen {
  readonly before: MomentSeen;
  readonly moments: readonly MomentSeen[];
}

/** The share of messages received, as the design counts it. */
export interface TallySeen {
  readonly consumer: 'partition' | 'group' | 'none';
  readonly partitions: readonly PartitionTally[];
  readonly window: number;
  readonly received: number;
  /** received / window; 0 while the window is empty. */
  readonly share: number;
  /** The group's members while it is stable. */
  readonly members?: readonly MemberSeen[];
  /** The consumers that answer now, one by one. */
  readonly readers?: readonly ReaderSeen[];
  /** What the group has committed, as an offset by partition; -1 where it has committed nothing. */
  readonly committed?: readonly number[];
  /** For clients that run and export no metrics: the interval that their log lines allow. Never mixed with what was counted. */
  readonly logged?: { readonly published?: LoggedCount; readonly received?: LoggedCount };
  /** Set where consumers run that export no metrics; `consumer` is then `none`, and `partitions` says what there is alone. */
  readonly estimate?: TallyEstimate;
  /** True once the producer is stopped and every count has stood still: nothing is in flight. */
  readonly settled: boolean;
}

/** Pod log lines that were scanned, newest last. */
export interface PodLogSeen {
  readonly pod: string;
  readonly lines: readonly string[];
}

export interface Observations {
  /** The output of the step's own command, or the last of them. */
  readonly output: CommandOutput;
  /** The outputs of all commands of the step, in order. */
  readonly outputs: readonly CommandOutput[];
  readonly nodes: readonly NodeSeen[];
  readonly pods: readonly PodSeen[];
  readonly services: readonly ServiceSeen[];
  readonly workloads: readonly WorkloadSeen[];
  readonly brokers: readonly BrokerSeen[];
  readonly topics: readonly TopicSeen[];
  readonly tally: TallySeen;
  readonly logs: readonly PodLogSeen[];
  /** What was watched from before the step's commands on; only where the step has the effect `watch`. */
  readonly timeline: TimelineSeen;
}

export type ObservationName = keyof Observations;
