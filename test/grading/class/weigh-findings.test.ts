import { expect, it } from 'vitest';
import { byWeight } from '../../../source/grading/class/weigh-findings.ts';
import type { FindingKind } from '../../../source/grading/model/finding.ts';

it('a changed journal does not stand behind answers that are alike', () => {
  const doubts: FindingKind[] = ['same-answers', 'clock', 'same-origin', 'edited'];
  const findings = doubts.map((kind) => ({ kind, weight: 'doubt' as const, text: kind }));
  const note = { kind: 'unattended', weight: 'note', text: 'unattended' } as const;
  expect(byWeight([note, ...findings]).map(({ kind }) => kind)).toEqual([
    'same-origin',
    'edited',
    'clock',
    'same-answers',
    'unattended',
  ]);
});
