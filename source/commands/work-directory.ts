import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestSet } from '../manifests/manifest-set.ts';

/** A directory of the session's own with the manifests as they are applied, in which the commands of the steps run. */
export function makeWorkDirectory(directory: string, manifests: ManifestSet): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const [name, text] of Object.entries(manifests)) writeFileSync(join(directory, name), text);
  return directory;
}
