import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ownFolders } from '../own-folders.js';

/** Bundles `main.ts` of a benchmark's folder, which is TypeScript, and runs its `main` with the arguments. */
export async function runBundled(folder, ...args) {
  const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-bench-'));
  const outfile = join(directory, 'bench.mjs');
  process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';
  try {
    await build({
      entryPoints: [join(folder, 'main.ts')],
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
    await (await import(pathToFileURL(outfile).href)).main(...args);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
