import type { EventOf, StepOutcome } from '../journal/events.ts';
import type { ByteRange } from '../journal/read-journal.ts';

/** An event with the number of its entry in the journal, from 1 on: what a report says is traced to it. */
export type Entered<T> = T & { readonly entry: number };

/** A session as a report tells it: the last run of each step, in the order of the runs, and what happened around them. */
export interface SessionRecord {
  readonly started?: EventOf<'session-started'>;
  /** What the manifests said at the end; a journal of an earlier version does not have it. */
  readonly facts?: NonNullable<EventOf<'session-started'>['facts']>;
  /** How often it was opened: more than once if it was resumed. */
  readonly openings: number;
  readonly endedAt?: string;
  readonly steps: readonly StepRecord[];
  /** By step: the first run that passed, where a later one took its place. */
  readonly firstPasses: Readonly<Record<string, StepRecord>>;
  /** Commands outside any step: a swap by key. */
  readonly otherCommands: readonly CommandRecord[];
  readonly answers: Readonly<Record<string, string>>;
  /** By question: the entry with the answer, and its time. */
  readonly answered: Readonly<Record<string, { readonly entry: number; readonly at: string }>>;
  /** By question: whether the learner found that the answer agrees with the model answer. */
  readonly agreements: Readonly<Record<string, boolean>>;
  /** By step: the most hints that were taken before it was undone, if it was. */
  readonly hints: Readonly<Record<string, number>>;
  /** True if nobody saw or steered it, at any of its openings. */
  readonly unattended: boolean;
  /** By step: the last prediction and its grade. */
  readonly predictions: Readonly<Record<string, PredictionRecord>>;
  readonly swaps: readonly Entered<EventOf<'swap'>>[];
  readonly rebalances: readonly Entered<EventOf<'rebalance'>>[];
  /** When there was a swap or a rebalance: the marks of a figure over time. */
  readonly marks: Readonly<Record<'swap' | 'rebalance', MarkedTimes>>;
  readonly beforeAfter?: Entered<EventOf<'before-after'>>;
  readonly counted: readonly Entered<EventOf<'counted'>>[];
  /** Checks that had passed and later no longer held. */
  readonly regressions: readonly EventOf<'regressed'>[];
  readonly notices: readonly EventOf<'notice'>[];
  /** Tasks whose solution was asked for before they were solved. */
  readonly solutions: readonly EventOf<'solution-shown'>[];
  /** Each time that the learner was in a shell of their own. */
  readonly shells: readonly EventOf<'shell-closed'>[];
  readonly counterSamples: number;
  /** Counters over time, evenly thinned out where there are many. */
  readonly samples: readonly CounterSample[];
  /** The same for each partition, of a topic that has few enough of them. */
  readonly partitionSamples: readonly PartitionSample[];
  /** What shows that the journal is not as it was written, each a sentence about it without its full stop. */
  readonly damage?: readonly string[];
  /** How many entries are left out: more than a session has. */
  readonly leftOut?: number;
  /** How many entries the journal has, and when the last one was written. */
  readonly entries: number;
  readonly lastAt?: string;
  readonly podLines: readonly { readonly pod: string; readonly recorded: number; readonly elided: number }[];
}

export interface StepRecord {
  readonly id: string;
  readonly title: string;
  readonly startedAt: string;
  /** How many times it was run; what follows is the last. */
  readonly runs: number;
  readonly outcome: StepOutcome | 'unfinished';
  readonly durationMs?: number;
  readonly commands: readonly CommandRecord[];
  readonly checks: readonly CheckRecord[];
}

/** What was known of each partition at a moment; what was not known is undefined. */
export interface PartitionSample {
  readonly atMs: number;
  readonly consumer: EventOf<'counters'>['consumer'];
  /** The consumer's counts are derived from its log and its commits. */
  readonly estimated: boolean;
  readonly partitions: readonly {
    readonly published: number;
    readonly received?: number;
    readonly lag?: number;
  }[];
}

/** Evenly thinned out where there are many, of `seen` in all; ms since the epoch. */
export interface MarkedTimes {
  readonly seen: number;
  readonly atMs: readonly number[];
}

/** All partitions together; `atMs` is wall time, ms since the epoch. */
export interface CounterSample {
  readonly atMs: number;
  readonly consumer: EventOf<'counters'>['consumer'];
  readonly produced: number;
  /** Undefined where nothing tells it: the log and the commits of a client without metrics may say nothing. */
  readonly received?: number;
}

export interface PredictionRecord {
  /** Undefined: the learner went on without one. */
  readonly text?: string;
  readonly graded?: EventOf<'graded'>;
}

/** The entries of a journal with the output of a command, which are among these bytes. */
export interface OutputPlace extends ByteRange {
  /** The number of the command in these entries. */
  readonly command: number;
  readonly pieces: number;
  /** The longest run of backticks in it. */
  readonly backticks: number;
}

export interface CommandRecord {
  /** The entry at which it started. */
  readonly entry: number;
  readonly line: string;
  readonly standsFor?: string;
  readonly startedAt: string;
  /** How many times it was run until its output showed what a check waited for; the output is the last. */
  readonly attempts: number;
  readonly output: readonly Pick<EventOf<'command-output'>, 'stream' | 'text' | 'looks'>[];
  /** Where its output is, if the record does not hold it. */
  readonly place?: OutputPlace;
  /** Lines that the journal does not hold. */
  readonly elided: number;
  /** Lines that the journal holds, and this record does not: a session prints no such amount. */
  readonly cut?: number;
  readonly ending?: EventOf<'command-ended'>['ending'];
  readonly exitCode?: number;
  readonly durationMs?: number;
}

export interface CheckRecord {
  readonly entry: number;
  readonly at: string;
  readonly id: string;
  readonly title: string;
  readonly ok: boolean;
  /** Neither passed nor failed. */
  readonly unjudged?: true;
  readonly evidence: string;
  readonly hint?: string;
  readonly durationMs: number;
}
