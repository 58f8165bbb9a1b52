import { expect, it } from 'vitest';
import { conditions } from '../../../source/lab/checks/conditions.ts';
import { describeVocabulary } from '../../../source/lab/checks/describe-vocabulary.ts';
import { graders } from '../../../source/lab/checks/graders.ts';
import { checks } from '../../../source/lab/checks/vocabulary.ts';

it('docs/lab-checks.md matches the vocabulary', async () => {
  // `npx vitest run test/lab/checks/describe-vocabulary.test.ts --update` regenerates it.
  await expect(describeVocabulary()).toMatchFileSnapshot('../../../docs/lab-checks.md');
});

it.each(Object.entries({ checks, conditions, graders }))('no two %s have the same name', (_, list) => {
  const names = list.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.every((name) => /^[a-z]+(-[a-z]+)*$/.test(name))).toBe(true);
});
