#!/usr/bin/env node
// Bundles the app into dist/. npm runs this after an install (`prepare`), and npx runs it again. It does nothing if the bundle was made
// from exactly these sources, so that starting the app needs no build.
// `--to DIR` writes DIR/dist instead; `--maps` adds a source map to each file, for profiles.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundlePlugins } from './bundle-plugins.js';
import { collectNotices } from './third-party-notices.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: flags } = parseArgs({
  options: { force: { type: 'boolean' }, to: { type: 'string' }, maps: { type: 'boolean' } },
});
const dist = join(flags.to ?? root, 'dist');
const stampFile = join(dist, '.made-from');

/** A digest of everything that determines the bundle. */
function digestOfSources() {
  const hash = createHash('sha256');
  const add = (path) =>
    hash
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update('\0');
  const walk = (directory) => {
    for (const entry of readdirSync(directory, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (/\.tsx?$/.test(entry.name)) add(path);
    }
  };
  walk(join(root, 'source'));
  for (const file of [
    'package.json',
    'package-lock.json',
    'scripts/bundle.js',
    'scripts/bundle-plugins.js',
    'scripts/third-party-notices.js',
    ...readdirSync(join(root, 'manifests')).map((name) => `manifests/${name}`),
  ])
    if (existsSync(join(root, file))) add(join(root, file));
  return hash.digest('hex');
}

/** The app is a bundle of its own beside that of cli.ts. */
const withAppOutside = {
  name: 'with-app-outside',
  setup(build) {
    build.onResolve({ filter: /^\.\/app\.ts$/ }, () => ({ path: './app.js', external: true }));
  },
};

/** Precomputes what the app derives from the lab's own manifests. Must be below the root to find them. */
async function knownFiles(build) {
  const outfile = join(root, `node_modules/.cache/kafka-lab-known-${process.pid}.mjs`);
  try {
    const entryPoints = [join(root, 'source/commands/lab-files/precompute-at-build.ts')];
    const options = { bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'warning' };
    await build({ ...options, entryPoints, outfile, packages: 'external' });
    return execFileSync(process.execPath, [outfile], { encoding: 'utf8' });
  } finally {
    rmSync(outfile, { force: true });
  }
}

async function bundle() {
  const { build } = await import('esbuild');
  const known = await knownFiles(build);
  // Built aside and then renamed: a failed build leaves the last good one.
  const draft = `${dist}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  const shared = {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    metafile: true,
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
    ...(flags.maps ? { sourcemap: 'external' } : {}),
    define: { 'process.env.NODE_ENV': '"production"', KAFKA_LAB_PRECOMPUTED_FILES: JSON.stringify(known) },
    plugins: bundlePlugins,
  };
  const banner = {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  };
  const results = await Promise.all([
    // One file, so that it runs where Node may open hardly any: it checks the limit, then loads the app.
    build({
      ...shared,
      entryPoints: ['source/cli.ts'],
      outfile: join(draft, 'kafka-lab.js'),
      format: 'esm',
      plugins: [withAppOutside],
    }),
    build({
      ...shared,
      entryPoints: {
        app: 'source/app.ts',
        embedded: 'source/embedded/main.ts',
        'yaml-worker': 'source/embedded/kubernetes/yaml/yaml-worker.ts',
      },
      outdir: draft,
      format: 'esm',
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
      jsx: 'automatic',
      banner,
    }),
    // The clients image is one file that any Node can run, also from a ConfigMap.
    build({
      ...shared,
      entryPoints: ['source/clients/main.ts'],
      outfile: join(draft, 'clients.cjs'),
      format: 'cjs',
    }),
    build({
      ...shared,
      entryPoints: ['source/embedded/containers/process/pod-preload.ts'],
      outfile: join(draft, 'pod-preload.cjs'),
      format: 'cjs',
    }),
    build({
      ...shared,
      entryPoints: ['source/embedded/containers/process/foreign-shim.ts'],
      outfile: join(draft, 'foreign-shim.cjs'),
      format: 'cjs',
    }),
  ]);
  const inputs = results.flatMap((result) => Object.keys(result.metafile.inputs));
  writeFileSync(join(draft, 'THIRD-PARTY-NOTICES.txt'), collectNotices(root, inputs));
  writeFileSync(join(draft, '.made-from'), digest);
  rmSync(dist, { recursive: true, force: true });
  renameSync(draft, dist);
}

const digest = digestOfSources();
const isCurrent = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === digest;
if (!isCurrent || flags.force) {
  try {
    await bundle();
  } finally {
    rmSync(`${dist}.${process.pid}`, { recursive: true, force: true });
  }
}
