import { expect, it } from 'vitest';
import { LabFolderError } from '../../../source/lab/loading/mistake.ts';

it('names a command that a shell takes as it is, also where the path has a blank', () => {
  const mistake = { file: 'lab.yml', message: 'cannot be read' };
  expect(new LabFolderError('/a/My Lab', [mistake, mistake]).hint).toBe(
    "and 1 more mistake; `kafka-lab lab check '/a/My Lab'` lists them",
  );
});
