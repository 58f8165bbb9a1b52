// `npm run bench:exports`: bundles the benchmark, which is TypeScript, and runs it. MEGABYTES=30 for a quick look.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ownFolders } from '../../own-folders.js';

const here = dirname(new URL(import.meta.url).pathname);
const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-bench-exports-'));
const outfile = join(directory, 'bench.mjs');

try {
  await build({
    entryPoints: [join(here, 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
    plugins: [ownFolders],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  await (await import(pathToFileURL(outfile).href)).main(
    resolve(here, '../../..', process.argv[2] ?? 'dist/kafka-lab.js'),
  );
} finally {
  rmSync(directory, { recursive: true, force: true });
}
