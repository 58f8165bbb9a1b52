import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { ifExpected } from '../errors/expected-failure.ts';

/** The path of a program on PATH; undefined if there is none. */
export async function findTool(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  for (const directory of (environment.PATH ?? '').split(delimiter)) {
    if (directory === '') continue;
    const path = join(directory, name);
    const found = await access(path, constants.X_OK).then(() => true, ifExpected(false));
    if (found) return path;
  }
  return undefined;
}
