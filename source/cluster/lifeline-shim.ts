import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The bundled shim that runs a foreign program for us and holds the lifeline that it cannot hold: when this process goes away, however it
 * does, the program and all of its process group go too. `node SHIM PROGRAM ARGUMENT…`, with an IPC channel to us. undefined if the
 * app runs from its sources and was not bundled.
 */
export function lifelineShim(): string | undefined {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json'))) {
    const parent = dirname(directory);
    if (parent === directory) return undefined;
    directory = parent;
  }
  const shim = join(directory, 'dist', 'foreign-shim.cjs');
  return existsSync(shim) ? shim : undefined;
}
