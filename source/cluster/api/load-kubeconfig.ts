import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { LabError } from '../../errors/lab-error.ts';
import { mergeKubeconfigs } from './merge-kubeconfigs.ts';

/**
 * The kubeconfig files that kubectl would read without `--kubeconfig`: those in KUBECONFIG, each once, else `~/.kube/config`. Some may
 * not exist.
 */
export function kubeconfigFiles(environment: Readonly<Record<string, string | undefined>>): string[] {
  const { KUBECONFIG, HOME } = environment;
  if (KUBECONFIG === undefined || KUBECONFIG === '') return [join(HOME ?? homedir(), '.kube', 'config')];
  return [...new Set(KUBECONFIG.split(delimiter))].filter((file) => file !== '');
}

/**
 * Loads kubeconfig files into the client library, whose own loader neither merges as kubectl does nor bounds what it reads. Entries
 * without what they need are left out.
 * @throws LabError `machine-lacks`: none of the files exists, or one of them cannot be read
 */
export function loadKubeconfigs(config: KubeConfig, files: readonly string[]): void {
  const { files: found, ...merged } = mergeKubeconfigs(files);
  if (found.length === 0)
    throw new LabError('machine-lacks', `there is no kubeconfig at \`${files.join(delimiter)}\``, {
      hint: "set KUBECONFIG to a cluster's kubeconfig, or use `--cluster embedded`, which needs none",
    });
  config.loadFromString(JSON.stringify(merged), { onInvalidEntry: 'filter' });
}
