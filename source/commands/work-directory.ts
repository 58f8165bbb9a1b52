import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isSeq, parseAllDocuments, visit } from 'yaml';
import { manifestDirectory } from './locations.ts';

/**
 * A directory of the session's own with the lab's manifests, in which the commands of the steps run. `rate`: the producer's
 * messages a second, 0 for as fast as it can; undefined leaves the manifest as it is.
 */
export function makeWorkDirectory(directory: string, rate: number | undefined): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const file of ['cluster.yml', 'kafka.yml'])
    copyFileSync(join(manifestDirectory(), file), join(directory, file));
  const clients = readFileSync(join(manifestDirectory(), 'clients.yml'), 'utf8');
  writeFileSync(join(directory, 'clients.yml'), rate === undefined ? clients : withRate(clients, rate));
  return directory;
}

/** The manifest with the value of every RATE variable replaced; everything else, comments too, stays. */
export function withRate(manifest: string, rate: number): string {
  const documents = parseAllDocuments(manifest);
  if ('empty' in documents) return manifest;
  for (const document of documents) {
    visit(document, {
      Pair: (_key, pair) => {
        if ((pair.key as { value?: unknown } | null)?.value !== 'env' || !isSeq(pair.value)) return;
        for (const variable of pair.value.items)
          if (isMap(variable) && variable.get('name') === 'RATE') variable.set('value', String(rate));
      },
    });
  }
  return documents.map(String).join('');
}
