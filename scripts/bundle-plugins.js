// esbuild plugins that replace modules which the bundle does not need, or which are too slow.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = join(dirname(dirname(fileURLToPath(import.meta.url))), 'source');

/**
 * Ink loads its development tools only if DEV=true, and draws nothing until it ends if the variable CI makes it take the terminal for a
 * build server's; node-fetch falls back on whatwg-url where Node has no URL, which would load a deprecated module of Node's.
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

/** Modules between Ink's frame and its text, and our faster or leaner replacements. Our own code gets the packages. */
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
 * Yoga reads its WebAssembly from a data URL with `fetch`, which loads all of Node's HTTP client before the first frame; its fallback
 * without `fetch` decodes the same bytes synchronously.
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
