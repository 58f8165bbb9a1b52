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
 * Yoga reads its WebAssembly from a data URL with `fetch`, which loads all of Node's HTTP client before the first frame, and waits for it
 * with a top-level `await`, which scripts do not have. Here it is compiled from the same bytes at once.
 */
const withSynchronousYoga = {
  name: 'with-synchronous-yoga',
  setup(build) {
    const filter = /yoga-layout[\\/]dist[\\/](src[\\/]index|binaries[\\/]yoga-wasm-base64-esm)\.js$/;
    build.onLoad({ filter }, ({ path }) => ({
      contents: /index\.js$/.test(path)
        ? synchronousYoga(path)
        : withoutBytes(readFileSync(path, 'utf8')).code,
    }));
  },
};

function synchronousYoga(path) {
  const binary = join(dirname(path), '../binaries/yoga-wasm-base64-esm.js');
  const { bytes } = withoutBytes(readFileSync(binary, 'utf8'));
  return `import load from '../binaries/yoga-wasm-base64-esm.js';
import wrapAssembly from './wrapAssembly.js';
const library = {
  instantiateWasm(imports, done) {
    const bytes = Buffer.from(${JSON.stringify(bytes)}, 'base64');
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
    done(instance);
    return instance.exports;
  },
};
load(library);
export default wrapAssembly(library);
export * from './generated/YGEnums.js';
`;
}

/** Emscripten's loader of Yoga, and the bytes that it holds as a data URL. */
function withoutBytes(loader) {
  const url = /"data:application\/octet-stream;base64,([^"]+)"/.exec(loader);
  if (url === null) throw new Error('the WebAssembly of Yoga is not where it was');
  return { code: loader.replace(url[0], '""'), bytes: url[1] };
}

/** Ink waits for its development tools with a top-level `await`; see above. */
const withoutDevelopmentTools = {
  name: 'without-development-tools',
  setup(build) {
    build.onLoad({ filter: /[\\/]ink[\\/]build[\\/]reconciler\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('isDev()', 'false'),
    }));
  },
};

export const bundlePlugins = [withReplacements, withBetterInk, withSynchronousYoga, withoutDevelopmentTools];
