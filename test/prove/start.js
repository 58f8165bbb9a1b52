// `npm run prove`: bundles the proof, which is TypeScript, and runs it.
import { readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
// Below node_modules, so that the packages that stay outside of the bundle are found.
const directory = join(root, 'node_modules/.cache/kafka-lab-prove');
const outfile = join(directory, `prove-${process.pid}.mjs`);

/** Each file keeps its own folder, though all become one file somewhere else. */
const ownFolders = {
  name: 'own-folders',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]test[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('import.meta.dirname', JSON.stringify(dirname(path))),
      loader: 'ts',
    }));
  },
};

process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';
try {
  await mkdir(directory, { recursive: true });
  await build({
    entryPoints: [join(here, 'main.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
    plugins: [ownFolders],
  });
  const { main } = await import(pathToFileURL(outfile).href);
  process.exitCode = await main(root, process.argv.slice(2));
} finally {
  await rm(outfile, { force: true });
}
