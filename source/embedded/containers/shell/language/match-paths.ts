import { nextTurn } from '../../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../../bounds/slices.ts';
import { type ContainerFiles, FileError } from '../container-files.ts';
import { pathOf } from '../program.ts';
import { ExpansionError } from './expansion-error.ts';
import { Glob, isPattern, type Piece } from './glob.ts';

const mostPaths = 20_000;

interface PathShell {
  readonly files: ContainerFiles;
  readonly cwd: string;
  readonly features: ReadonlySet<string>;
}

/** The files that a pattern names, sorted as bash sorts them. */
export async function matchPaths(shell: PathShell, field: readonly Piece[]): Promise<string[]> {
  const parts = splitAtSlashes(field);
  const isAbsolute = parts.length > 1 && textOf(parts[0]!) === '';
  let found = [isAbsolute ? '/' : ''];
  for (const [index, part] of (isAbsolute ? parts.slice(1) : parts).entries()) {
    const isLast = index === (isAbsolute ? parts.length - 2 : parts.length - 1);
    const next: string[] = [];
    const glob = isPattern(part) ? new Glob(part) : undefined;
    for (const path of found) {
      if (sharedSlice.isOver()) await nextTurn();
      if (glob === undefined) {
        const name = textOf(part);
        const joined = path + name;
        if (name === '' || shell.files.find(pathOf(shell, joined), !isLast) !== undefined)
          next.push(isLast ? joined : `${joined}/`);
        continue;
      }
      for (const name of await namesIn(shell, path, glob, part)) {
        const joined = path + name;
        if (!isLast && !shell.files.isDirectory(pathOf(shell, joined))) continue;
        next.push(isLast ? joined : `${joined}/`);
        if (next.length > mostPaths) throw new ExpansionError('argument list too long');
      }
    }
    found = next;
  }
  return found.filter((path) => path !== '').sort();
}

async function namesIn(
  shell: PathShell,
  path: string,
  glob: Glob,
  part: readonly Piece[],
): Promise<string[]> {
  const showsHidden = shell.features.has('dotglob') || textOf(part).startsWith('.');
  const matching: string[] = [];
  for (const name of namesOf(shell.files, pathOf(shell, path === '' ? '.' : path))) {
    if (sharedSlice.isOver()) await nextTurn();
    if (name.startsWith('.') && !showsHidden) continue;
    if (await glob.matches(name)) matching.push(name);
  }
  return matching;
}

function namesOf(files: ContainerFiles, path: string): string[] {
  try {
    return files.list(path);
  } catch (error) {
    // Who may not read a directory matches nothing in it.
    if (error instanceof FileError) return [];
    throw error;
  }
}

function splitAtSlashes(field: readonly Piece[]): Piece[][] {
  const parts: Piece[][] = [[]];
  for (const { text, quoted } of field) {
    text.split('/').forEach((part, index) => {
      if (index > 0) parts.push([]);
      if (part !== '') parts.at(-1)?.push({ text: part, quoted });
    });
  }
  return parts;
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}
