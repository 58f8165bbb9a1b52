// `npm run bench:screen`: bundles the benchmark, which is TypeScript, and runs it.
import { readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = dirname(new URL(import.meta.url).pathname);
// Below node_modules, so that the packages that stay outside of the bundle are found.
const directory = resolve(here, '../../../node_modules/.cache/kafka-lab-bench-screen');
const outfile = join(directory, `bench-${process.pid}.mjs`);

/** Each file keeps its `import.meta.dirname`, though all are bundled into one file elsewhere. */
const ownFolders = {
  name: 'own-folders',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]test[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('import.meta.dirname', JSON.stringify(dirname(path))),
      loader: 'ts',
    }));
  },
};

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
