import type { Check, Lab, Prediction, Step } from '../../../lab/model/step.ts';
import type { SessionEvent } from '../../../session/session-events.ts';
import { observingStep, type Situation } from './situation.ts';

const predictedPrefix = 'predicted-';

/**
 * The lab as it is run to be proven: each prediction becomes a check of the step after which it is graded. Before each step of `probed`,
 * `observe` is told what the cluster shows.
 */
export function labToProve(
  lab: Lab,
  probed: ReadonlySet<string>,
  observe: (step: string, seen: Situation) => void,
): Lab {
  const predictedIn = (id: string): Check[] =>
    lab.steps.flatMap(({ prediction, ...step }) =>
      prediction !== undefined && (prediction.gradedAfter ?? step.id) === id
        ? [comesTrue(step.id, prediction)]
        : [],
    );
  return {
    ...lab,
    steps: lab.steps.flatMap((step) => [
      ...(probed.has(step.id) ? [observingStep(step.id, (seen) => observe(step.id, seen))] : []),
      { ...step, checks: [...step.checks, ...predictedIn(step.id)] },
    ]),
  };
}

function comesTrue(step: string, { look, choices, grade }: Prediction): Check {
  return {
    id: `${predictedPrefix}${step}`,
    title: `the prediction of ${step} is graded`,
    look,
    withinMs: 30_000,
    verify: (seen, facts) => {
      const outcome = grade(seen, facts);
      if (outcome === undefined) return { ok: false, evidence: 'nothing that was seen decides it' };
      return choices.some(({ id }) => id === outcome.choice)
        ? { ok: true, evidence: outcome.choice }
        : { ok: false, evidence: `the right answer, \`${outcome.choice}\`, is none of the choices` };
    },
  };
}

interface Decision {
  readonly type: SessionEvent['type'];
  readonly evidence: string;
  /** How long after the first command of its step had ended; without commands, after the step had begun. */
  readonly afterMs: number;
}

/** What a run of `labToProve` has shown, from its events. */
export class Proof {
  readonly #lab: Lab;
  readonly #decided = new Map<string, Decision>();
  #begunAt = 0;
  #hasEnded = false;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  add(event: SessionEvent): void {
    switch (event.type) {
      case 'step-started':
        this.#begunAt = event.ms;
        this.#hasEnded = false;
        return;
      case 'command-ended':
        if (!this.#hasEnded) this.#begunAt = event.ms;
        this.#hasEnded = true;
        return;
      case 'check-passed':
      case 'check-failed':
      case 'check-unjudged':
        this.#decided.set(event.check, {
          type: event.type,
          evidence: event.evidence,
          afterMs: Math.max(event.durationMs, event.ms - this.#begunAt),
        });
        return;
      default:
    }
  }

  /** How long after its step a check passed; 0 if it did not. */
  passedAfterMs(check: string): number {
    const decision = this.#decided.get(check);
    return decision?.type === 'check-passed' ? decision.afterMs : 0;
  }

  /** The choice of a step's prediction that came true; undefined if none did. */
  rightChoice(step: string): string | undefined {
    const decision = this.#decided.get(`${predictedPrefix}${step}`);
    return decision?.type === 'check-passed' ? decision.evidence : undefined;
  }

  /** What was not proven, a line each. */
  faults(): string[] {
    return this.#lab.steps.flatMap((step) => {
      if (step.leftOut !== undefined) return [];
      return [...step.checks.map(({ id }) => id), ...predictionOf(step)].flatMap((id) => {
        const decision = this.#decided.get(id);
        if (decision?.type === 'check-passed') return [];
        return decision === undefined
          ? [`${step.id} ${id}: was not judged`]
          : [`${step.id} ${id}: does not pass after its step: ${decision.evidence}`];
      });
    });
  }
}

const predictionOf = ({ id, prediction }: Step): string[] =>
  prediction === undefined ? [] : [`${predictedPrefix}${id}`];
