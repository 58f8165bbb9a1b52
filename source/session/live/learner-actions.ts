import type { Lab } from '../../lab/model/step.ts';
import { sanitizeText } from '../../text/sanitize.ts';
import type { EventStream } from '../event-stream.ts';
import { hintsOf } from '../hints-of.ts';
import type { Notifier } from '../model/notifier.ts';
import type { SessionModel } from '../model/session-model.ts';
import { isPredictionOpen } from '../open-prediction.ts';
import type { SessionActions } from '../view.ts';
import { isDone } from '../view.ts';

const answerLimit = 10_000;

export interface LearnerActionsOptions {
  readonly lab: Lab;
  readonly stream: EventStream;
  readonly model: SessionModel;
  readonly notifier: Notifier;
}

/** What the learner says: answers, predictions, and what they took as help. */
export function createLearnerActions({
  lab,
  stream,
  model,
  notifier,
}: LearnerActionsOptions): Pick<
  SessionActions,
  'answer' | 'compare' | 'hint' | 'predict' | 'skipPrediction'
> {
  return {
    answer(stepIndex, questionId, text) {
      const step = lab.steps[stepIndex];
      if (text.trim() === '' || !step?.questions.some((question) => question.id === questionId)) return;
      const bounded = sanitizeText(text.slice(0, answerLimit));
      stream.publish({ type: 'answer', step: step.id, question: questionId, text: bounded });
      notifier.now();
    },
    compare(stepIndex, questionId, agrees) {
      const step = lab.steps[stepIndex];
      if (!step || model.view().steps[stepIndex]?.answers[questionId] === undefined) return;
      stream.publish({ type: 'answer-compared', step: step.id, question: questionId, agrees });
      notifier.now();
    },
    hint(stepIndex) {
      const step = lab.steps[stepIndex];
      const taken = (model.view().steps[stepIndex]?.hintsTaken ?? 0) + 1;
      if (!step || taken > hintsOf(step).length) return;
      stream.publish({ type: 'hint', step: step.id, taken });
      notifier.now();
    },
    skipPrediction(stepIndex) {
      const view = model.view().steps[stepIndex];
      if (view?.prediction === undefined || !isPredictionOpen(view)) return;
      stream.publish({ type: 'prediction-skipped', step: view.step.id });
      notifier.now();
    },
    predict(stepIndex, choice) {
      const step = lab.steps[stepIndex];
      const chosen = step?.prediction?.choices.find((one) => one.id === choice);
      const state = model.view().steps[stepIndex]?.state;
      if (!step || !chosen || state === 'running' || isDone(state)) return;
      stream.publish({ type: 'prediction', step: step.id, choice, text: chosen.text });
      notifier.now();
    },
  };
}
