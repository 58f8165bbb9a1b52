import { LabError } from '../../errors/lab-error.ts';
import type { StepOutcome } from '../../journal/events.ts';
import type { Lab, Step } from '../../lab/model/step.ts';
import type { EventStream } from '../event-stream.ts';
import type { SessionEvent } from '../session-events.ts';

export interface RunAllOptions {
  /** The id of the last step to run, `2.5`; all of them without it. */
  readonly until?: string;
  /** How many messages a count waits for; by default the session's number. */
  readonly messages?: number;
  /** Ends the run during its current step. */
  readonly signal?: AbortSignal | undefined;
  /** Called with everything that happens, as it happens. */
  readonly print: (event: SessionEvent) => void;
}

export interface RunAllResult {
  readonly passed: number;
  /** Checks that could not be judged: neither passed nor failed. */
  readonly unjudged: number;
  /** Checks of all requested steps, run or not. */
  readonly total: number;
  /** The step at which the run stopped early, why, and how many checks were not run because of it. */
  readonly stopped?: { readonly step: Step; readonly why: 'failed' | 'cancelled'; readonly notMade: number };
}

const decisions: ReadonlySet<SessionEvent['type']> = new Set([
  'check-passed',
  'check-failed',
  'check-unjudged',
]);

/**
 * Runs the lab's steps in order. A failed step that later ones depend on ends the run: those could only fail for the same reason.
 * @throws LabError `usage`: `until` names no step.
 */
export async function runSteps(
  lab: Lab,
  stream: EventStream,
  options: RunAllOptions,
  run: (step: Step) => Promise<StepOutcome>,
): Promise<RunAllResult> {
  const steps = stepsUntil(lab, options.until);
  const total = steps.reduce((sum, step) => sum + step.checks.length, 0);
  let passed = 0;
  let unjudged = 0;
  let decided = 0;
  const unsubscribe = stream.subscribe((event) => {
    if (event.type === 'check-passed') passed += 1;
    if (event.type === 'check-unjudged') unjudged += 1;
    if (decisions.has(event.type)) decided += 1;
    options.print(event);
  });
  try {
    for (const step of steps) {
      const outcome = options.signal?.aborted ? 'cancelled' : await run(step);
      const over = outcome === 'cancelled' || (outcome === 'failed' && step.required === true);
      if (!over || decided >= total) continue;
      return { passed, unjudged, total, stopped: { step, why: outcome, notMade: total - decided } };
    }
    return { passed, unjudged, total };
  } finally {
    unsubscribe();
  }
}

function stepsUntil(lab: Lab, until: string | undefined): readonly Step[] {
  if (until === undefined) return lab.steps;
  const index = lab.steps.findIndex((step) => step.id === until);
  if (index < 0) {
    throw new LabError('usage', `there is no step \`${until}\``, {
      hint: `the steps are ${lab.steps.map((step) => step.id).join(', ')}`,
    });
  }
  return lab.steps.slice(0, index + 1);
}
