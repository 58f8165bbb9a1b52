import type { EventOf, StepOutcome } from '../journal/events.ts';

/** A session as a report tells it: the last run of each step, in the order of the runs, and what happened around them. */
export interface SessionRecord {
  readonly started?: EventOf<'session-started'>;
  /** What the manifests said at the end; a journal of an earlier version does not have it. */
  readonly facts?: NonNullable<EventOf<'session-started'>['facts']>;
  /** How often it was opened: more than once if it was resumed. */
  readonly openings: number;
  readonly endedAt?: string;
  readonly steps: readonly StepRecord[];
  /** Commands outside any step: a swap by key. */
  readonly otherCommands: readonly CommandRecord[];
  readonly answers: Readonly<Record<string, string>>;
  /** By question: whether the learner found that the answer agrees with the model answer. */
  readonly agreements: Readonly<Record<string, boolean>>;
  /** By step: the most hints that were taken before it was undone, if it was. */
  readonly hints: Readonly<Record<string, number>>;
  /** True if nobody saw or steered it, at any of its openings. */
  readonly unattended: boolean;
  /** By step: the last prediction and its grade. */
  readonly predictions: Readonly<Record<string, PredictionRecord>>;
  readonly swaps: readonly EventOf<'swap'>[];
  readonly rebalances: readonly EventOf<'rebalance'>[];
  readonly beforeAfter?: EventOf<'before-after'>;
  readonly counted: readonly EventOf<'counted'>[];
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

/** All partitions together; `atMs` is wall time, ms since the epoch. */
export interface CounterSample {
  readonly atMs: number;
  readonly consumer: EventOf<'counters'>['consumer'];
  readonly produced: number;
  readonly received: number;
}

export interface PredictionRecord {
  /** Undefined: the learner went on without one. */
  readonly text?: string;
  readonly graded?: EventOf<'graded'>;
}

export interface CommandRecord {
  readonly line: string;
  readonly standsFor?: string;
  readonly startedAt: string;
  /** How many times it was run until its output showed what a check waited for; the output is the last. */
  readonly attempts: number;
  readonly output: readonly { readonly stream: 'stdout' | 'stderr'; readonly text: string }[];
  /** Lines that the journal does not hold. */
  readonly elided: number;
  readonly ending?: EventOf<'command-ended'>['ending'];
  readonly exitCode?: number;
  readonly durationMs?: number;
}

export interface CheckRecord {
  readonly id: string;
  readonly title: string;
  readonly ok: boolean;
  /** Neither passed nor failed. */
  readonly unjudged?: true;
  readonly evidence: string;
  readonly hint?: string;
  readonly durationMs: number;
}
