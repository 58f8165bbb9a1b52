// What the bundle puts in the place of modules that it has no use for, or that are too slow. Plugins for esbuild.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = join(dirname(dirname(fileURLToPath(import.meta.url))), 'source');

/**
 * Ink asks for its development tools only when DEV=true, and draws nothing until it ends where it takes a terminal for a build server's,
 * by the variable CI; node-fetch falls back on whatwg-url where Node has no URL, and would load a deprecated module of Node's with it.
 */
const replaced = {
  'react-devtools-core': 'export default {}',
  'is-in-ci': 'export default false',
  'whatwg-url': 'module.exports = { URL, URLSearchParams }',
};
export const withReplacements = {
  name: 'with-replacements',
  setup(build) {
    const filter = new RegExp(`^(${Object.keys(replaced).join('|')})$`);
    build.onResolve({ filter }, ({ path }) => ({ path, namespace: 'replaced' }));
    build.onLoad({ filter: /.*/, namespace: 'replaced' }, ({ path }) => ({ contents: replaced[path] }));
  },
};

/** Modules on Ink's way from a frame to its text, and ours that do the same faster, or without keeping it all. Our own code gets the packages. */
const betterForInk = {
  '@alcalzone/ansi-tokenize': join(source, 'ui/terminal/ink-cells.ts'),
  'string-width': join(source, 'ui/terminal/ink-width.ts'),
  './measure-text.js': join(source, 'ui/terminal/ink-measure.ts'),
  './wrap-text.js': join(source, 'ui/terminal/ink-wrap.ts'),
};
const withBetterInk = {
  name: 'with-better-ink',
  setup(build) {
    const filter = /^(@alcalzone\/ansi-tokenize|string-width|\.\/(measure|wrap)-text\.js)$/;
    build.onResolve({ filter }, ({ path, importer }) =>
      /[\\/]node_modules[\\/](ink|widest-line)[\\/]/.test(importer)
        ? { path: betterForInk[path] }
        : undefined,
    );
  },
};

/**
 * Yoga reads its WebAssembly from a data URL with `fetch`, which loads all of Node's HTTP client before the first frame; the
 * way that it takes where there is no `fetch` decodes the same bytes at once.
 */
const withoutFetch = {
  name: 'without-fetch',
  setup(build) {
    build.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('"function"!=typeof fetch', '!0'),
    }));
  },
};

export const bundlePlugins = [withReplacements, withBetterInk, withoutFetch];
