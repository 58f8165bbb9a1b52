import type { LabSource } from '../../lab/format/lab-source.ts';
import type { Lab, Step } from '../../lab/model/step.ts';

/** What counts where a lab gives no marks at all. */
const usual = { check: 1, prediction: 1, question: 4 } as const;

/** What everything in a lab is worth. */
export interface Worth {
  readonly isUsual: boolean;
  /** Of each check of a step: the marks of a step are for its checks together. */
  check(step: Step): number;
  prediction(step: Step): number;
  question(step: Step, id: string): number;
}

export function worthOf({ manifest, steps }: LabSource, lab: Lab): Worth {
  const own = new Map(steps.map((step) => [step.manifest.id, step.manifest]));
  const given = worthBy(manifest.marks ?? {}, own);
  const isNothing = lab.steps.every(
    (step) =>
      given.check(step) === 0 &&
      given.prediction(step) === 0 &&
      step.questions.every(({ id }) => given.question(step, id) === 0),
  );
  return isNothing ? { ...worthBy(usual, new Map()), isUsual: true } : { ...given, isUsual: false };
}

function worthBy(
  marks: NonNullable<LabSource['manifest']['marks']>,
  own: ReadonlyMap<string, LabSource['steps'][number]['manifest']>,
): Omit<Worth, 'isUsual'> {
  const isIn = (step: Step): boolean => step.leftOut === undefined;
  return {
    check(step) {
      if (!isIn(step) || step.checks.length === 0) return 0;
      const together = own.get(step.id)?.marks;
      return together === undefined ? (marks.check ?? 0) : together / step.checks.length;
    },
    prediction: (step) => (isIn(step) && step.prediction !== undefined ? (marks.prediction ?? 0) : 0),
    question(step, id) {
      if (!isIn(step)) return 0;
      return own.get(step.id)?.questions?.find((each) => each.id === id)?.marks ?? marks.question ?? 0;
    },
  };
}
