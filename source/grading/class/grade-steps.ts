import type { Lab, Step } from '../../lab/model/step.ts';
import type { CheckGrade, StepGrade, StepState } from '../model/class-grades.ts';
import type { CheckSummary, StepSummary } from '../model/journal-summary.ts';
import type { Submission } from './merge-journals.ts';
import type { Worth } from './worth.ts';

/** Without `level`, which depends on the class. */
export type UnrankedStep = Omit<StepGrade, 'level' | 'slow'>;

/** The steps of a lab, as a person has done them. With `again`, the verdicts of the lab that they are graded with count. */
export function gradeSteps(lab: Lab, { steps }: Submission, worth: Worth, again: boolean): UnrankedStep[] {
  const graded = lab.steps.map((step) => gradeStep(step, steps.get(step.id), worth.check(step), again));
  const stuck = stuckAt(graded, steps);
  return graded.map((step) => (step.step === stuck ? { ...step, state: 'stuck' } : step));
}

function gradeStep(step: Step, done: StepSummary | undefined, worth: number, again: boolean): UnrankedStep {
  const checks = step.checks.map(({ id, title }): CheckGrade => {
    const check = done?.checks.get(id);
    const graded = again ? gradeAgain(check) : gradeAsRecorded(check);
    return { id, title, ...graded, marks: graded.passed ? worth : 0, most: worth };
  });
  const passedAt = again
    ? checks.every(({ passed }) => passed)
      ? checks.map((check) => check.passedAt ?? '').reduce((a, b) => (a > b ? a : b), '')
      : undefined
    : done?.passedAt;
  return {
    step: step.id,
    state: stateOf(done, passedAt, checks),
    runs: done?.runs ?? 0,
    runMs: done?.runMs ?? 0,
    spentMs: done?.spentMs ?? 0,
    hints: done?.hints ?? 0,
    ...(done?.solutionAt === undefined ? {} : { solutionAt: done.solutionAt }),
    ...(passedAt === undefined ? {} : { passedAt }),
    checks,
  };
}

type Graded = Omit<CheckGrade, 'id' | 'title' | 'marks' | 'most'>;

function gradeAsRecorded(check: CheckSummary | undefined): Graded {
  if (check === undefined) return { passed: false, failures: 0, evidence: '' };
  const { passedAt, failures, evidence, last } = check;
  return { ...passedOnce(passedAt), failures, evidence, recorded: last };
}

/** The session's own verdict stands in for what cannot be judged again, if the check is the same by its content. */
function gradeAgain(check: CheckSummary | undefined): Graded {
  if (check === undefined) return { passed: false, failures: 0, evidence: '' };
  const { again, same } = check;
  const isJudged = again !== undefined && again.result !== 'unseen';
  const own = same === undefined ? { failures: 0 } : { failures: check.failures, recorded: check.last };
  const passedAt = !isJudged ? same?.passedAt : again.result === 'passed' ? again.at : undefined;
  return {
    ...passedOnce(passedAt),
    ...own,
    evidence: isJudged || same === undefined ? (again?.evidence ?? '') : check.evidence,
    ...(again === undefined ? {} : { again }),
  };
}

const passedOnce = (passedAt: string | undefined): Pick<Graded, 'passed' | 'passedAt'> =>
  passedAt === undefined ? { passed: false } : { passed: true, passedAt };

function stateOf(
  done: StepSummary | undefined,
  passedAt: string | undefined,
  checks: readonly CheckGrade[],
): StepState {
  if (done === undefined || done.runs === 0) return 'not-run';
  if (passedAt !== undefined) return 'passed';
  if (checks.some(isWithoutVerdict) && checks.every((check) => check.passed || isWithoutVerdict(check)))
    return 'unjudged';
  return done.outcome === 'unjudged' ? 'unjudged' : 'failed';
}

/** The journal does not hold what it looks at, and the session did not have this check: it is without marks, and that is said. */
export const isWithoutVerdict = ({ again, recorded }: CheckGrade): boolean =>
  again?.result === 'unseen' && recorded === undefined;

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
