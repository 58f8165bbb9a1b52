import { describe, expect, it } from 'vitest';
import type { StepView } from '../../../source/session/view.ts';
import { checkRows, compactCheckRows } from '../../../source/ui/steps/checks.tsx';
import { plainText } from '../../../source/ui/text/text.tsx';

describe('a check that is not judged', () => {
  const step = {
    checks: [
      { id: 'one', title: 'no message missing', state: 'passed', verdict: { ok: true, evidence: 'all' } },
      {
        id: 'two',
        title: 'no message twice',
        state: 'unjudged',
        verdict: { ok: false, evidence: 'no line says it', hint: 'log a line' },
      },
    ],
    // The rows show nothing else of a step.
  } as unknown as StepView;

  it('has its own symbol, its evidence and what would decide it', () => {
    expect(checkRows(step, 60, 0).map((row) => plainText(row))).toEqual([
      '✔ no message missing · all',
      '? no message twice  not judged',
      '  saw: no line says it',
      '  try: log a line',
    ]);
    expect(compactCheckRows(step, 60, 0).map((row) => plainText(row))).toContain('  try: log a line');
  });
});
