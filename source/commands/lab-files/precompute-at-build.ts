/** Run by scripts/bundle.js: prints what the bundle precomputes about the lab's files, as JSON. */
import { readOptions } from '../command-line/options.ts';
import { precomputeLabFiles } from './precomputed-lab-files.ts';
import { readLabFiles } from './read-lab-files.ts';

process.stdout.write(
  JSON.stringify(precomputeLabFiles(readLabFiles(readOptions({ values: {}, positionals: [] })))),
);
