import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type ManifestSet, readManifestSet } from '../../manifests/manifest-set.ts';
import type { Options } from '../command-line/options.ts';
import { manifestDirectory, scriptDirectory } from '../locations/package-root.ts';
import type { LabFiles } from './read-lab-files.ts';

/** What `readLabFiles` made of the lab's own manifests, without flags, and the digest of those. */
export interface PrecomputedLabFiles extends Omit<LabFiles, 'manifests' | 'directory' | 'scripts'> {
  readonly digest: string;
}

/** Injected by the bundle: parsing YAML takes longer than everything else before the first frame. */
declare const KAFKA_LAB_PRECOMPUTED_FILES: string;
const bundled: PrecomputedLabFiles | undefined =
  typeof KAFKA_LAB_PRECOMPUTED_FILES === 'undefined' ? undefined : JSON.parse(KAFKA_LAB_PRECOMPUTED_FILES);

export function precomputeLabFiles({
  manifests,
  directory: _at,
  scripts: _of,
  ...rest
}: LabFiles): PrecomputedLabFiles {
  return { digest: digestOf(manifests), ...rest };
}

/** What `readLabFiles` would return, if precomputed: for the bundled manifests on the embedded cluster, without flags. */
export function precomputedLabFiles(options: Options, rate?: number, known = bundled): LabFiles | undefined {
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
