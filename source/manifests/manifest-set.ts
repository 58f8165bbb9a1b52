import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../errors/lab-error.ts';

/** The three manifests of a lab, as text. */
export interface ManifestSet {
  /** kind's own: which nodes there are. */
  readonly 'cluster.yml': string;
  readonly 'kafka.yml': string;
  readonly 'clients.yml': string;
}

export type ManifestName = keyof ManifestSet;

/** Reads a lab's manifests. Where a directory of the learner's own has no `cluster.yml`, the lab's stands in; the others are needed. */
export function readManifestSet(directory: string, otherwise?: string): ManifestSet {
  const read = (name: ManifestName, fallback: string | undefined): string => {
    try {
      return readFileSync(join(directory, name), 'utf8');
    } catch (cause) {
      const isAbsent = (cause as NodeJS.ErrnoException).code === 'ENOENT';
      if (isAbsent && fallback !== undefined) return readFileSync(join(fallback, name), 'utf8');
      throw new LabError('usage', `\`${join(directory, name)}\` cannot be read`, {
        hint: isAbsent ? 'put it there, or leave out --lab-dir' : 'see that it is a readable file',
        cause,
      });
    }
  };
  return {
    'cluster.yml': read('cluster.yml', otherwise),
    'kafka.yml': read('kafka.yml', undefined),
    'clients.yml': read('clients.yml', undefined),
  };
}
