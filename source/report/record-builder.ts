import type { EventOf, JournalEvent, SessionStarted } from '../journal/events.ts';
import type { ByteRange } from '../journal/read-journal.ts';
import { CounterSamples } from './counter-samples.ts';
import { longestRun } from './markdown-text.ts';
import { PartitionSamples } from './partition-samples.ts';
import {
  farthestAttempt,
  HeldOutput,
  mostChecksOfStep,
  mostCommandsOfStep,
  mostMarks,
  mostOfKind,
  mostOtherCommands,
  mostRunning,
  mostSteps,
} from './record-bounds.ts';
import type {
  CommandRecord,
  Entered,
  MarkedTimes,
  OutputPlace,
  PredictionRecord,
  SessionRecord,
  StepRecord,
} from './session-record.ts';
import { SwapTimes } from './swap-times.ts';
import { Thinned } from './thinned.ts';

type Building<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer I)[] ? I[] : T[K] };
type BuildingCommand = Building<CommandRecord>;
type BuildingStep = Omit<Building<StepRecord>, 'commands'> & { commands: BuildingCommand[] };

/**
 * Whose output a record holds, if the bytes of its entries are known: that of no command, or of those in steps, of which a journal has a few. That is
 * for a report, which shows nothing of commands outside of steps, nor who got what in a rebalance: these are not on such a record.
 */
export type Holding = 'none' | 'steps';

/** Folds a journal's events, oldest first. */
export class RecordBuilder {
  readonly #holding: Holding;
  #started: (JournalEvent & SessionStarted) | undefined;
  #facts: SessionRecord['facts'];
  #entries = 0;
  #lastAt: string | undefined;
  #openings = 0;
  #endedAt: string | undefined;
  readonly #counters = new CounterSamples();
  readonly #steps = new Map<string, BuildingStep>();
  readonly #runs = new Map<string, number>();
  readonly #firstPasses = new Map<string, BuildingStep>();
  readonly #answered: Record<string, { entry: number; at: string }> = {};
  readonly #partitions = new PartitionSamples();
  readonly #swapTimes = new SwapTimes(mostMarks);
  readonly #rebalanceTimes = new Thinned<number>(mostMarks);
  readonly #otherCommands: BuildingCommand[] = [];
  #commands = new Map<number, BuildingCommand>();
  /** Commands outside any step that run. */
  readonly #outside = new WeakSet<BuildingCommand>();
  readonly #answers: Record<string, string> = {};
  readonly #agreements: Record<string, boolean> = {};
  readonly #hints: Record<string, number> = {};
  #attended = false;
  readonly #predictions: Record<string, Building<PredictionRecord>> = {};
  readonly #rebalances: Entered<EventOf<'rebalance'>>[] = [];
  #beforeAfter: Entered<EventOf<'before-after'>> | undefined;
  readonly #swaps: Entered<EventOf<'swap'>>[] = [];
  readonly #counted: Entered<EventOf<'counted'>>[] = [];
  readonly #regressions: EventOf<'regressed'>[] = [];
  readonly #notices: EventOf<'notice'>[] = [];
  readonly #shells: EventOf<'shell-closed'>[] = [];
  readonly #solutions: EventOf<'solution-shown'>[] = [];
  readonly #held = new HeldOutput();
  #leftOut = 0;
  /** How many ids were ever added to an object. */
  readonly #ids = new WeakMap<object, number>();
  readonly #pods = new Map<string, { pod: string; recorded: number; elided: number }>();

  constructor(holding: Holding = 'none') {
    this.#holding = holding;
  }

  /** With the bytes of its entry, output that is not held stays in the journal, and its place is kept. */
  add(event: JournalEvent, bytes?: ByteRange): void {
    this.#entries += 1;
    this.#lastAt = event.at;
    const entry = this.#entries;
    switch (event.type) {
      case 'session-started':
        this.#started ??= event;
        this.#openings += 1;
        this.#facts = event.facts ?? this.#facts;
        if (event.unattended !== true) this.#attended = true;
        this.#commands = new Map();
        this.#endedAt = undefined;
        return;
      case 'facts-changed':
        this.#facts = event.facts;
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
        // One that was undone with another stays on record as it ran, like one that regresses.
        if (event.undone === undefined) this.#resetStep(event);
        return;
      case 'command-started':
        this.#startCommand(event);
        return;
      case 'command-output': {
        const command = this.#commands.get(event.command);
        if (event.elided !== undefined && command) command.elided += event.elided;
        else if (command && bytes && !this.#holds(command))
          command.place = placeWith(command.place, event, bytes);
        else if (command) this.#held.add(command, event);
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
      case 'check-unjudged':
        this.#keep(this.#steps.get(event.step)?.checks ?? [], mostChecksOfStep, {
          entry,
          at: event.at,
          id: event.check,
          title: event.title,
          ok: event.type === 'check-passed',
          ...(event.type === 'check-unjudged' ? { unjudged: true } : {}),
          evidence: event.evidence,
          ...(event.type !== 'check-passed' && event.hint !== undefined ? { hint: event.hint } : {}),
          durationMs: event.durationMs,
        });
        return;
      case 'answer':
        if (!this.#hasRoom(this.#answers, event.question)) return;
        this.#answers[event.question] = event.text;
        this.#answered[event.question] = { entry, at: event.at };
        delete this.#agreements[event.question];
        return;
      case 'answer-compared':
        if (this.#answers[event.question] !== undefined) this.#agreements[event.question] = event.agrees;
        return;
      case 'hint':
        if (!this.#hasRoom(this.#hints, event.step)) return;
        this.#hints[event.step] = Math.max(this.#hints[event.step] ?? 0, event.taken);
        return;
      case 'prediction':
        if (!this.#hasRoom(this.#predictions, event.step)) return;
        this.#predictions[event.step] = { text: event.text };
        return;
      case 'prediction-skipped':
        if (!this.#hasRoom(this.#predictions, event.step)) return;
        this.#predictions[event.step] = {};
        return;
      case 'graded':
        if (this.#predictions[event.step]) this.#predictions[event.step]!.graded = event;
        return;
      case 'rebalance':
        if (this.#holding === 'none') this.#keep(this.#rebalances, mostOfKind, { ...event, entry });
        this.#rebalanceTimes.add(() => Date.parse(event.at));
        return;
      case 'before-after':
        this.#beforeAfter = { ...event, entry };
        return;
      case 'regressed':
        this.#keep(this.#regressions, mostOfKind, event);
        return;
      case 'restored':
        return;
      case 'swap':
        this.#keep(this.#swaps, mostOfKind, { ...event, entry });
        this.#swapTimes.recorded(event);
        return;
      case 'counted':
        this.#keep(this.#counted, mostOfKind, { ...event, entry });
        return;
      case 'notice':
        this.#keep(this.#notices, mostOfKind, event);
        return;
      case 'counters':
        this.#counters.add(event);
        this.#swapTimes.sampled(event);
        this.#partitions.add(event);
        return;
      case 'pod-line': {
        const pod = this.#pod(event.pod);
        if (pod) pod.recorded += 1;
        return;
      }
      case 'pod-lines-elided': {
        const pod = this.#pod(event.pod);
        if (pod) pod.elided = event.elided;
        return;
      }
      case 'shell-closed':
        this.#keep(this.#shells, mostOfKind, event);
        return;
      case 'solution-shown':
        this.#keep(this.#solutions, mostOfKind, event);
        return;
      case 'task-saved':
      case 'shell-opened':
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
      ...(this.#facts === undefined ? {} : { facts: this.#facts }),
      openings: this.#openings,
      ...(this.#endedAt === undefined ? {} : { endedAt: this.#endedAt }),
      steps: [...this.#steps.values()],
      firstPasses: Object.fromEntries(this.#firstPasses),
      otherCommands: this.#otherCommands,
      answers: this.#answers,
      answered: this.#answered,
      agreements: this.#agreements,
      hints: this.#hints,
      unattended: this.#openings > 0 && !this.#attended,
      predictions: this.#predictions,
      swaps: this.#swaps,
      rebalances: this.#rebalances,
      marks: { swap: timesOf(this.#swapTimes.times), rebalance: timesOf(this.#rebalanceTimes) },
      ...(this.#beforeAfter === undefined ? {} : { beforeAfter: this.#beforeAfter }),
      regressions: this.#regressions,
      counted: this.#counted,
      notices: this.#notices,
      shells: this.#shells,
      solutions: this.#solutions,
      counterSamples: this.#counters.seen,
      samples: this.#counters.samples(),
      partitionSamples: this.#partitions.samples(),
      entries: this.#entries,
      ...(this.#lastAt === undefined ? {} : { lastAt: this.#lastAt }),
      podLines: [...this.#pods.values()],
      ...(this.#leftOut === 0 ? {} : { leftOut: this.#leftOut }),
    };
  }

  #holds(command: BuildingCommand): boolean {
    return this.#holding === 'steps' && !this.#outside.has(command);
  }

  #keep<T>(list: T[], most: number, item: T): void {
    if (list.length < most) list.push(item);
    else this.#leftOut += 1;
  }

  /** Whether there is room for one more id. */
  #hasRoom(byId: Readonly<Record<string, unknown>>, id: string): boolean {
    if (Object.hasOwn(byId, id)) return true;
    const ids = this.#ids.get(byId) ?? 0;
    if (ids >= mostOfKind) {
      this.#leftOut += 1;
      return false;
    }
    this.#ids.set(byId, ids + 1);
    return true;
  }

  #startStep(event: EventOf<'step-started'>): void {
    const runs = (this.#runs.get(event.step) ?? 0) + 1;
    this.#runs.set(event.step, runs);
    const before = this.#steps.get(event.step);
    if (before === undefined && this.#steps.size >= mostSteps) {
      this.#leftOut += 1;
      return;
    }
    if (before?.outcome === 'passed' && !this.#firstPasses.has(event.step))
      this.#firstPasses.set(event.step, before);
    else if (before !== undefined) this.#held.release(before.commands);
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
    const commands = this.#steps.get(step)?.commands ?? [];
    if (this.#holding === 'none')
      for (const command of commands) this.#keep(this.#otherCommands, mostOtherCommands, command);
    // Undone again and again, a step would otherwise leave any amount of output.
    this.#held.release(commands);
    this.#held.release(this.#firstPasses.get(step)?.commands ?? []);
    this.#steps.delete(step);
    this.#firstPasses.delete(step);
    delete this.#predictions[step];
    for (const question of questions) {
      delete this.#answers[question];
      delete this.#agreements[question];
      delete this.#answered[question];
    }
  }

  /** A repeated command takes the place of its earlier attempt: of two with the same line, that of the later one. */
  #startCommand(event: EventOf<'command-started'>): void {
    const command: BuildingCommand = {
      entry: this.#entries,
      line: event.line,
      ...(event.standsFor === undefined ? {} : { standsFor: event.standsFor }),
      startedAt: event.at,
      attempts: event.attempt,
      output: [],
      elided: 0,
    };
    if (this.#commands.size < mostRunning) this.#commands.set(event.command, command);
    const list =
      (event.step === undefined ? undefined : this.#steps.get(event.step)?.commands) ?? this.#otherCommands;
    if (list === this.#otherCommands) this.#outside.add(command);
    if (list === this.#otherCommands && this.#holding === 'steps') return;
    const earlier =
      event.attempt > 1 ? list.slice(-farthestAttempt).findLastIndex(({ line }) => line === event.line) : -1;
    if (earlier < 0)
      this.#keep(list, list === this.#otherCommands ? mostOtherCommands : mostCommandsOfStep, command);
    else {
      const [replaced] = list.splice(Math.max(0, list.length - farthestAttempt) + earlier, 1, command);
      if (replaced) this.#held.release([replaced]);
    }
  }

  #pod(pod: string) {
    let seen = this.#pods.get(pod);
    if (seen === undefined && this.#pods.size >= mostOfKind) this.#leftOut += 1;
    else if (seen === undefined) {
      seen = { pod, recorded: 0, elided: 0 };
      this.#pods.set(pod, seen);
    }
    return seen;
  }
}

const timesOf = ({ seen, kept }: Thinned<number>): MarkedTimes => ({ seen, atMs: kept });

function placeWith(
  before: OutputPlace | undefined,
  { command, text }: EventOf<'command-output'>,
  { from, to }: ByteRange,
): OutputPlace {
  const backticks = Math.max(before?.backticks ?? 0, longestRun(text));
  return { from: before?.from ?? from, to, command, pieces: (before?.pieces ?? 0) + 1, backticks };
}
