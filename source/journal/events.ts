/**
 * What a session records, as a closed union. A journal is a sequence of these, one JSON object a line.
 * `at` is wall time (ISO 8601, ms, UTC); `ms` is monotonic time in ms since the process's time origin: durations are
 * differences of `ms` between two `session-started`. Every text is sanitised already.
 */
export type JournalEvent = Stamp & JournalEntry;

export interface Stamp {
  readonly v: 1;
  readonly at: string;
  readonly ms: number;
}

/** An event before it is stamped. */
export type JournalEntry =
  | SessionStarted
  | StepStarted
  | StepEnded
  | StepReset
  | CommandStarted
  | CommandOutputChunk
  | CommandEnded
  | CheckPassed
  | CheckFailed
  | Answered
  | Predicted
  | Graded
  | Regressed
  | Restored
  | Swapped
  | Rebalanced
  | ComparedBeforeAfter
  | Counters
  | Counted
  | PodLine
  | PodLinesElided
  | Notice
  | ClusterStateChanged
  | ClusterChanged
  | SessionEnded;

export type JournalEventType = JournalEntry['type'];
export type EntryOf<T extends JournalEventType> = Extract<JournalEntry, { readonly type: T }>;
export type EventOf<T extends JournalEventType> = Stamp & EntryOf<T>;

export interface SessionStarted {
  readonly type: 'session-started';
  readonly app: string;
  readonly node: string;
  readonly platform: string;
  readonly cluster: string;
  readonly lab: string;
}

export interface StepStarted {
  readonly type: 'step-started';
  readonly step: string;
  readonly title: string;
}

export type StepOutcome = 'passed' | 'failed' | 'cancelled';

export interface StepEnded {
  readonly type: 'step-ended';
  readonly step: string;
  readonly outcome: StepOutcome;
  readonly durationMs: number;
}

/** The step counts as not done: its result, its prediction and the answers to its `questions` are cleared. */
export interface StepReset {
  readonly type: 'step-reset';
  readonly step: string;
  readonly questions: readonly string[];
}

/** `command` numbers the commands of a session; `step` is the step that ran it, if one did. */
export interface CommandStarted {
  readonly type: 'command-started';
  readonly command: number;
  readonly line: string;
  readonly step?: string;
  readonly standsFor?: string;
  /** 1 for the first run; more if a reading command is repeated until its output satisfies a check. */
  readonly attempt: number;
}

/** Whole lines, without the last line end. `elided` lines before them were dropped because there were too many. */
export interface CommandOutputChunk {
  readonly type: 'command-output';
  readonly command: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  readonly elided?: number;
}

/** `stopped`: a following command whose checks were decided. `unable`: it could not be run at all. */
export type CommandEnding = 'exited' | 'stopped' | 'cancelled' | 'unable';

export interface CommandEnded {
  readonly type: 'command-ended';
  readonly command: number;
  readonly ending: CommandEnding;
  readonly exitCode: number;
  readonly durationMs: number;
}

export interface CheckPassed {
  readonly type: 'check-passed';
  readonly step: string;
  readonly check: string;
  readonly title: string;
  readonly evidence: string;
  readonly durationMs: number;
}

export interface CheckFailed {
  readonly type: 'check-failed';
  readonly step: string;
  readonly check: string;
  readonly title: string;
  readonly evidence: string;
  readonly hint?: string;
  readonly durationMs: number;
}

export interface Answered {
  readonly type: 'answer';
  readonly step: string;
  readonly question: string;
  readonly text: string;
}

/** What the learner predicted for a step: the id of the choice, and its text. */
export interface Predicted {
  readonly type: 'prediction';
  readonly step: string;
  readonly choice: string;
  readonly text: string;
}

/** The result: the correct choice and its evidence. */
export interface Graded {
  readonly type: 'graded';
  readonly step: string;
  readonly choice: string;
  readonly actual: string;
  readonly right: boolean;
  readonly evidence: string;
}

/** A lasting check of a step that had passed no longer holds. */
export interface Regressed {
  readonly type: 'regressed';
  readonly step: string;
  readonly check: string;
  readonly title: string;
  readonly evidence: string;
  readonly hint?: string;
}

/** All lasting checks of a step that had regressed hold again, `check` among them. */
export interface Restored {
  readonly type: 'restored';
  readonly step: string;
  readonly check: string;
  readonly evidence: string;
}

/** The group is stable with another assignment than before. */
export interface Rebalanced {
  readonly type: 'rebalance';
  readonly members: readonly RebalanceMember[];
}

export interface RebalanceMember {
  readonly member: string;
  readonly pod?: string;
  readonly partitions: readonly number[];
}

/** The same window of messages: how many of it the consumer before the swap received, and how many the one after. */
export interface ComparedBeforeAfter {
  readonly type: 'before-after';
  readonly window: number;
  readonly before: number;
  readonly after: number;
  readonly partitions: readonly {
    readonly partition: number;
    readonly startOffset: number;
    readonly endOffset: number;
    readonly before: number;
    readonly after: number;
  }[];
}

export type ConsumerKind = 'none' | 'partition' | 'group';

export interface Swapped {
  readonly type: 'swap';
  readonly from: ConsumerKind;
  readonly to: ConsumerKind;
  readonly pod: string;
}

/** A sample, once a second while the topic exists. Offsets and counts are messages, by partition number. */
export interface Counters {
  readonly type: 'counters';
  readonly consumer: ConsumerKind;
  readonly endOffsets: readonly number[];
  readonly received: readonly number[];
  /** Where the consumer's window begins. */
  readonly startOffsets?: readonly number[];
  /** For clients without metrics: the counts that their log lines allow. */
  readonly logged?: { readonly published?: LoggedInterval; readonly received?: LoggedInterval };
}

/** Counted from log lines only: the minimum and maximum number of messages. */
export interface LoggedInterval {
  readonly pod: string;
  readonly atLeast: number;
  readonly atMost: number;
}

/** The result of a count of the share. */
export interface Counted {
  readonly type: 'counted';
  readonly step?: string;
  readonly consumer: ConsumerKind;
  readonly window: number;
  readonly received: number;
  readonly settled: boolean;
  readonly partitions: readonly CountedPartition[];
}

export interface CountedPartition {
  readonly partition: number;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly received: number;
  readonly distinct: number;
  readonly duplicates: number;
  /** The duplicates among them that a rebalance redelivered. */
  readonly redelivered?: number;
}

/** One line of a pod's log; `podAt` is when the pod wrote it, ms since the epoch. */
export interface PodLine {
  readonly type: 'pod-line';
  readonly pod: string;
  readonly podAt: number;
  readonly text: string;
}

/** How many later lines of a pod were not recorded, in all. */
export interface PodLinesElided {
  readonly type: 'pod-lines-elided';
  readonly pod: string;
  readonly elided: number;
}

export interface Notice {
  readonly type: 'notice';
  readonly level: 'info' | 'error';
  readonly text: string;
}

export interface ClusterStateChanged {
  readonly type: 'cluster-state';
  readonly state: 'down' | 'starting' | 'ready' | 'silent' | 'gone';
}

/** What runs on the cluster, whenever it has changed. */
export interface ClusterChanged {
  readonly type: 'cluster-changed';
  readonly workloads: readonly { readonly name: string; readonly ready: number; readonly replicas: number }[];
  readonly topic?: { readonly name: string; readonly partitions: number; readonly replicas: number };
}

export interface SessionEnded {
  readonly type: 'session-ended';
}
