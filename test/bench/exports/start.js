// `npm run bench:exports`: bundles the benchmark, which is TypeScript, and runs it. MEGABYTES=30 for a quick look.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = dirname(new URL(import.meta.url).pathname);
const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-bench-exports-'));
const outfile = join(directory, 'bench.mjs');

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
