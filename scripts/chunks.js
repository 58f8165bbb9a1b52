// Turns the chunks of esbuild, which are ES modules, into scripts that source/loading runs: Node keeps compiled code of scripts only.
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { transform } from 'esbuild';

/**
 * Writes `chunks/NAME` for each chunk, and `packs/NAME` with all chunks that the entries of a pack need, where one script with compiled code
 * beside it is read much faster than many.
 * @param result esbuild's, of a build with `splitting`, `metafile` and without `write`
 * @param packs names → the sources of entries and of modules that are imported dynamically
 * @param maps whether each script gets a source map
 */
export async function writeChunks({ result, directory, packs, maps }) {
  for (const name of ['chunks', 'packs']) mkdirSync(join(directory, name), { recursive: true });
  const outputs = outputsOf(result.metafile);
  const scripts = new Map();
  await Promise.all(
    result.outputFiles
      .filter(({ path }) => path.endsWith('.js'))
      .map(async ({ path, text }) => {
        const name = basename(path);
        const map = result.outputFiles.find((file) => file.path === `${path}.map`)?.text;
        scripts.set(name, await toScript(name, text, map));
      }),
  );
  for (const [name, sources] of Object.entries(packs)) {
    const names = closureOf(outputs, sources);
    write(
      join(directory, 'packs', `${name}.js`),
      names.map((one) => scripts.get(one)),
      maps,
    );
  }
  // The cluster's process always has its pack, and no other process runs its entry.
  scripts.delete('embedded.js');
  for (const [name, script] of scripts) write(join(directory, 'chunks', name), [script], maps);
}

/** Names of chunks → the names that they import, and the source that they are the entry of. */
function outputsOf(metafile) {
  return new Map(
    Object.entries(metafile.outputs)
      .filter(([path]) => path.endsWith('.js'))
      .map(([path, { imports, entryPoint }]) => [
        basename(path),
        {
          entryPoint,
          imports: imports
            .filter(({ kind, external }) => kind === 'import-statement' && !external)
            .map((one) => basename(one.path)),
        },
      ]),
  );
}

/** The names of the chunks that run when these sources are imported. */
function closureOf(outputs, sources) {
  const names = new Set();
  const add = (name) => {
    if (names.has(name)) return;
    names.add(name);
    for (const one of outputs.get(name).imports) add(one);
  };
  for (const source of sources) {
    const entry = [...outputs].find(([, { entryPoint }]) => entryPoint === source);
    if (entry === undefined) throw new Error(`no chunk begins with ${source}`);
    add(entry[0]);
  }
  return [...names];
}

/** One chunk as a call of `define`; the brackets make V8 compile it at once. */
async function toScript(name, text, map) {
  const inlineMap =
    map === undefined
      ? ''
      : `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
  const transformed = await transform(`${text}${inlineMap}`, {
    sourcefile: name,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
    // `import()` becomes a promise of `require()`.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': 'chunkUrl' },
    ...(map === undefined ? {} : { sourcemap: 'external', sourcesContent: false }),
  });
  // esbuild leaves other characters in regular expressions and tagged templates: their source is visible, but nothing looks at it.
  const code = transformed.code
    .trimEnd()
    .replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return {
    head: `define(${JSON.stringify(name)},(function(exports,require,module,chunkUrl){"use strict";\n`,
    code,
    tail: '\n}));\n',
    map: transformed.map === '' ? undefined : transformed.map,
  };
}

function write(path, scripts, maps) {
  let text = '(function(define){\n';
  const sections = [];
  for (const { head, code, tail, map } of scripts) {
    text += head;
    if (map)
      sections.push({ offset: { line: text.split('\n').length - 1, column: 0 }, map: JSON.parse(map) });
    text += code + tail;
  }
  writeFileSync(path, `${text}})\n`);
  if (maps) writeFileSync(`${path}.map`, JSON.stringify({ version: 3, sections }));
}
