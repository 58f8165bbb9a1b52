import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Everything below a path, by its path: kind, mode, and for a file its time and a digest of its bytes. */
export function treeDigest(
  path: string,
  name = '.',
  seen: Record<string, string> = {},
): Readonly<Record<string, string>> {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) {
    seen[name] = 'nothing';
    return seen;
  }
  const mode = (stat.mode & 0o7777).toString(8);
  if (stat.isSymbolicLink()) seen[name] = `link to ${readlinkSync(path)}`;
  else if (stat.isDirectory()) {
    seen[name] = `directory ${mode}`;
    for (const child of readdirSync(path)) treeDigest(join(path, child), `${name}/${child}`, seen);
  } else if (stat.isFile())
    seen[name] =
      `file ${mode} ${stat.mtimeMs} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
  else seen[name] = `neither file nor directory ${mode}`;
  return seen;
}

/** The differences between two digests, one line each. */
export function treeChanges(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => {
    if (before[name] === after[name]) return [];
    if (before[name] === undefined) return [`${name} is new`];
    return [`${name} ${after[name] === undefined || after[name] === 'nothing' ? 'is gone' : 'has changed'}`];
  });
}
