import type { Finding, FindingKind } from '../model/finding.ts';

/** A journal that was changed or copied; what a dozen people may have in common by accident. All others are between. */
const strong: ReadonlySet<FindingKind> = new Set([
  'edited',
  'joined',
  'beginning-gone',
  'same-origin',
  'same-records',
  'verdict-differs',
  'outside-a-run',
]);
const weak: ReadonlySet<FindingKind> = new Set(['same-answers', 'model-answer']);

/** The weightiest first. */
export const byWeight = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted((a, b) => rankOf(a) - rankOf(b));

function rankOf({ kind, weight }: Finding): number {
  if (weight === 'note') return 3;
  return strong.has(kind) ? 0 : weak.has(kind) ? 2 : 1;
}
