// `npm run bench:growth`. SCALE=0.01 for a quick look.
import { dirname } from 'node:path';
import { runBundled } from '../bundled.js';

const here = dirname(new URL(import.meta.url).pathname);
await runBundled(here, here);
