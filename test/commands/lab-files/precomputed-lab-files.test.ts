import { expect, it } from 'vitest';
import { readOptions } from '../../../source/commands/command-line/options.ts';
import {
  precomputedLabFiles,
  precomputeLabFiles,
} from '../../../source/commands/lab-files/precomputed-lab-files.ts';
import { readLabFiles } from '../../../source/commands/lab-files/read-lab-files.ts';

const options = readOptions({ values: {}, positionals: [] });
// As JSON, which is how the bundle contains it.
const known = JSON.parse(JSON.stringify(precomputeLabFiles(readLabFiles(options))));

it('contains the same facts about the stock files as reading them gives', () => {
  expect(precomputedLabFiles(options, undefined, known)).toEqual(readLabFiles(options));
});

it('does not apply to other files, to another kind of cluster, or with a flag that changes them', () => {
  expect(precomputedLabFiles(options, undefined, { ...known, digest: 'of other manifests' })).toBeUndefined();
  expect(precomputedLabFiles(options, 0, known)).toBeUndefined();
  for (const change of [
    { cluster: 'kind' },
    { labDir: '/elsewhere' },
    { clientCommand: './clients' },
    { betterClient: './better' },
  ] as const)
    expect(precomputedLabFiles({ ...options, ...change }, undefined, known)).toBeUndefined();
  expect(precomputedLabFiles(options)).toBeUndefined();
});
