import type { EventOf, JournalEvent } from '../../journal/events.ts';
import type { Observations } from '../../lab/model/observations.ts';
import type { Lab, Prediction } from '../../lab/model/step.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import { longestLine } from '../model/bounds.ts';
import type { OutcomeAgain } from '../model/journal-summary.ts';
import { parseSeen } from './judge-again.ts';
import type { RecordedRun } from './recorded-run.ts';

/**
 * What came of each prediction by another lab, over what was recorded: what the session graded it by, or, in a journal that does not hold
 * that, what the checks of the step that decides it saw. The first run that decides it counts, as in a session.
 */
export class OutcomesAgain {
  /** By the step of the prediction. */
  readonly outcomes = new Map<string, OutcomeAgain>();
  /** Graded by the session; what came later does not count. */
  readonly #graded = new Set<string>();
  readonly #run: RecordedRun;
  #lab: Lab | undefined;

  /** `run`: what was recorded of the run that is open, before the event that is added. */
  constructor(run: RecordedRun) {
    this.#run = run;
  }

  grade(lab: Lab): void {
    this.#lab = lab;
  }

  add(event: JournalEvent): void {
    switch (event.type) {
      case 'graded':
        this.#take(event);
        return;
      case 'step-ended':
        for (const { id, prediction } of this.#lab?.steps ?? [])
          if (prediction !== undefined && (prediction.gradedAfter ?? id) === event.step)
            this.#decide(id, prediction, this.#run.all());
        return;
      default:
    }
  }

  #take({ step, saw }: EventOf<'graded'>): void {
    const prediction = this.#lab?.steps.find(({ id }) => id === step)?.prediction;
    if (prediction === undefined || this.#graded.has(step)) return;
    this.#graded.add(step);
    this.outcomes.set(step, outcomeOf(prediction, { ...this.#run.all(), ...parseSeen(saw) }, this.#lab!));
  }

  #decide(step: string, prediction: Prediction, seen: Partial<Observations>): void {
    const known = this.outcomes.get(step);
    if (this.#graded.has(step) || (known !== undefined && 'choice' in known)) return;
    this.outcomes.set(step, outcomeOf(prediction, seen, this.#lab!));
  }
}

function outcomeOf(prediction: Prediction, seen: Partial<Observations>, { facts }: Lab): OutcomeAgain {
  const missing = prediction.look.filter((name) => !Object.hasOwn(seen, name));
  if (missing.length > 0)
    return { unseen: `the journal does not hold what decides it: ${missing.join(', ')}` };
  try {
    // Each name that it looks at is there; whether the value has its form shows when it is used.
    const outcome = prediction.grade(seen as Observations, facts);
    if (outcome === undefined) return { unseen: 'what the journal holds decides it neither way' };
    return { choice: outcome.choice, evidence: sanitizeLine(outcome.evidence, longestLine) };
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError))
      throw error;
    return { unseen: 'what the journal holds has another form than the prediction is graded by' };
  }
}
