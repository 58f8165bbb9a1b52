import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type ManifestSet, readManifestSet } from '../../manifests/manifest-set.ts';
import { manifestDirectory, scriptDirectory } from '../locations.ts';
import type { Options } from '../options.ts';
import type { LabFiles } from './read-lab-files.ts';

/** What `readLabFiles` made of the lab's own manifests, without flags, and the digest of those. */
export interface KnownLabFiles extends Omit<LabFiles, 'manifests' | 'directory' | 'scripts'> {
  readonly digest: string;
}

/** Put in by the bundle: to parse YAML takes longer than all else that is done before the first frame. */
declare const KAFKA_LAB_KNOWN_FILES: string;
const bundled: KnownLabFiles | undefined =
  typeof KAFKA_LAB_KNOWN_FILES === 'undefined' ? undefined : JSON.parse(KAFKA_LAB_KNOWN_FILES);

export function knowLabFiles({ manifests, directory: _at, scripts: _of, ...rest }: LabFiles): KnownLabFiles {
  return { digest: digestOf(manifests), ...rest };
}

/** What `readLabFiles` would return, where that is known: the lab's manifests as they were bundled, on the embedded cluster, without flags. */
export function knownLabFiles(options: Options, rate?: number, known = bundled): LabFiles | undefined {
  const { cluster, labDir, clientCommand, clientImage, betterClient, nodeImage, namespace } = options;
  const flags = [rate, labDir, clientCommand, clientImage, betterClient, nodeImage, namespace];
  if (known === undefined || cluster !== 'embedded' || flags.some((flag) => flag !== undefined))
    return undefined;
  const directory = manifestDirectory();
  const manifests = readManifestSet(directory);
  const { digest, ...rest } = known;
  if (digestOf(manifests) !== digest) return undefined;
  const script = (name: string): string => join(scriptDirectory(), name);
  const scripts = { reset: script('reset_cluster.sh'), build: script('build.sh') };
  return { ...rest, manifests, directory, scripts };
}

function digestOf(manifests: ManifestSet): string {
  return createHash('sha256').update(JSON.stringify(manifests)).digest('hex');
}
