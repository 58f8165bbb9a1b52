import { expect, it } from 'vitest';
import { undoIfEnded, undoUnfinished } from '../../source/processes/unfinished.ts';

it('takes back what is half done, once, and nothing that is done', () => {
  const taken: string[] = [];
  undoIfEnded(() => taken.push('half'));
  undoIfEnded(() => taken.push('done'))();
  undoUnfinished();
  undoUnfinished();
  expect(taken).toEqual(['half']);
});
