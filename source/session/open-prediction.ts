import type { SessionView, StepView } from './view.ts';

/** Whether the learner has yet to predict what a step will do, or to go on without that. */
export function isPredictionOpen({ state, prediction }: Pick<StepView, 'state' | 'prediction'>): boolean {
  return state === 'todo' && prediction !== undefined && !prediction.chosen && prediction.skipped !== true;
}

/**
 * The index of the step whose open prediction a step would answer: its own, or one that is graded after this step or a later one. Until it is
 * made or skipped, the step is not shown. Undefined where nothing is hidden: the step has run, or all of it is a replay.
 */
export function hiddenBy(
  { steps, replay }: Pick<SessionView, 'steps' | 'replay'>,
  index: number,
): number | undefined {
  if (replay !== undefined || steps[index]?.state !== 'todo') return undefined;
  const found = steps.slice(0, index + 1).findIndex((one, at) => {
    if (!isPredictionOpen(one)) return false;
    const { gradedAfter } = one.step.prediction ?? {};
    return at === index || steps.findIndex(({ step }) => step.id === gradedAfter) >= index;
  });
  return found < 0 ? undefined : found;
}

/** The step that `hiddenBy` names. */
export function hiddenStep(view: Pick<SessionView, 'steps' | 'replay'>, index: number): StepView | undefined {
  const by = hiddenBy(view, index);
  return by === undefined ? undefined : view.steps[by];
}
