/** Run by scripts/bundle.js: what is known of the lab's files, as JSON. */
import { readOptions } from '../options.ts';
import { knowLabFiles } from './known-lab-files.ts';
import { readLabFiles } from './read-lab-files.ts';

process.stdout.write(
  JSON.stringify(knowLabFiles(readLabFiles(readOptions({ values: {}, positionals: [] })))),
);
