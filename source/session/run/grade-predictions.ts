import { describeError } from '../../errors/lab-error.ts';
import type { ObservationName, Observations } from '../../lab/model/observations.ts';
import type { Lab, Prediction, Step } from '../../lab/model/step.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import type { EventStream } from '../event-stream.ts';
import { recordSeen } from './record-seen.ts';

export interface GradeContext {
  readonly lab: Lab;
  readonly stream: EventStream;
  /** The learner's choice for a step, if they made one. */
  chosen(step: string): string | undefined;
  look(name: ObservationName): Promise<Observations[ObservationName]>;
}

/** Grades the predictions about the step that has just run. One that cannot be graded stays open, with a note about the reason. */
export async function gradePredictions(step: Step, context: GradeContext): Promise<void> {
  const { lab, stream } = context;
  for (const each of lab.steps) {
    const { prediction } = each;
    if (prediction === undefined || (prediction.gradedAfter ?? each.id) !== step.id) continue;
    const choice = context.chosen(each.id);
    if (choice === undefined) continue;
    try {
      const seen = await lookAt(prediction, context);
      const outcome = prediction.grade(seen, lab.facts);
      if (outcome === undefined) continue;
      const saw = recordSeen(seen);
      stream.publish({
        type: 'graded',
        step: each.id,
        choice,
        actual: outcome.choice,
        right: outcome.choice === choice,
        evidence: sanitizeLine(outcome.evidence, 2_000),
        ...(saw === undefined ? {} : { saw }),
      });
    } catch (error) {
      stream.show({
        type: 'note',
        step: step.id,
        text: `the prediction was not graded: ${describeError(error)}`,
      });
    }
  }
}

async function lookAt(prediction: Prediction, { look }: GradeContext): Promise<Observations> {
  const seen: Partial<Record<keyof Observations, unknown>> = {};
  for (const name of prediction.look) seen[name] = await look(name);
  return seen as Observations;
}
