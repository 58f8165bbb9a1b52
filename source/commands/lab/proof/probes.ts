import type { Observations } from '../../../lab/model/observations.ts';
import type { Lab, LabFacts, Step, StepEffect, Watch } from '../../../lab/model/step.ts';

/**
 * A step that is run once more from the cluster as it was before the step, so that one of its checks fails.
 * `left-out`: without its commands; `unsolved`: with the file of its task as the learner finds it.
 */
export interface Probe {
  readonly kind: 'left-out' | 'unsolved';
  readonly step: Step;
}

/** A check must fail for at least so long. */
const leastWaitMs = 5_000;
/** A check that passed after a while may need as long again, on a machine that is busy. */
const waitFactor = 3;

export function waitAfter(passedAfterMs: number): number {
  return Math.max(leastWaitMs, Math.ceil(waitFactor * passedAfterMs));
}

/**
 * The probes that have to be run. The others are decided by the lab alone: a check that judges what a command printed fails without it,
 * and one that judges the file of a task fails with what the file starts with.
 * `unnoticed`: the steps of which the author says why no check notices that their commands are left out.
 */
export function probesOf({ steps, facts }: Lab, unnoticed: ReadonlySet<string>): Probe[] {
  return steps.flatMap((step, index) => {
    if (step.leftOut !== undefined || step.checks.length === 0) return [];
    const probes: Probe[] = [];
    // Before the first step there is no cluster, and every check fails.
    const isNoticed = index === 0 || unnoticed.has(step.id) || failsWithoutOutput(step, facts);
    if (hasCommands(step, facts) && !isNoticed) probes.push({ kind: 'left-out', step });
    if (step.task !== undefined && !failsWithStart(step, facts)) probes.push({ kind: 'unsolved', step });
    return probes;
  });
}

const hasCommands = (step: Step, facts: LabFacts): boolean =>
  step.commands({ cluster: 'embedded', facts }).length > 0;

/** Whether a check fails, whatever the cluster does, because no command of the step has printed anything. */
export function failsWithoutOutput({ checks }: Step, facts: LabFacts): boolean {
  return checks.some(
    ({ look, verify }) =>
      // Nothing can be observed of the last output where there is none.
      look.includes('output') ||
      (look.length > 0 && look.every((name) => name === 'outputs') && !isMet(verify, { outputs: [] }, facts)),
  );
}

/** Whether a check of the task's file alone fails with what the file starts with. */
function failsWithStart({ checks, task }: Step, facts: LabFacts): boolean {
  if (task?.starts === undefined) return false;
  const file = { name: task.file, text: task.starts };
  return checks.some(
    ({ look, verify }) =>
      look.length > 0 && look.every((name) => name === 'file') && !isMet(verify, { file }, facts),
  );
}

function isMet(
  verify: Step['checks'][number]['verify'],
  seen: Partial<Observations>,
  facts: LabFacts,
): boolean {
  try {
    return verify(seen as Observations, facts).ok;
  } catch {
    // A session takes a check that throws for failed.
    return false;
  }
}

/** The step as the probe runs it. `waitMs`: how long each of its checks has to fail. */
export function probeStep({ kind, step }: Probe, waitMs: (check: string) => number): Step {
  const { undo: _undo, prediction: _prediction, required: _required, ...rest } = step;
  const checks = step.checks.map(({ lasting: _lasting, ...check }) => ({
    ...check,
    withinMs: waitMs(check.id),
  }));
  const { task, effects = [] } = step;
  if (kind === 'left-out')
    return {
      ...rest,
      title: `Without the commands of ${step.id}`,
      checks,
      questions: [],
      commands: () => [],
      effects: effects.flatMap((effect) => (effect.kind === 'watch' ? [onlyRecorded(effect)] : [])),
    };
  return {
    ...rest,
    title: `The task of ${step.id}, unsolved`,
    checks,
    questions: [],
    effects: effects.map((effect) => briefly(effect, Math.max(...checks.map(({ withinMs }) => withinMs)))),
    // An unattended run puts the solution in place, which here is what the learner finds.
    ...(task?.starts === undefined ? {} : { task: { ...task, solution: task.starts } }),
  };
}

/** Its checks wait for what would happen, so nothing else does. */
const onlyRecorded = (watch: Watch): Watch => ({ ...watch, settles: () => true });

const briefly = (effect: StepEffect, mostMs: number): StepEffect =>
  effect.kind === 'watch' ? { ...effect, withinMs: Math.min(effect.withinMs, mostMs) } : effect;
