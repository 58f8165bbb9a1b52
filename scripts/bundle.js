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
import { writeChunks } from './chunks.js';
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
      else if (/\.(?:tsx?|yml|md)$/.test(entry.name)) add(path);
    }
  };
  walk(join(root, 'source'));
  walk(join(root, 'labs'));
  for (const file of [
    'package.json',
    'package-lock.json',
    'scripts/bundle.js',
    'scripts/bundle-plugins.js',
    'scripts/chunks.js',
    'scripts/third-party-notices.js',
    ...readdirSync(join(root, 'manifests')).map((name) => `manifests/${name}`),
  ])
    if (existsSync(join(root, file))) add(join(root, file));
  return hash.digest('hex');
}

/** The app is in chunks beside the bundle of cli.ts, which reads them. */
const withAppOutside = {
  name: 'with-app-outside',
  setup(build) {
    build.onResolve({ filter: /^\.\/app\.ts$/ }, () => ({ path: join(root, 'source/loading/app.ts') }));
  },
};

/** What each of these starts needs. All else is read chunk by chunk when it is needed. */
const packs = {
  screen: [
    'source/app.ts',
    'source/commands/run-verb.ts',
    'source/commands/screen/screen.ts',
    'source/ui/screen.tsx',
  ],
  up: ['source/app.ts', 'source/commands/run-verb.ts', 'source/commands/up/up.ts'],
  kubectl: [
    'source/app.ts',
    'source/commands/run-verb.ts',
    'source/commands/kubectl.ts',
    'source/cluster/kubectl/run-kubectl.ts',
  ],
  embedded: ['source/embedded/main.ts'],
};

/** Precomputes what the app derives from the lab's own manifests, and checks and parses the labs that ship. Must be below the root to find them. */
async function knownFiles(build) {
  const outfile = join(root, `node_modules/.cache/kafka-lab-known-${process.pid}.mjs`);
  try {
    const entryPoints = [join(root, 'source/commands/lab-files/precompute-at-build.ts')];
    const options = { bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'warning' };
    await build({ ...options, entryPoints, outfile, packages: 'external' });
    return JSON.parse(
      execFileSync(process.execPath, [outfile], { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 }),
    );
  } finally {
    rmSync(outfile, { force: true });
  }
}

/** The types of `kafka-lab/testing`: its file of types as it stands, and the one function. */
function testingTypes() {
  const types = readFileSync(join(root, 'source/testing/test-cluster.ts'), 'utf8');
  return `${types}\nexport declare const startCluster: StartCluster;\n`;
}

/** A value as the text of a string literal that holds its JSON: JSON.parse reads it faster than the parser of JavaScript. */
const inject = (value) => JSON.stringify(JSON.stringify(value));

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
    define: {
      'process.env.NODE_ENV': '"production"',
      KAFKA_LAB_PRECOMPUTED_FILES: inject(known.files),
      KAFKA_LAB_STOCK_LAB: inject(known.stock),
      KAFKA_LAB_SHIPPED_LABS: inject(known.labs),
    },
    plugins: bundlePlugins,
  };
  const banner = {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  };
  const launcher = {
    ...shared,
    format: 'cjs',
    define: {
      ...shared.define,
      'import.meta.dirname': '__dirname',
      KAFKA_LAB_BUNDLE: JSON.stringify(digest.slice(0, 16)),
    },
  };
  const app = build({
    ...shared,
    entryPoints: {
      app: 'source/app.ts',
      embedded: 'source/embedded/main.ts',
      'yaml-worker': 'source/embedded/kubernetes/yaml/yaml-worker.ts',
    },
    outdir: draft,
    format: 'esm',
    splitting: true,
    entryNames: 'chunks/[name]',
    chunkNames: 'chunks/[name]-[hash]',
    jsx: 'automatic',
    write: false,
  });
  const results = await Promise.all([
    // One file, so that it runs where Node may open hardly any: it checks the limit, then loads the app.
    build({
      ...launcher,
      entryPoints: ['source/cli.ts'],
      outfile: join(draft, 'kafka-lab.cjs'),
      plugins: [withAppOutside],
    }),
    build({
      ...launcher,
      entryPoints: { embedded: 'source/loading/embedded.ts', 'yaml-worker': 'source/loading/yaml-worker.ts' },
      outdir: draft,
      outExtension: { '.js': '.cjs' },
    }),
    app,
    // One file as well: a test runner loads it, and the chunks of the app are none of its business.
    build({
      ...shared,
      entryPoints: ['source/testing/testing.ts'],
      outfile: join(draft, 'testing.js'),
      format: 'esm',
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
    build({
      ...shared,
      entryPoints: ['source/processes/terminal-shim.ts'],
      outfile: join(draft, 'terminal-shim.cjs'),
      format: 'cjs',
    }),
  ]);
  await writeChunks({ result: await app, directory: draft, packs, maps: flags.maps });
  // For who types `node dist/kafka-lab.js`. The command itself is the script: a module first loads Node's loader of modules.
  writeFileSync(join(draft, 'kafka-lab.js'), "#!/usr/bin/env node\nimport './kafka-lab.cjs';\n", {
    mode: 0o755,
  });
  const inputs = results.flatMap((result) => Object.keys(result.metafile.inputs));
  writeFileSync(join(draft, 'THIRD-PARTY-NOTICES.txt'), collectNotices(root, inputs));
  writeFileSync(join(draft, 'testing.d.ts'), testingTypes());
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
