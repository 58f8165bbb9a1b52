import { dirname } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { readRegularText } from '../../files/regular-file.ts';

const longestKubeconfig = 4 * 1024 * 1024;

/** `loadFromFile` of the client library, limited to regular files of a bounded size: reading anything else could block. */
export function loadKubeconfig(config: KubeConfig, path: string): void {
  config.loadFromString(readRegularText(path, longestKubeconfig));
  config.makePathsAbsolute(dirname(path));
}
