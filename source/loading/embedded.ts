/** What Node runs as the embedded cluster's process: reads embedded/main.ts from its pack. */
import { basename, dirname } from 'node:path';
import { bundleId } from './bundle-id.ts';
import { compiledDirectory } from './compiled-directory.ts';
import { loadEntry } from './load-entry.ts';

/** That of the home which the cluster's own directory is in (`clusterDirectory`). A cluster of a test is in none. */
function directory(): string | undefined {
  const setup = JSON.parse(process.argv[2] ?? '{}') as { readonly directory?: unknown };
  if (typeof setup.directory !== 'string') return undefined;
  const clusters = dirname(setup.directory);
  return basename(clusters) === 'clusters' ? compiledDirectory(dirname(clusters)) : undefined;
}

loadEntry(import.meta.dirname, 'embedded', {
  name: 'embedded',
  keep: 'idle',
  bundle: bundleId,
  directory: directory(),
});
