import { join } from 'node:path';
import { describeError, LabError } from '../errors/lab-error.ts';
import { readRegularText } from '../files/regular-file.ts';

/** The three manifests of a lab, as text. */
export interface ManifestSet {
  /** kind's own: the nodes. */
  readonly 'cluster.yml': string;
  readonly 'kafka.yml': string;
  readonly 'clients.yml': string;
}

export type ManifestName = keyof ManifestSet;

const longestManifest = 8 * 1024 * 1024;

/** Reads a lab's manifests. If the learner's directory has no `cluster.yml`, the lab's is used; the others are required. */
export function readManifestSet(directory: string, otherwise?: string): ManifestSet {
  const read = (name: ManifestName, fallback: string | undefined): string => {
    try {
      return readRegularText(join(directory, name), longestManifest);
    } catch (cause) {
      const isAbsent = (cause as NodeJS.ErrnoException).code === 'ENOENT';
      if (isAbsent && fallback !== undefined) return readRegularText(join(fallback, name), longestManifest);
      throw new LabError('usage', `\`${join(directory, name)}\` cannot be read`, {
        hint: isAbsent
          ? 'put it there, or omit --lab-dir'
          : `${describeError(cause)}; put a readable file there, or omit --lab-dir`,
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
