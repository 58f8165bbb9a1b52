import { expect, it } from 'vitest';
import type { QuestionBlock } from '../../../source/report/document/model.ts';
import { isShortQuestion } from '../../../source/report/document/question-height.ts';

const question = (more: Partial<QuestionBlock>): QuestionBlock => ({
  kind: 'question',
  id: '1.2.1',
  text: [{ text: 'Why?' }],
  answer: 'Because.',
  remark: 'So says the learner.',
  evidence: [],
  ...more,
});

it('tells a question that fits a third of a page from one that is longer', () => {
  const line = { step: '1.8', text: 'a line', source: 'journal entry 3' };
  expect(isShortQuestion(question({ evidence: Array.from({ length: 9 }, () => line) }))).toBe(true);
  expect(isShortQuestion(question({ answer: 'word '.repeat(500) }))).toBe(false);
  expect(isShortQuestion(question({ answer: 'a\n'.repeat(30) }))).toBe(false);
});
