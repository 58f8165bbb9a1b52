import type { Lab } from '../../lab/model/step.ts';
import { sanitizeText } from '../../text/sanitize.ts';
import type { EventStream } from '../event-stream.ts';
import type { Notifier } from '../model/notifier.ts';
import type { SessionModel } from '../model/session-model.ts';
import type { SessionActions } from '../view.ts';

const answerLimit = 10_000;

export interface LearnerActionsOptions {
  readonly lab: Lab;
  readonly stream: EventStream;
  readonly model: SessionModel;
  readonly notifier: Notifier;
}

/** What the learner writes: answers and predictions. */
export function createLearnerActions({
  lab,
  stream,
  model,
  notifier,
}: LearnerActionsOptions): Pick<SessionActions, 'answer' | 'predict'> {
  return {
    answer(stepIndex, questionId, text) {
      const step = lab.steps[stepIndex];
      if (!step?.questions.some((question) => question.id === questionId)) return;
      const bounded = sanitizeText(text.slice(0, answerLimit));
      stream.publish({ type: 'answer', step: step.id, question: questionId, text: bounded });
      notifier.now();
    },
    predict(stepIndex, choice) {
      const step = lab.steps[stepIndex];
      const chosen = step?.prediction?.choices.find((one) => one.id === choice);
      const state = model.view().steps[stepIndex]?.state;
      if (!step || !chosen || state === 'running' || state === 'passed') return;
      stream.publish({ type: 'prediction', step: step.id, choice, text: chosen.text });
      notifier.now();
    },
  };
}
