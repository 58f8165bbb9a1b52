import type { EventOf, JournalEvent } from '../../journal/events.ts';
import type { Observations } from '../../lab/model/observations.ts';
import type { Lab } from '../../lab/model/step.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import { longestLine, mostChecksOfStep, mostSteps } from '../model/bounds.ts';
import type { CheckSummary, Judgement, Regraded, StepSummary } from '../model/journal-summary.ts';
import { judgeAgain, parseSeen } from './judge-again.ts';
import { TimeSpent } from './time-spent.ts';

type Building<T> = { -readonly [K in keyof T]: T[K] };
type BuildingStep = Omit<Building<StepSummary>, 'checks'> & { checks: Map<string, Building<CheckSummary>> };
type CheckEvent = EventOf<'check-passed' | 'check-failed' | 'check-unjudged'>;

const judgements = {
  'check-passed': 'passed',
  'check-failed': 'failed',
  'check-unjudged': 'unjudged',
} as const satisfies Record<CheckEvent['type'], Judgement>;

/** What was done in each step of a journal, and what came of it. */
export class StepsBuilder {
  readonly steps = new Map<string, BuildingStep>();
  readonly #spent = new TimeSpent();
  /** The lab to grade by, for the facts of now; with it, what a run saw is judged again. */
  #lab: Lab | undefined;
  readonly #again: boolean;
  #open: string | undefined;
  /** What the checks of the open run saw: all of them together, and each by itself. */
  #seen: Partial<Observations> = {};
  #seenBy = new Map<string, Partial<Observations> | undefined>();
  /** Verdicts that are not what the same lab makes of what was seen. */
  differing = 0;
  /** Checks that were recorded while their step did not run. */
  outside = 0;

  constructor(again: boolean) {
    this.#again = again;
  }

  /** `isSame`: the session ran with exactly this lab. */
  grade(lab: Lab, isSame: boolean): void {
    this.#lab = lab;
    this.#isSame = isSame;
  }
  #isSame = false;

  add(event: JournalEvent): void {
    this.#spent.add(event);
    switch (event.type) {
      case 'session-started':
        this.#close(event.at);
        return;
      case 'step-started':
        this.#start(event);
        return;
      case 'step-ended':
        this.#end(event);
        return;
      case 'check-passed':
      case 'check-failed':
      case 'check-unjudged':
        this.#check(event);
        return;
      case 'hint': {
        const step = this.#step(event.step, event.at);
        if (step !== undefined) step.hints = Math.max(step.hints, Math.min(event.taken, 1_000));
        return;
      }
      case 'solution-shown': {
        const step = this.#step(event.step, event.at);
        if (step !== undefined) step.solutionAt ??= event.at;
        return;
      }
      default:
    }
  }

  /** After the last event. */
  finish(at: string): void {
    this.#close(at);
  }

  #step(id: string, at: string): BuildingStep | undefined {
    let step = this.steps.get(id);
    if (step === undefined && this.steps.size < mostSteps) {
      step = { runs: 0, lastAt: at, runMs: 0, spentMs: 0, hints: 0, checks: new Map() };
      this.steps.set(id, step);
    }
    return step;
  }

  #start({ step: id, at }: EventOf<'step-started'>): void {
    this.#close(at);
    this.#open = id;
    const step = this.#step(id, at);
    if (step === undefined) return;
    step.runs += 1;
    step.lastAt = at;
    delete step.outcome;
  }

  #end({ step: id, at, outcome, durationMs }: EventOf<'step-ended'>): void {
    const step = this.#step(id, at);
    if (step !== undefined) {
      step.outcome = outcome;
      step.runMs += Math.max(0, durationMs);
      step.spentMs += this.#spent.take();
      if (outcome === 'passed') step.passedAt ??= at;
    }
    this.#close(at);
  }

  #check(event: CheckEvent): void {
    if (this.#open !== event.step) this.outside += 1;
    const step = this.#step(event.step, event.at);
    if (step === undefined) return;
    const last = judgements[event.type];
    const evidence = sanitizeLine(event.evidence, longestLine);
    const check = step.checks.get(event.check);
    if (check === undefined) {
      if (step.checks.size >= mostChecksOfStep) return;
      step.checks.set(event.check, {
        failures: last === 'failed' ? 1 : 0,
        last,
        evidence,
        ...(last === 'passed' ? { passedAt: event.at } : {}),
      });
    } else {
      if (check.passedAt === undefined) check.evidence = evidence;
      if (last === 'passed') check.passedAt ??= event.at;
      if (last === 'failed') check.failures += 1;
      check.last = last;
    }
    this.#see(event, last);
  }

  #see({ step, check: id, saw, at }: CheckEvent, recorded: Judgement): void {
    if (!this.#again && !this.#isSame) return;
    const seen = parseSeen(saw);
    this.#seenBy.set(id, seen);
    if (seen === undefined) return;
    this.#seen = { ...this.#seen, ...seen };
    if (!this.#isSame || this.#lab === undefined) return;
    const check = this.#lab.steps.find((each) => each.id === step)?.checks.find((each) => each.id === id);
    if (check === undefined) return;
    const { result } = judgeAgain(check, seen, this.#lab.facts, at);
    if (result !== 'unseen' && (result === 'passed') !== (recorded === 'passed')) this.differing += 1;
  }

  /** The end of a run, however it ended: its checks are judged again. */
  #close(at: string): void {
    const { steps, facts } = this.#lab ?? { steps: [] };
    const checks = this.#again ? steps.find(({ id }) => id === this.#open)?.checks : undefined;
    const step = this.steps.get(this.#open ?? '');
    if (checks !== undefined && step !== undefined && facts !== undefined && this.#seenBy.size > 0)
      for (const check of checks) {
        // A check that the run judged by what it saw alone; a new one by what the others saw, as far as that goes.
        const own = this.#seenBy.has(check.id) ? (this.#seenBy.get(check.id) ?? {}) : this.#seen;
        const again = judgeAgain(check, own, facts, at);
        const known = step.checks.get(check.id);
        if (known === undefined)
          step.checks.set(check.id, { failures: 0, last: 'unjudged', evidence: '', again });
        else known.again = betterOf(known.again, again);
      }
    this.#open = undefined;
    this.#seen = {};
    this.#seenBy = new Map();
  }
}

/** The first pass counts, or else the last that was judged at all. */
function betterOf(before: Regraded | undefined, now: Regraded): Regraded {
  if (before === undefined || before.result === 'unseen') return now;
  return before.result === 'passed' || now.result === 'unseen' ? before : now;
}
