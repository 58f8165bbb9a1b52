import { expect, it } from 'vitest';
import { knowLabFiles, knownLabFiles } from '../../../source/commands/lab-files/known-lab-files.ts';
import { readLabFiles } from '../../../source/commands/lab-files/read-lab-files.ts';
import { readOptions } from '../../../source/commands/options.ts';

const options = readOptions({ values: {}, positionals: [] });
// As the bundle has it: JSON.
const known = JSON.parse(JSON.stringify(knowLabFiles(readLabFiles(options))));

it('knows of the lab’s own files what reading them would tell', () => {
  expect(knownLabFiles(options, undefined, known)).toEqual(readLabFiles(options));
});

it('knows nothing of other files, of a cluster of another kind, or with a flag that changes them', () => {
  expect(knownLabFiles(options, undefined, { ...known, digest: 'of other manifests' })).toBeUndefined();
  expect(knownLabFiles(options, 0, known)).toBeUndefined();
  for (const change of [
    { cluster: 'kind' },
    { labDir: '/elsewhere' },
    { clientCommand: './clients' },
    { betterClient: './better' },
  ] as const)
    expect(knownLabFiles({ ...options, ...change }, undefined, known)).toBeUndefined();
  expect(knownLabFiles(options)).toBeUndefined();
});
