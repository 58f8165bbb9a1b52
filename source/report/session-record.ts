import type { EventOf, JournalEvent, SessionStarted, StepOutcome } from '../journal/events.ts';

/** A session as a report tells it: the last run of each step, in the order of the runs, and what happened around them. */
export interface SessionRecord {
  readonly started?: EventOf<'session-started'>;
  /** How often it was opened: more than once if it was resumed. */
  readonly openings: number;
  readonly endedAt?: string;
  readonly steps: readonly StepRecord[];
  /** Commands outside any step: a swap by key. */
  readonly otherCommands: readonly CommandRecord[];
  readonly answers: Readonly<Record<string, string>>;
  /** By step: the last prediction and its grade. */
  readonly predictions: Readonly<Record<string, PredictionRecord>>;
  readonly swaps: readonly EventOf<'swap'>[];
  readonly rebalances: readonly EventOf<'rebalance'>[];
  readonly beforeAfter?: EventOf<'before-after'>;
  readonly counted: readonly EventOf<'counted'>[];
  /** Checks that had passed and later no longer held. */
  readonly regressions: readonly EventOf<'regressed'>[];
  readonly notices: readonly EventOf<'notice'>[];
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
  readonly text: string;
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
  readonly evidence: string;
  readonly hint?: string;
  readonly durationMs: number;
}

/** More than a figure is wide in pixels would say no more. */
const maxSamples = 600;

type Building<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer I)[] ? I[] : T[K] };
type BuildingCommand = Building<CommandRecord>;
type BuildingStep = Omit<Building<StepRecord>, 'commands'> & { commands: BuildingCommand[] };

/** Folds a journal's events, oldest first. */
export class RecordBuilder {
  #started: (JournalEvent & SessionStarted) | undefined;
  #openings = 0;
  #endedAt: string | undefined;
  #counterSamples = 0;
  #samples: CounterSample[] = [];
  #sampleEvery = 1;
  readonly #steps = new Map<string, BuildingStep>();
  readonly #runs = new Map<string, number>();
  readonly #otherCommands: BuildingCommand[] = [];
  #commands = new Map<number, BuildingCommand>();
  readonly #answers: Record<string, string> = {};
  readonly #predictions: Record<string, Building<PredictionRecord>> = {};
  readonly #rebalances: EventOf<'rebalance'>[] = [];
  #beforeAfter: EventOf<'before-after'> | undefined;
  readonly #swaps: EventOf<'swap'>[] = [];
  readonly #counted: EventOf<'counted'>[] = [];
  readonly #regressions: EventOf<'regressed'>[] = [];
  readonly #notices: EventOf<'notice'>[] = [];
  readonly #pods = new Map<string, { pod: string; recorded: number; elided: number }>();

  add(event: JournalEvent): void {
    switch (event.type) {
      case 'session-started':
        this.#started ??= event;
        this.#openings += 1;
        this.#commands = new Map();
        this.#endedAt = undefined;
        return;
      case 'session-ended':
        this.#endedAt = event.at;
        return;
      case 'step-started':
        this.#startStep(event);
        return;
      case 'step-ended': {
        const step = this.#steps.get(event.step);
        if (step) Object.assign(step, { outcome: event.outcome, durationMs: event.durationMs });
        return;
      }
      case 'step-reset':
        this.#resetStep(event);
        return;
      case 'command-started':
        this.#startCommand(event);
        return;
      case 'command-output': {
        const command = this.#commands.get(event.command);
        if (event.elided !== undefined && command) command.elided += event.elided;
        else command?.output.push({ stream: event.stream, text: event.text });
        return;
      }
      case 'command-ended': {
        const { ending, exitCode, durationMs } = event;
        const command = this.#commands.get(event.command);
        if (command) Object.assign(command, { ending, exitCode, durationMs });
        this.#commands.delete(event.command);
        return;
      }
      case 'check-passed':
      case 'check-failed':
        this.#steps.get(event.step)?.checks.push({
          id: event.check,
          title: event.title,
          ok: event.type === 'check-passed',
          evidence: event.evidence,
          ...(event.type === 'check-failed' && event.hint !== undefined ? { hint: event.hint } : {}),
          durationMs: event.durationMs,
        });
        return;
      case 'answer':
        this.#answers[event.question] = event.text;
        return;
      case 'prediction':
        this.#predictions[event.step] = { text: event.text };
        return;
      case 'graded':
        if (this.#predictions[event.step]) this.#predictions[event.step]!.graded = event;
        return;
      case 'rebalance':
        this.#rebalances.push(event);
        return;
      case 'before-after':
        this.#beforeAfter = event;
        return;
      case 'regressed':
        this.#regressions.push(event);
        return;
      case 'restored':
        return;
      case 'swap':
        this.#swaps.push(event);
        return;
      case 'counted':
        this.#counted.push(event);
        return;
      case 'notice':
        this.#notices.push(event);
        return;
      case 'counters':
        this.#sample(event);
        return;
      case 'pod-line':
        this.#pod(event.pod).recorded += 1;
        return;
      case 'pod-lines-elided':
        this.#pod(event.pod).elided = event.elided;
        return;
      case 'cluster-state':
      case 'cluster-changed':
        return;
      default:
        event satisfies never;
    }
  }

  record(): SessionRecord {
    return {
      ...(this.#started === undefined ? {} : { started: this.#started }),
      openings: this.#openings,
      ...(this.#endedAt === undefined ? {} : { endedAt: this.#endedAt }),
      steps: [...this.#steps.values()],
      otherCommands: this.#otherCommands,
      answers: this.#answers,
      predictions: this.#predictions,
      swaps: this.#swaps,
      rebalances: this.#rebalances,
      ...(this.#beforeAfter === undefined ? {} : { beforeAfter: this.#beforeAfter }),
      regressions: this.#regressions,
      counted: this.#counted,
      notices: this.#notices,
      counterSamples: this.#counterSamples,
      samples: this.#samples,
      podLines: [...this.#pods.values()],
    };
  }

  #startStep(event: EventOf<'step-started'>): void {
    const runs = (this.#runs.get(event.step) ?? 0) + 1;
    this.#runs.set(event.step, runs);
    this.#steps.delete(event.step);
    this.#steps.set(event.step, {
      id: event.step,
      title: event.title,
      startedAt: event.at,
      runs,
      outcome: 'unfinished',
      commands: [],
      checks: [],
    });
  }

  /** What was run stays on record, and counts for no step any longer. */
  #resetStep({ step, questions }: EventOf<'step-reset'>): void {
    this.#otherCommands.push(...(this.#steps.get(step)?.commands ?? []));
    this.#steps.delete(step);
    delete this.#predictions[step];
    for (const question of questions) delete this.#answers[question];
  }

  /** A repeated command takes the place of its earlier attempt. */
  #startCommand(event: EventOf<'command-started'>): void {
    const command: BuildingCommand = {
      line: event.line,
      ...(event.standsFor === undefined ? {} : { standsFor: event.standsFor }),
      startedAt: event.at,
      attempts: event.attempt,
      output: [],
      elided: 0,
    };
    this.#commands.set(event.command, command);
    const list =
      (event.step === undefined ? undefined : this.#steps.get(event.step)?.commands) ?? this.#otherCommands;
    const earlier = event.attempt > 1 ? list.findIndex((each) => each.line === event.line) : -1;
    if (earlier < 0) list.push(command);
    else list[earlier] = command;
  }

  #sample({ at, consumer, endOffsets, received }: EventOf<'counters'>): void {
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    if (this.#counterSamples % this.#sampleEvery === 0) {
      this.#samples.push({
        atMs: Date.parse(at),
        consumer,
        produced: sum(endOffsets),
        received: sum(received),
      });
      if (this.#samples.length >= maxSamples) {
        this.#samples = this.#samples.filter((_, index) => index % 2 === 0);
        this.#sampleEvery *= 2;
      }
    }
    this.#counterSamples += 1;
  }

  #pod(pod: string) {
    let seen = this.#pods.get(pod);
    if (seen === undefined) {
      seen = { pod, recorded: 0, elided: 0 };
      this.#pods.set(pod, seen);
    }
    return seen;
  }
}
