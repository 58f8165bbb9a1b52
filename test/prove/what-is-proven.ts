import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The sources that a proof is of. */
export interface Proven {
  readonly commit: string;
  /** The tree of `source/`: commits that leave it alone share their rows. */
  readonly tree: string;
  /** A digest of what `source/` has beyond the commit; undefined where there is nothing. */
  readonly dirty: string | undefined;
}

export function whatIsProven(root: string): Proven {
  const git = (...words: string[]): string =>
    execFileSync('git', words, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const untracked = git('ls-files', '-z', '--others', '--exclude-standard', '--', 'source')
    .split('\0')
    .filter(Boolean);
  const changes = git('diff', 'HEAD', '--binary', '--', 'source');
  const hash = createHash('sha256').update(changes);
  for (const path of untracked) hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
  return {
    commit: git('rev-parse', 'HEAD').trim(),
    tree: git('rev-parse', 'HEAD:source').trim(),
    dirty: changes === '' && untracked.length === 0 ? undefined : hash.digest('hex').slice(0, 12),
  };
}

/**
 * Copies the built app into `directory`, and returns the program. What is proven then stays the same, whatever is built meanwhile; and
 * every process of it has that directory in its command line.
 */
export function copyApp(root: string, directory: string): string {
  for (const name of ['dist', 'manifests', 'scripts', 'package.json'])
    cpSync(join(root, name), join(directory, name), { recursive: true });
  return join(directory, 'dist', 'kafka-lab.js');
}
