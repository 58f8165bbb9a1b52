// `npm run bench:exports`. MEGABYTES=30 for a quick look.
import { dirname, resolve } from 'node:path';
import { runBundled } from '../bundled.js';

const here = dirname(new URL(import.meta.url).pathname);
await runBundled(here, resolve(here, '../../..', process.argv[2] ?? 'dist/kafka-lab.js'));
