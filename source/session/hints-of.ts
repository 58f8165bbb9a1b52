import type { Step } from '../lab/model/step.ts';

/** All hints of a step in the order in which `h` shows them: the step's own, then those of its questions. */
export function hintsOf(step: Step): readonly string[] {
  return [...step.hints, ...step.questions.flatMap((question) => question.hints)];
}
