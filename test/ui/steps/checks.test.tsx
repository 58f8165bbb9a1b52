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

describe('a title that is too long for its row', () => {
  const step = {
    checks: [
      {
        id: 'one',
        title: 'StatefulSets for one ZooKeeper and three brokers',
        state: 'passed',
        durationMs: 2_800,
        verdict: { ok: true, evidence: 'kafka × 3, zookeeper × 1' },
      },
      { id: 'two', title: 'a title', state: 'passed', verdict: { ok: true, evidence: 'short' } },
    ],
    // The rows show nothing else of a step.
  } as unknown as StepView;
  const rowsWith = (more: number): string[] => checkRows(step, 51, 0, more).map((row) => plainText(row));

  it('was cut beside rows that were free', () => {
    expect(rowsWith(2)).toEqual([
      '✔ StatefulSets for one ZooKeeper and three brokers',
      '  2.8 s · kafka × 3, zookeeper × 1',
      '✔ a title · short',
    ]);
    const narrow = compactCheckRows(step, 30, 0, 5).map((row) => plainText(row));
    expect(narrow).toEqual(['✔ StatefulSets for one', '  ZooKeeper and three brokers', '✔ a title']);
  });

  it('has one row where there are no others', () => {
    expect(rowsWith(0)).toEqual([
      '✔ StatefulSets for one ZooKeeper and three brokers  2.8 s',
      '✔ a title · short',
    ]);
    expect(compactCheckRows(step, 30, 0)).toHaveLength(2);
  });
});
