import type { Lab, Step } from '../../lab/model/step.ts';
import type { CheckGrade, StepGrade, StepState } from '../model/class-grades.ts';
import type { StepSummary } from '../model/journal-summary.ts';
import type { Submission } from './merge-journals.ts';
import type { Worth } from './worth.ts';

/** Without `level`, which depends on the class. */
export type UnrankedStep = Omit<StepGrade, 'level'>;

/** The steps of a lab, as a person has done them. With `again`, the verdicts of the lab that they are graded with count. */
export function gradeSteps(lab: Lab, { steps }: Submission, worth: Worth, again: boolean): UnrankedStep[] {
  const graded = lab.steps.map((step) => gradeStep(step, steps.get(step.id), worth.check(step), again));
  const stuck = stuckAt(graded, steps);
  return graded.map((step) => (step.step === stuck ? { ...step, state: 'stuck' } : step));
}

function gradeStep(step: Step, done: StepSummary | undefined, worth: number, again: boolean): UnrankedStep {
  const checks = step.checks.map(({ id, title }): CheckGrade => {
    const check = done?.checks.get(id);
    const judged =
      again && check?.again !== undefined && check.again.result !== 'unseen' ? check.again : undefined;
    const passed = judged === undefined ? check?.passedAt !== undefined : judged.result === 'passed';
    const passedAt = judged === undefined ? check?.passedAt : passed ? judged.at : undefined;
    return {
      id,
      title,
      passed,
      ...(passedAt === undefined ? {} : { passedAt }),
      failures: check?.failures ?? 0,
      evidence: judged?.evidence ?? (check?.evidence || (check?.again?.evidence ?? '')),
      // A check that only the other lab has was not judged by the session.
      ...(check === undefined || (check.evidence === '' && check.again !== undefined)
        ? {}
        : { recorded: check.last }),
      ...(again && check?.again !== undefined ? { again: check.again } : {}),
      marks: passed ? worth : 0,
      most: worth,
    };
  });
  const passedAt = again
    ? checks.every(({ passed }) => passed)
      ? checks.map((check) => check.passedAt ?? '').reduce((a, b) => (a > b ? a : b), '')
      : undefined
    : done?.passedAt;
  return {
    step: step.id,
    state: stateOf(done, passedAt),
    runs: done?.runs ?? 0,
    runMs: done?.runMs ?? 0,
    spentMs: done?.spentMs ?? 0,
    hints: done?.hints ?? 0,
    ...(done?.solutionAt === undefined ? {} : { solutionAt: done.solutionAt }),
    ...(passedAt === undefined ? {} : { passedAt }),
    checks,
  };
}

function stateOf(done: StepSummary | undefined, passedAt: string | undefined): StepState {
  if (done === undefined || done.runs === 0) return 'not-run';
  if (passedAt !== undefined) return 'passed';
  return done.outcome === 'unjudged' ? 'unjudged' : 'failed';
}

/** The last step that was run, if it has not passed: nothing has passed after it began. */
function stuckAt(
  graded: readonly UnrankedStep[],
  done: ReadonlyMap<string, StepSummary>,
): string | undefined {
  const failed = graded.filter(({ state }) => state === 'failed');
  const lastPass = graded.reduce((last, { passedAt = '' }) => (passedAt > last ? passedAt : last), '');
  const after = failed.filter(({ step }) => (done.get(step)?.lastAt ?? '') > lastPass);
  return after.toSorted((a, b) =>
    (done.get(a.step)?.lastAt ?? '') < (done.get(b.step)?.lastAt ?? '') ? 1 : -1,
  )[0]?.step;
}
