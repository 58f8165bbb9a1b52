import { join } from 'node:path';
import { describeError, LabError } from '../errors/lab-error.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { decodeManifest } from './reading/decode-manifest.ts';

/** The three manifests of a lab, as text. */
export interface ManifestSet {
  /** kind's own: the nodes. */
  readonly 'cluster.yml': string;
  readonly 'kafka.yml': string;
  readonly 'clients.yml': string;
}

export type ManifestName = keyof ManifestSet;

const longestManifest = 8 * 1024 * 1024;

/** Reads a lab's manifests. If the learner's directory lacks `cluster.yml` or `clients.yml`, those of `otherwise` are used. */
export function readManifestSet(directory: string, otherwise?: string): ManifestSet {
  const decoded = (path: string): string => decodeManifest(readRegularFile(path, longestManifest));
  const read = (name: ManifestName, fallback: string | undefined): string => {
    try {
      return decoded(join(directory, name));
    } catch (cause) {
      const isAbsent = (cause as NodeJS.ErrnoException).code === 'ENOENT';
      if (isAbsent && fallback !== undefined) return decoded(join(fallback, name));
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
    'clients.yml': read('clients.yml', otherwise),
  };
}
