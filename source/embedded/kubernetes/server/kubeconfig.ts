import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { replaceFile } from '../../../files/replace-file.ts';

export interface KubeconfigOptions {
  /** Names the cluster, the context and the user. */
  readonly name: string;
  readonly url: string;
  /** PEM. */
  readonly authority: string;
  readonly token: string;
}

/** Writes `kubeconfig` into `directory`, readable by its owner alone, and returns its path. */
export async function writeKubeconfig(directory: string, options: KubeconfigOptions): Promise<string> {
  const { name, url, authority, token } = options;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name,
        cluster: { server: url, 'certificate-authority-data': Buffer.from(authority).toString('base64') },
      },
    ],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: 'default' } }],
    'current-context': name,
    preferences: {},
  };
  await mkdir(directory, { recursive: true });
  const path = join(directory, 'kubeconfig');
  replaceFile(path, stringify(config));
  return path;
}
