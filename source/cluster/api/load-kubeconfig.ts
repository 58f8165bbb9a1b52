import { dirname } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { readRegularText } from '../../files/regular-file.ts';

const longestKubeconfig = 4 * 1024 * 1024;

/** `loadFromFile` of the client library, for a regular file of a bounded size alone: anything else could keep us waiting. */
export function loadKubeconfig(config: KubeConfig, path: string): void {
  config.loadFromString(readRegularText(path, longestKubeconfig));
  config.makePathsAbsolute(dirname(path));
}
