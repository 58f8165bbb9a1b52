import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from '../../errors/lab-error.ts';
import { objectsIn, stringIn, valueAt } from '../../json/json-value.ts';
import type { Stored } from '../../kubernetes-types/kinds.ts';
import type { ApiClient } from '../api/api-client.ts';
import { ApiStatusError, isNotFound } from '../api/api-errors.ts';
import type { KubeObject } from '../api/kube-object.ts';
import { segment } from '../api/paths.ts';
import { requestKind, requestObject } from '../api/read-objects.ts';

/** Marks our objects on a shared cluster; the value is the id of a home directory. */
export const ownerLabel = 'kafka-lab/owner';
const goneWithinMs = 180_000;
const lookEveryMs = 100;
const tellEveryMs = 10_000;

export interface LabNamespaceOptions {
  readonly namespace: string;
  readonly owner: string;
  /** True if the user named the namespace: then an existing one is used, and not deleted. */
  readonly mayShare: boolean;
}

export type NamespaceOwnership =
  | { readonly kind: 'absent' }
  /** Created by us, and deleted as a whole. */
  | { readonly kind: 'ours'; readonly uid: string }
  /** Created by others: only the lab's own objects in it are ours. */
  | { readonly kind: 'shared' };

export const namespacePath = (namespace: string): string => `/api/v1/namespaces/${segment(namespace)}`;

/**
 * Who owns the namespace.
 * @throws LabError `busy`: it belongs to others and may not be shared.
 */
export async function namespaceOwnership(
  api: ApiClient,
  { namespace, owner, mayShare }: LabNamespaceOptions,
  signal: AbortSignal,
): Promise<NamespaceOwnership> {
  let found: Stored<'namespaces'>;
  try {
    found = await requestKind(api, 'namespaces', { path: namespacePath(namespace), signal });
  } catch (error) {
    if (isNotFound(error)) return { kind: 'absent' };
    // A user who cannot read namespaces may still have access to one of them.
    if (error instanceof ApiStatusError && error.code === 403 && mayShare) return { kind: 'shared' };
    throw error;
  }
  const marked = found.metadata.labels?.[ownerLabel];
  if (marked === owner) return { kind: 'ours', uid: found.metadata.uid };
  if (marked !== undefined) {
    throw new LabError('busy', `the namespace \`${namespace}\` belongs to another kafka-lab`, {
      hint: 'choose one of your own with `--namespace NAME`',
    });
  }
  if (mayShare) return { kind: 'shared' };
  throw new LabError('busy', `the namespace \`${namespace}\` exists and was not created by kafka-lab`, {
    hint: `choose another with \`--namespace NAME\`; \`--namespace ${namespace}\` uses this one and deletes only the lab's objects`,
  });
}

/** Creates the namespace, marked as ours. */
export async function createNamespace(
  api: ApiClient,
  { namespace, owner }: LabNamespaceOptions,
  signal: AbortSignal,
): Promise<void> {
  try {
    await api.json({
      method: 'POST',
      path: '/api/v1/namespaces',
      body: {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: namespace,
          labels: { 'app.kubernetes.io/managed-by': 'kafka-lab', [ownerLabel]: owner },
        },
      },
      signal,
    });
  } catch (error) {
    if (!(error instanceof ApiStatusError) || error.code !== 403) throw error;
    throw new LabError('cluster', `these credentials cannot create the namespace \`${namespace}\``, {
      hint: 'name an existing one with `--namespace NAME`',
      cause: error,
    });
  }
}

/** Deletes the namespace of that uid, and waits until it is gone. */
export async function deleteNamespace(
  api: ApiClient,
  namespace: string,
  uid: string,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const path = namespacePath(namespace);
  try {
    await api.json({
      method: 'DELETE',
      path,
      body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } },
      signal,
    });
  } catch (error) {
    // Deleting it again while it is terminating is a conflict.
    if (!(error instanceof ApiStatusError) || (error.code !== 404 && error.code !== 409)) throw error;
  }
  await untilGone(
    async () => {
      const left = await readObject(api, path, signal);
      if (left === undefined || left.metadata.uid !== uid) return undefined;
      const blocked = objectsIn(valueAt(left, 'status', 'conditions')).find(
        ({ status, message }) => status === 'True' && message,
      );
      const message = stringIn(blocked?.message);
      return `namespace ${namespace}${message ? ` (${message})` : ''}`;
    },
    say,
    signal,
  );
}

/** The object at a path; undefined if there is none. */
export async function readObject(
  api: ApiClient,
  path: string,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  try {
    return await requestObject(api, { path, signal });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Waits until `left` returns nothing; reports from time to time what it waits for. */
export async function untilGone(
  left: () => Promise<string | undefined>,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const began = performance.now();
  let told = began;
  for (;;) {
    const what = await left();
    if (what === undefined) return;
    const now = performance.now();
    if (now - began > goneWithinMs) {
      throw new LabError('cluster', `${what} still exists after ${goneWithinMs / 1000} s`, {
        hint: 'use kubectl to see what holds it, then run the step again',
      });
    }
    if (now - told > tellEveryMs) {
      told = now;
      say(`Waiting until ${what} is deleted ...`);
    }
    await delay(lookEveryMs, undefined, { signal });
  }
}
