import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The sources under proof. */
export interface ProvenSources {
  readonly commit: string;
  /** The tree of `source/`: commits that leave it alone share their rows. */
  readonly tree: string;
  /** A digest of uncommitted changes in `source/`; undefined if there are none. */
  readonly dirty: string | undefined;
}

export function provenSources(root: string): ProvenSources {
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
 * Copies the built app into `directory`, and returns the program. So later builds do not change what is proven, and every process of it
 * has that directory in its command line.
 */
export function copyApp(root: string, directory: string): string {
  for (const name of ['dist', 'manifests', 'scripts', 'package.json'])
    cpSync(join(root, name), join(directory, name), { recursive: true });
  return join(directory, 'dist', 'kafka-lab.js');
}
