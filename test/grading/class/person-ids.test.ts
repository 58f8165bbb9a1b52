import { expect, it } from 'vitest';
import { uniqueIds } from '../../../source/grading/class/person-ids.ts';

it('makes plain file names, each once', () => {
  expect(
    uniqueIds(['Ada Lovelace', 'ada lovelace', 'Béla', '../../etc/passwd', '李', 'NUL', 'x'.repeat(300)]),
  ).toEqual([
    ...['ada-lovelace', 'ada-lovelace-2', 'bela', 'etc-passwd', 'person', 'person-nul', 'x'.repeat(60)],
  ]);
});
