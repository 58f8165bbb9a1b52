import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LabError } from '../../errors/lab-error.ts';

/** The root of the package: the directory with package.json above this file, bundled or not. */
export function packageRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json'))) {
    const parent = dirname(directory);
    if (parent === directory)
      throw new LabError('machine-lacks', "kafka-lab's package.json is missing", {
        hint: 'reinstall kafka-lab',
      });
    directory = parent;
  }
  return directory;
}

export const distDirectory = (): string => join(packageRoot(), 'dist');
export const manifestDirectory = (): string => join(packageRoot(), 'manifests');
export const scriptDirectory = (): string => join(packageRoot(), 'scripts');
