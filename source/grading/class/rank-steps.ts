import type { Lab } from '../../lab/model/step.ts';
import type { StepColumn, StepGrade } from '../model/class-grades.ts';
import type { UnrankedStep } from './grade-steps.ts';

/** Shorter than this, a step was no trouble, however quick the others were. */
const leastMs = 60_000;

export interface RankedClass {
  readonly columns: readonly StepColumn[];
  /** For each person, in the same order. */
  readonly steps: readonly (readonly StepGrade[])[];
}

/** Says of each step how hard it was for each person, beside the others. */
export function rankSteps(lab: Lab, people: readonly (readonly UnrankedStep[])[]): RankedClass {
  const columns = lab.steps.map(({ id, title }, at): StepColumn => {
    const own = people.map((steps) => steps[at]!).filter(({ state }) => state !== 'not-run');
    const median = medianOf(own.map(({ spentMs }) => spentMs));
    return {
      id,
      title,
      passed: own.filter(({ state }) => state === 'passed').length,
      stuck: own.filter(({ state }) => state === 'stuck').length,
      ...(median === undefined ? {} : { medianMs: median }),
    };
  });
  return {
    columns,
    steps: people.map((steps) =>
      steps.map((step, at) => {
        const slow = slownessOf(step, columns[at]!.medianMs ?? 0);
        const level = levelOf(step, slow);
        return {
          ...step,
          ...(level === undefined ? {} : { level }),
          ...(slow === undefined ? {} : { slow }),
        };
      }),
    ),
  };
}

/** 0: passed at once. 1: with a second run, a hint or twice the time. 2: with four runs, the solution or four times the time. 3: not passed. 4: stuck. */
function levelOf(
  { state, runs, hints, solutionAt }: UnrankedStep,
  slow: StepGrade['slow'],
): number | undefined {
  if (state === 'not-run') return undefined;
  if (state === 'stuck') return 4;
  if (state === 'failed') return 3;
  if (runs >= 4 || solutionAt !== undefined || slow === 4) return 2;
  return runs >= 2 || hints > 0 || slow === 2 ? 1 : 0;
}

function slownessOf({ state, spentMs }: UnrankedStep, medianMs: number): StepGrade['slow'] {
  if (state === 'not-run') return undefined;
  const usualMs = Math.max(leastMs, medianMs);
  return spentMs > 4 * usualMs ? 4 : spentMs > 2 * usualMs ? 2 : undefined;
}

function medianOf(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}
