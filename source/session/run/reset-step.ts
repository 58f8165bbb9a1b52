import { LabError } from '../../errors/lab-error.ts';
import type { CommandOutput } from '../../lab/model/observations.ts';
import type { Lab, Step } from '../../lab/model/step.ts';
import type { EventStream } from '../event-stream.ts';
import type { StepState } from '../view.ts';
import type { CommandExecutor } from './command-executor.ts';

export interface ResetContext {
  readonly lab: Lab;
  readonly stream: EventStream;
  readonly executor: CommandExecutor;
  readonly signal: AbortSignal;
  state(step: string): StepState | undefined;
}

/**
 * Undoes a step, and what stands on it, with the commands in `lines`, and clears its result, answers and prediction. Later steps that depend
 * on it regress, or count as not run where they had failed or were cancelled.
 * Whether the commands succeed or not, the step no longer counts as done.
 * @throws LabError `cluster`: a command failed, and not because the object was already gone.
 */
export async function resetStep(step: Step, lines: readonly string[], context: ResetContext): Promise<void> {
  const { stream, executor, signal } = context;
  stream.show({ type: 'resetting', step: step.id });
  try {
    await undo(step, lines, { executor, signal });
  } finally {
    stream.publish({ type: 'step-reset', step: step.id, questions: step.questions.map(({ id }) => id) });
    if (lines.length > 0 && step.required) regressDependents(step, context);
  }
}

/** Undoes a step that is run again at once: its answers and its prediction stay. Later steps are as after `resetStep`. */
export async function undoForRepair(
  step: Step,
  lines: readonly string[],
  context: ResetContext,
): Promise<void> {
  await undo(step, lines, context);
  if (step.required) regressDependents(step, context);
}

async function undo(
  step: Step,
  lines: readonly string[],
  { executor, signal }: Pick<ResetContext, 'executor' | 'signal'>,
): Promise<void> {
  for (const line of lines) {
    const output = await executor.execute({ line, step: step.id, signal });
    if (output.exitCode === 0 || alreadyGone(output)) continue;
    const reason = output.stderr.trim().split('\n').at(-1) || `exit code ${output.exitCode}`;
    throw new LabError(
      'cluster',
      `step ${step.id} was not undone completely: \`${line}\` failed: ${reason}`,
      { hint: 'start over with step 1.1' },
    );
  }
}

function alreadyGone({ stderr }: CommandOutput): boolean {
  return /\bNotFound\b|not found/i.test(stderr);
}

/** One that had regressed before is told the newer reason. */
const regresses: ReadonlySet<StepState | undefined> = new Set(['passed', 'unjudged', 'regressed']);
/** What never held cannot regress: only its result goes. */
const resets: ReadonlySet<StepState | undefined> = new Set(['failed', 'cancelled']);

function regressDependents(step: Step, { lab, stream, state }: ResetContext): void {
  for (const later of lab.steps.slice(lab.steps.indexOf(step) + 1)) {
    const before = state(later.id);
    if (resets.has(before))
      stream.publish({ type: 'step-reset', step: later.id, questions: [], undone: step.id });
    const check = later.checks.find((one) => one.lasting) ?? later.checks[0];
    if (check === undefined || !regresses.has(before)) continue;
    stream.publish({
      type: 'regressed',
      step: later.id,
      check: check.id,
      title: check.title,
      evidence: `step ${step.id} was undone, and this step depends on it`,
      hint: `Run step ${step.id} again, then this one.`,
      undone: step.id,
    });
  }
}
