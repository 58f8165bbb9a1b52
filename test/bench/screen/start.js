// `npm run bench:screen`: bundles the benchmark, which is TypeScript, and runs it.
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ownFolders } from '../../own-folders.js';

const here = dirname(new URL(import.meta.url).pathname);
// Below node_modules, so that the packages that stay outside of the bundle are found.
const directory = resolve(here, '../../../node_modules/.cache/kafka-lab-bench-screen');
const outfile = join(directory, `bench-${process.pid}.mjs`);

try {
  await mkdir(directory, { recursive: true });
  await build({
    entryPoints: [join(here, 'bench.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
    plugins: [ownFolders],
  });
  await import(pathToFileURL(outfile).href);
} finally {
  await rm(outfile, { force: true });
}
