import type { JournalEvent } from '../../journal/events.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import { longestAnswer, longestLine, mostAnswers, mostSteps } from '../model/bounds.ts';
import type { AnswerSummary, PredictionSummary } from '../model/journal-summary.ts';

type Building<T> = { -readonly [K in keyof T]: T[K] };

/** What the learner answered and predicted. What is undone later was said all the same. */
export class AnswersBuilder {
  readonly answers = new Map<string, Building<AnswerSummary>>();
  readonly predictions = new Map<string, Building<PredictionSummary>>();

  add(event: JournalEvent): void {
    switch (event.type) {
      case 'answer':
        this.#answer(event);
        return;
      case 'answer-compared': {
        const answer = this.answers.get(event.question);
        if (answer !== undefined) answer.agrees = event.agrees;
        return;
      }
      case 'prediction':
        this.#predict(event.step, {
          text: sanitizeLine(event.text, longestLine),
          choice: sanitizeLine(event.choice, longestLine),
        });
        return;
      case 'prediction-skipped':
        this.#predict(event.step, {});
        return;
      case 'graded': {
        const prediction = this.predictions.get(event.step);
        if (prediction === undefined || prediction.right !== undefined) return;
        prediction.right = event.right;
        prediction.evidence = sanitizeLine(event.evidence, longestLine);
        return;
      }
      default:
    }
  }

  #answer({ question, step, at, text: whole }: Extract<JournalEvent, { type: 'answer' }>): void {
    const text = whole.length > longestAnswer ? `${whole.slice(0, longestAnswer)}… (cut)` : whole;
    const known = this.answers.get(question);
    if (known === undefined) {
      if (this.answers.size < mostAnswers) this.answers.set(question, { step, at, text });
      return;
    }
    const first = known.first ?? known.text;
    Object.assign(known, { at, text });
    delete known.agrees;
    if (first === text) delete known.first;
    else known.first = first;
  }

  /** A learner may change their mind until the step has shown the outcome. */
  #predict(step: string, made: Pick<PredictionSummary, 'text' | 'choice'>): void {
    const known = this.predictions.get(step);
    if (known?.right !== undefined) known.later += 1;
    else if (known !== undefined || this.predictions.size < mostSteps)
      this.predictions.set(step, { later: 0, ...made });
  }
}
