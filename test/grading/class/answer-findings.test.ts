import { expect, it } from 'vitest';
import { sameAnswerFindings } from '../../../source/grading/class/answer-findings.ts';

it('the same answers of several people are one line, not one for each of them', () => {
  const given = [
    { id: '2.2.1', same: [1, 2] },
    { id: '2.2.2', same: [1, 2, 3] },
  ];
  const findings = sameAnswerFindings(given, ['ada', 'bob', 'cy', 'dan'], ['Ada', 'Bob', 'Cy', 'Dan']);
  expect(findings.map(({ text }) => text)).toEqual([
    'the answers to 2.2.1, 2.2.2 are those of Bob, Cy, but for a few words',
    'the answers to 2.2.2 are those of Dan, but for a few words',
  ]);
  expect(findings[0]!.among?.others).toEqual(['bob', 'cy']);
});
