import type { Prediction } from '../model/step.ts';
import { count, percent } from '../model/text-format.ts';
import { prediction } from '../model/verdict.ts';

const shares = [
  { id: 'quarter', text: 'about a quarter', share: 0.25 },
  { id: 'half', text: 'about a half', share: 0.5 },
  { id: 'most', text: 'about three quarters', share: 0.75 },
  { id: 'all', text: 'all of them', share: 1 },
];

/** What share of its window a consumer receives: the choice nearest to the settled count is right. */
export function predictShare(question: string, gradedAfter?: string): Prediction {
  return prediction({
    question,
    choices: shares.map(({ id, text }) => ({ id, text })),
    ...(gradedAfter === undefined ? {} : { gradedAfter }),
    look: ['tally'],
    grade: ({ tally }) => {
      if (!tally.settled || tally.window === 0) return undefined;
      const nearest = shares.reduce((best, each) =>
        Math.abs(each.share - tally.share) < Math.abs(best.share - tally.share) ? each : best,
      );
      return {
        choice: nearest.id,
        evidence: `${count(tally.received)} of ${count(tally.window)}, ${percent(tally.share)}`,
      };
    },
  });
}
