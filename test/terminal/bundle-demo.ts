import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { bundlePlugins } from '../../scripts/bundle-plugins.js';

const root = path.resolve(import.meta.dirname, '../..');

/** Bundles an entry of the tests like the app itself, unless other plugins are given, and returns the file. */
export async function bundleForTerminal(entry: string, plugins = bundlePlugins): Promise<string> {
  const directory = path.join(root, 'node_modules/.cache/kafka-lab-terminal');
  await mkdir(directory, { recursive: true });
  const outfile = path.join(directory, `${path.basename(entry).replace(/\.tsx?$/, '')}-${process.pid}.mjs`);
  await build({
    entryPoints: [path.join(root, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    jsx: 'automatic',
    minify: true,
    // Node prints the line that threw, and a caret below it. One line of 400 KB fills a terminal that is read slowly, and the rest is lost.
    lineLimit: 200,
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    plugins,
    logLevel: 'error',
  });
  return outfile;
}
