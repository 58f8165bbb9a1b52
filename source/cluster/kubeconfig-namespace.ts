import { parseDocument } from 'yaml';
import { readRegularText } from '../files/regular-file.ts';
import { replaceFile } from '../files/replace-file.ts';

const longestKubeconfig = 1024 * 1024;

/** Makes `namespace` the one that commands without `-n` use in the session's own kubeconfig, which has a single context. */
export function setKubeconfigNamespace(kubeconfig: string, namespace: string): void {
  const config = parseDocument(readRegularText(kubeconfig, longestKubeconfig, 'refuse'));
  config.setIn(['contexts', 0, 'context', 'namespace'], namespace);
  replaceFile(kubeconfig, config.toString());
}
