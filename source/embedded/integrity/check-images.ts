import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { describeError } from '../../errors/lab-error.ts';
import { readImage } from '../containers/images/built-images.ts';
import { type CheckContext, directoriesIn, putAside } from './check-context.ts';
import { readStoredFile } from './read-stored-file.ts';

const longestProgram = 256 * 1024 * 1024;
const todo = 'build it again with `kafka-lab build`';

/** Checks the locally built images; `expected` are the names of their directories, if known. */
export function checkImages(context: CheckContext, expected: readonly string[]): void {
  const { directory, damages } = context;
  for (const path of directoriesIn(context, 'images', todo)) {
    const wrong = wrongImage(join(directory, path), path.slice(path.lastIndexOf('/') + 1));
    if (wrong !== undefined) putAside(context, path, wrong, todo);
  }
  const isAside = new Set(damages.map(({ path }) => path));
  for (const name of expected) {
    const path = `images/${name}`;
    if (isAside.has(path) || isAside.has('images')) continue;
    if (lstatSync(join(directory, path), { throwIfNoEntry: false }) === undefined)
      damages.push({ path, wrong: 'is missing', todo });
  }
}

function wrongImage(folder: string, name: string): string | undefined {
  const image = readImage(join(folder, 'image.json'));
  // A killed build leaves a draft under another name.
  if (image === undefined) return /\.\d+$/.test(name) ? undefined : 'has no readable image.json';
  if (!('program' in image)) return undefined;
  try {
    const program = readStoredFile(join(folder, image.program), longestProgram);
    const digest = createHash('sha256').update('node\0').update(program).digest('hex');
    return image.digest === `sha256:${digest}` ? undefined : 'has a program with a different digest';
  } catch (error) {
    return `has a program that cannot be read: ${describeError(error)}`;
  }
}
