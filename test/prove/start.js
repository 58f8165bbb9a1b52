// `npm run prove`: bundles the proof, which is TypeScript, and runs it.
import { readdirSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ownFolders } from '../own-folders.js';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
// Below node_modules, so that the packages that stay outside of the bundle are found.
const directory = join(root, 'node_modules/.cache/kafka-lab-prove');
const outfile = join(directory, `prove-${process.pid}.mjs`);

process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';
// A proof that is stopped the hard way ends the process by itself.
process.on('exit', () => rmSync(outfile, { force: true }));
await mkdir(directory, { recursive: true });
removeLeftBundles();
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
// What a part left open must not keep a proof that is over; it is named, to be found.
setTimeout(() => {
  console.error(`still open after the end: ${process.getActiveResourcesInfo().join(', ')}`);
  process.exit();
}, 10_000).unref();

/** Those of a proof that was killed. */
function removeLeftBundles() {
  for (const name of readdirSync(directory)) {
    const pid = /^prove-(\d+)\.mjs$/.exec(name)?.[1];
    if (pid !== undefined && !lives(Number(pid))) rmSync(join(directory, name), { force: true });
  }
}

function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}
