/**
 * What a check can observe. Types alone: the lab names what it needs and judges it; a session observes it.
 * Every key of `Observations` can be observed on any Kubernetes cluster.
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
  /** The STATUS column of `kubectl get pods`: `Running`, `ErrImagePull`, `CrashLoopBackOff`, … */
  readonly status: string;
  readonly ready: boolean;
  readonly restarts: number;
  readonly ip?: string;
  readonly node?: string;
  /** The reason and message of a waiting or failed container, if any. */
  readonly trouble?: string;
}

export interface ServiceSeen {
  readonly name: string;
  readonly clusterIP: string;
  readonly ports: readonly number[];
  /** The labels of the pods behind it; undefined if it names none. */
  readonly selector?: Readonly<Record<string, string>>;
}

export interface WorkloadSeen {
  readonly kind: 'StatefulSet' | 'Deployment';
  readonly name: string;
  readonly replicas: number;
  readonly ready: number;
}

/** A broker as registered in ZooKeeper under `/brokers/ids`. */
export interface BrokerSeen {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  /** The hosts of its further listeners, if it has any. */
  readonly others?: readonly string[];
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

/** How many messages of a partition exist, and how many of them the consumer has seen. All counts are messages. */
export interface PartitionTally {
  readonly partition: number;
  /** The log end offset now, and the offset at which the consumer started. */
  readonly endOffset: number;
  readonly startOffset: number;
  /** endOffset − startOffset. */
  readonly window: number;
  readonly received: number;
  readonly distinct: number;
  readonly duplicates: number;
  /** How many of the duplicates a rebalance caused: at-least-once delivery, after a member joined or left. */
  readonly redelivered?: number;
  /** What the producer's metrics say it published to this partition; undefined if it exports none. */
  readonly published?: number;
  /** The id of the member that owns the partition, while the group is stable. */
  readonly owner?: string;
}

/** A member of a consumer group, and its pod where known. A member without partitions is idle. */
export interface MemberSeen {
  readonly id: string;
  readonly pod?: string;
  readonly partitions: readonly number[];
}

/** A consumer that exports metrics now. `startOffset` is where it was to start, `firstOffset` the first that it read; -1: none yet. */
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

/** How many messages a client without metrics has handled, according to its last log line. */
export interface LoggedCount {
  readonly pod: string;
  readonly atLeast: number;
  readonly atMost: number;
  readonly line: string;
  /** True if the count is not that of all that the consumers received: it began anew, or another pod counts as well. */
  readonly isPart?: true;
}

/**
 * What can be told of consumers that certainly export no metrics: from their log lines, which are about 1,000 messages apart, and from
 * what Kafka itself knows of the group. Intervals are messages, both ends inclusive.
 */
export interface TallyEstimate {
  /** `group` where Kafka knows its members; otherwise by the form of the log lines. undefined: not known yet. */
  readonly consumer?: 'partition' | 'group';
  readonly received?: LoggedCount;
  /** By partition, how many messages were published while the consumer ran: an interval, since its start lies between two samples. */
  readonly published: readonly { readonly atLeast: number; readonly atMost: number }[];
  /** By partition, how many messages there were from where the group stood when the consumer started: its committed offset, or the first. */
  readonly unread: readonly { readonly atLeast: number; readonly atMost: number }[];
  /** True if log lines name offsets, and one of them is of a message from before the consumer started. Undefined: no line names any. */
  readonly readsOld?: boolean;
  /** The partitions that log lines name. */
  readonly named: readonly number[];
}

/** A state during an experiment that lasted for a while. */
export interface MomentSeen {
  /** When it began, in ms after the experiment's first command; 0 for the state before it. */
  readonly atMs: number;
  /** Empty while the group rebalances. */
  readonly members: readonly MemberSeen[];
  readonly readers: readonly ReaderSeen[];
  /** The topic's partitions; empty while no broker answers. */
  readonly partitions: readonly PartitionSeen[];
  /** The offsets that the group had committed by the end of this moment, by partition; -1: none. */
  readonly committed: readonly number[];
  /** True if the consumers export no metrics, so that `readers` says nothing. */
  readonly noMetrics?: true;
}

/** A recorded experiment: the state before it, and each change since, oldest first. The last moment is now. */
export interface TimelineSeen {
  readonly before: MomentSeen;
  readonly moments: readonly MomentSeen[];
}

/** The share of messages received: see "Counting" in DESIGN.md. */
export interface TallySeen {
  readonly consumer: 'partition' | 'group' | 'none';
  readonly partitions: readonly PartitionTally[];
  readonly window: number;
  readonly received: number;
  /** received / window; 0 while the window is empty. */
  readonly share: number;
  /** The group's members while it is stable. */
  readonly members?: readonly MemberSeen[];
  /** The consumers that export metrics now. */
  readonly readers?: readonly ReaderSeen[];
  /** The offsets that the group has committed, by partition; -1: none. */
  readonly committed?: readonly number[];
  /** For clients without metrics: the intervals that their log lines allow. Never mixed with what was counted. */
  readonly logged?: { readonly published?: LoggedCount; readonly received?: LoggedCount };
  /** Set if consumers run that export no metrics; `consumer` is then `none`, and `partitions` holds end offsets alone. */
  readonly estimate?: TallyEstimate;
  /** True if the counts of consumers without metrics are estimated in it: see `estimatedTally`. */
  readonly estimated?: true;
  /**
   * True from when the topic was deleted and made again, until a consumer runs that knows the new one alone: what the consumers that run
   * counted is of both, and is not shown.
   */
  readonly isRemade?: true;
  /** True once the producer is stopped and no count changes any more: nothing is in flight. */
  readonly settled: boolean;
}

/** Pod log lines that were scanned, newest last. */
export interface PodLogSeen {
  readonly pod: string;
  readonly lines: readonly string[];
}

/** The file of a task, as it is on the disk. */
export interface FileSeen {
  readonly name: string;
  readonly text: string;
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
  /** The recorded experiment; only for a step with the effect `watch`. */
  readonly timeline: TimelineSeen;
  /** The file that the learner is to change; only for a step that is a task. */
  readonly file: FileSeen;
}

export type ObservationName = keyof Observations;
