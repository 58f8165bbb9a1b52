import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { LabError } from '../../errors/lab-error.ts';
import type { ApiClient } from '../api/api-client.ts';
import { namespacePath, ownerLabel, readObject } from './lab-namespace.ts';

/** The ConfigMap and its key that hold the bundled clients. */
export const programConfigMap = 'kafka-lab-clients';
export const programFile = 'clients.cjs';

/** A ConfigMap holds at most 1 MiB; its names and labels count too. */
const mostBytes = 1024 * 1024 - 16 * 1024;

export interface UploadOptions {
  readonly namespace: string;
  readonly owner: string;
  /** The bundled program. */
  readonly path: string;
  readonly signal: AbortSignal;
}

/**
 * Stores the bundled clients in a ConfigMap, so that a stock Node image can run them without pushing an image.
 * @returns how many bytes it holds, and their digest
 * @throws LabError `machine-lacks`: there is no bundle. `busy`: a ConfigMap of that name that is not ours.
 */
export async function uploadClientProgram(
  api: ApiClient,
  { namespace, owner, path, signal }: UploadOptions,
): Promise<{ readonly bytes: number; readonly digest: string }> {
  let program: Buffer;
  try {
    program = await readFile(path);
  } catch (cause) {
    throw new LabError('machine-lacks', `the bundled clients are not at \`${path}\``, {
      hint: 'run npm run build',
      cause,
    });
  }
  if (program.length > mostBytes)
    throw new LabError(
      'cluster',
      `the clients have ${program.length} bytes, more than a ConfigMap can hold`,
      {
        hint: 'use an image of them with `--client-image IMAGE`',
      },
    );
  const collection = `${namespacePath(namespace)}/configmaps`;
  const at = `${collection}/${programConfigMap}`;
  const before = await readObject(api, at, signal);
  if (before !== undefined && before.metadata.labels?.[ownerLabel] !== owner)
    throw new LabError(
      'busy',
      `the ConfigMap \`${programConfigMap}\` exists and was not created by kafka-lab`,
      {
        hint: 'choose another namespace with `--namespace NAME`',
      },
    );
  await api.json({
    method: before === undefined ? 'POST' : 'PUT',
    path: before === undefined ? collection : at,
    body: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: programConfigMap,
        labels: { 'app.kubernetes.io/managed-by': 'kafka-lab', [ownerLabel]: owner },
      },
      data: { [programFile]: program.toString('utf8') },
    },
    signal,
  });
  return {
    bytes: program.length,
    digest: `sha256:${createHash('sha256').update(program).digest('hex')}`,
  };
}
