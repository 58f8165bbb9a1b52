import { cpSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface WatchedApp {
  /** The `kafka-lab.js` of the copy. */
  readonly cli: string;
  /** Where its processes report what they do. */
  readonly watched: string;
}

/** What the app needs beside its bundle. */
const beside = ['package.json', 'manifests', 'scripts'];
/** The programs that are watched: the app itself and the cluster. */
const programs = ['kafka-lab', 'embedded'];

/**
 * A copy of the built app in `directory` whose programs load `watch-process.cjs` first; otherwise unchanged. The app passes no
 * NODE_OPTIONS on to its cluster, so there is no other way.
 */
export function copyWatched(cli: string, directory: string, tickMs?: number): WatchedApp {
  const root = dirname(dirname(cli));
  const dist = join(directory, 'dist');
  const watched = join(directory, 'watched');
  mkdirSync(watched, { recursive: true });
  cpSync(dirname(cli), dist, { recursive: true });
  for (const name of beside)
    if (existsSync(join(root, name))) cpSync(join(root, name), join(directory, name), { recursive: true });
  const preload = JSON.stringify(join(import.meta.dirname, 'watch-process.cjs'));
  const options = JSON.stringify({ directory: watched, tickMs });
  for (const name of programs) {
    renameSync(join(dist, `${name}.cjs`), join(dist, `${name}-itself.cjs`));
    writeFileSync(
      join(dist, `${name}.cjs`),
      `require(${preload})(${options});
require('./${name}-itself.cjs');
`,
    );
  }
  return { cli: join(dist, 'kafka-lab.js'), watched };
}
