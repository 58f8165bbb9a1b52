import type { Lab, Prediction } from '../../lab/model/step.ts';
import type { PredictionGrade } from '../model/class-grades.ts';
import type { PredictionSummary } from '../model/journal-summary.ts';
import type { Submission } from './merge-journals.ts';
import type { Worth } from './worth.ts';

type Graded = Pick<PredictionGrade, 'state' | 'evidence' | 'recorded' | 'notAgain'>;

/** The grade of each prediction that the lab asks for. With `again`, what came of it is what this lab makes of what was recorded. */
export function gradePredictions(
  lab: Lab,
  { predictions }: Pick<Submission, 'predictions'>,
  worth: Worth,
  again: boolean,
): PredictionGrade[] {
  return lab.steps.flatMap((step): PredictionGrade[] => {
    if (step.prediction === undefined) return [];
    const made = predictions.get(step.id);
    const graded = gradeOf(made, step.prediction, again);
    const most = worth.prediction(step);
    return [
      {
        step: step.id,
        question: step.prediction.question,
        ...(made?.text === undefined ? {} : { text: made.text }),
        ...graded,
        later: made?.later ?? 0,
        marks: graded.state === 'right' ? most : 0,
        most,
      },
    ];
  });
}

function gradeOf(made: PredictionSummary | undefined, prediction: Prediction, isAgain: boolean): Graded {
  if (made === undefined) return { state: 'none' };
  if (made.text === undefined) return { state: 'skipped' };
  const recorded = made.right === undefined ? 'not-graded' : made.right ? 'right' : 'wrong';
  const own: Graded = {
    state: recorded,
    ...(made.evidence === undefined ? {} : { evidence: made.evidence }),
  };
  if (!isAgain) return own;
  const { choice, again } = made;
  if (again === undefined)
    return own.state === 'not-graded' ? own : { ...own, notAgain: 'its step never ended' };
  if ('unseen' in again) return { ...own, notAgain: again.unseen };
  if (!prediction.choices.some(({ id }) => id === choice))
    return { ...own, notAgain: `this lab has no choice \`${choice}\`` };
  const state = choice === again.choice ? 'right' : 'wrong';
  return { state, evidence: again.evidence, ...(state === recorded ? {} : { recorded }) };
}
