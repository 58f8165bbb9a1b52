import type { Regraded } from './journal-summary.ts';

/** The first pass counts, or else the last that was judged at all. */
export function betterOf(before: Regraded | undefined, now: Regraded): Regraded {
  if (before === undefined || before.result === 'unseen') return now;
  return before.result === 'passed' || now.result === 'unseen' ? before : now;
}
