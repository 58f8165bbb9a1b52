import type { EventOf, JournalEvent } from '../../journal/events.ts';
import { ruleDigest } from '../../lab/model/rule-digest.ts';
import type { Check, Lab } from '../../lab/model/step.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import { betterOf } from '../model/better-of.ts';
import { longestLine, mostChecksOfStep, mostSteps } from '../model/bounds.ts';
import type { CheckSummary, Judgement, Regraded, StepSummary } from '../model/journal-summary.ts';
import { ChecksAgain } from './checks-again.ts';
import { judgeAgain, parseSeen } from './judge-again.ts';
import type { RecordedRun } from './recorded-run.ts';
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
  readonly #run: RecordedRun | undefined;
  readonly #again: ChecksAgain | undefined;
  /** The lab to grade by, for the facts of now, and the one that the session ran with, if it is known. */
  #lab: Lab | undefined;
  #ranWith: Lab | undefined;
  #open: string | undefined;
  /** By what the latest verdict on each check was made, where the journal says it. */
  readonly #rules = new Map<CheckSummary, string>();
  /** Verdicts that are not what the same check makes of what was seen. */
  differing = 0;
  /** Checks that were recorded while their step did not run. */
  outside = 0;

  /** `run`: if checks are to be judged again, what was recorded of the run that is open, before the event that is added. */
  constructor(run: RecordedRun | undefined) {
    this.#run = run;
    this.#again = run && new ChecksAgain(run);
  }

  /** `ranWith`: the lab that the session ran with, if it is known; `lab` itself, if it is that one. */
  grade(lab: Lab, ranWith: Lab | undefined): void {
    this.#lab = lab;
    this.#ranWith = ranWith;
    this.#again?.grade(lab);
  }

  add(event: JournalEvent): void {
    this.#spent.add(event);
    if (this.#run?.isRepeatedBy(event) === true)
      this.#take(this.#again!.atAttempt(event.at, this.#isSameInOpen));
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
    const judged = step.checks.get(event.check)!;
    // A session that goes on with another version may judge by something else than before.
    if (event.rule === undefined) this.#rules.delete(judged);
    else this.#rules.set(judged, event.rule);
    if (this.#isSame(event.step, event.check)) this.#takeAsSame(judged, event);
    this.#compare(event, last);
  }

  /** Whether the session had the check of this id as the lab has it that it is graded with, by content. */
  #isSame(step: string, id: string): boolean {
    const check = checkOf(this.#lab, step, id);
    const judged = this.steps.get(step)?.checks.get(id);
    const recorded = judged && this.#rules.get(judged);
    if (recorded !== undefined) return check !== undefined && ruleDigest(check) === recorded;
    if (this.#lab === undefined || this.#lab === this.#ranWith) return this.#lab !== undefined;
    const then = checkOf(this.#ranWith, step, id)?.rule;
    return then !== undefined && check?.rule === then;
  }

  readonly #isSameInOpen = ({ id }: Check): boolean => this.#isSame(this.#open ?? '', id);

  #takeAsSame(check: Building<CheckSummary>, { type, at }: CheckEvent): void {
    check.same ??= {};
    if (type === 'check-passed' && check.same.passedAt === undefined) check.same = { passedAt: at };
  }

  /** Where the session had the very check that it is graded with: whether its verdict is that of the check. */
  #compare({ step, check: id, saw, at }: CheckEvent, recorded: Judgement): void {
    if (this.#lab === undefined || !this.#isSame(step, id)) return;
    const check = checkOf(this.#lab, step, id);
    const seen = parseSeen(saw);
    if (check === undefined || seen === undefined) return;
    const { result } = judgeAgain(check, seen, this.#lab.facts, at);
    if (result !== 'unseen' && (result === 'passed') !== (recorded === 'passed')) this.differing += 1;
  }

  /** The end of a run, however it ended: its checks are judged again. */
  #close(at: string): void {
    if (this.#open !== undefined && this.#again !== undefined)
      this.#take(this.#again.atEnd(at, this.#isSameInOpen));
    this.#open = undefined;
  }

  /** Verdicts on the run that is open. */
  #take(verdicts: ReadonlyMap<string, Regraded>): void {
    const checks = this.steps.get(this.#open ?? '')?.checks;
    if (checks === undefined) return;
    for (const [id, again] of verdicts) {
      const known = checks.get(id);
      if (known === undefined) checks.set(id, { failures: 0, last: 'unjudged', evidence: '', again });
      else known.again = betterOf(known.again, again);
    }
  }
}

function checkOf(lab: Lab | undefined, step: string, id: string): Check | undefined {
  return lab?.steps.find((each) => each.id === step)?.checks.find((each) => each.id === id);
}
