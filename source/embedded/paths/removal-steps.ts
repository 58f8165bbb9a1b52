import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { lstatSync, opendirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PathError, quoted } from './path-error.ts';
import { checkName, namedInside } from './path-inside.ts';

/**
 * The removal of `removeInside`, one entry per step, so that the caller can yield in between. Since somebody may replace a directory with
 * a link meanwhile, each step checks the path again. A deep directory is moved to the top before it is emptied, which keeps paths short
 * however deep the tree is. Throws `PathError` if a directory was replaced by a link, and system errors.
 */
export function* removalSteps(
  root: string,
  ...names: readonly [string, ...string[]]
): Generator<void, void, void> {
  const above = names.slice(0, -1);
  const last = names[above.length] as string;
  checkName(last);
  const find = (): string => join(namedInside(root, ...above), last);
  const found = find();
  if (!isDirectory(found)) {
    rmSync(found, { force: true });
    return;
  }
  const top = (): string => required(find());
  do {
    const full = yield* emptied(top, top);
    for (let name = full.pop(); name !== undefined; name = full.pop()) {
      const child = name;
      const inner = (): string => required(join(top(), child));
      do for (const deeper of yield* emptied(inner, top)) full.push(deeper);
      while (!isRemoved(inner()));
    }
  } while (!isRemoved(top()));
}

/** Removes the entries of a directory except non-empty directories, which it moves to `top`: returns their names there. */
function* emptied(directory: () => string, top: () => string): Generator<void, string[], void> {
  const full: string[] = [];
  const entries = opendirSync(directory(), { encoding: 'buffer' as BufferEncoding });
  try {
    for (let entry = entries.readSync(); entry !== null; entry = entries.readSync()) {
      const parent = directory();
      // Node's types know no other names than strings.
      const name = textOf(entry.name as unknown as Buffer, parent);
      const path = join(parent, name);
      if (!entry.isDirectory()) rmSync(path, { force: true });
      else if (!isRemoved(path)) full.push(parent === top() ? name : movedUp(path, top()));
      yield;
    }
  } finally {
    entries.closeSync();
  }
  return full;
}

/** The name of an entry as text. One that is not UTF-8 is replaced first: as text, it would be the name of nothing. */
function textOf(name: Buffer, parent: string): string {
  if (isUtf8(name)) return name.toString();
  const text = `..${randomUUID()}`;
  renameSync(Buffer.concat([Buffer.from(`${parent}/`), name]), join(parent, text));
  return text;
}

/** Moves a directory to `top` under a unique name; returns that name. */
function movedUp(path: string, top: string): string {
  const name = `..${randomUUID()}`;
  renameSync(path, join(top, name));
  return name;
}

/** Removes a directory; returns false if it is not empty. */
function isRemoved(path: string): boolean {
  try {
    rmdirSync(path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return true;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false;
    throw error;
  }
}

function required(path: string): string {
  if (isDirectory(path)) return path;
  throw new PathError(`${quoted(path)} is not removed: its directory was replaced`);
}

function isDirectory(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
