import { LabError } from '../../errors/lab-error.ts';
import { objectsIn, stringIn, valueAt } from '../../json/json-value.ts';
import type { ManifestObject } from '../../manifests/parse-manifest.ts';
import type { ApiClient } from '../api/api-client.ts';
import { ApiStatusError } from '../api/api-errors.ts';
import { segment } from '../api/paths.ts';
import { namespacePath, ownerLabel, readObject, untilGone } from './lab-namespace.ts';

/*
 * In a shared namespace, name and age tell which objects are ours: before the first of them, we create a ConfigMap
 * that marks the namespace as in use; an object older than it is not ours.
 */
export const markName = 'kafka-lab';

/** An object that the lab creates, by its location in the API. */
export interface LabObject {
  readonly kind: string;
  readonly name: string;
  readonly path: string;
}

const collections: Readonly<Record<string, string>> = {
  Service: 'api/v1 services',
  ConfigMap: 'api/v1 configmaps',
  Secret: 'api/v1 secrets',
  PersistentVolumeClaim: 'api/v1 persistentvolumeclaims',
  StatefulSet: 'apis/apps/v1 statefulsets',
  Deployment: 'apis/apps/v1 deployments',
  DaemonSet: 'apis/apps/v1 daemonsets',
  Job: 'apis/batch/v1 jobs',
};

/** The objects that the manifests create in the namespace, and the claims that their StatefulSets leave behind. */
export function labObjects(objects: readonly ManifestObject[], namespace: string): LabObject[] {
  const at = (kind: string, name: string): LabObject[] => {
    const [group, plural] = collections[kind]?.split(' ') ?? [];
    if (group === undefined) return [];
    return [{ kind, name, path: `/${group}/namespaces/${segment(namespace)}/${plural}/${segment(name)}` }];
  };
  const named = objects.flatMap((object) => {
    const name = stringIn(valueAt(object, 'metadata', 'name'));
    return name === undefined ? [] : [{ object, name }];
  });
  return [
    ...named.flatMap(({ object, name }) => at(String(object.kind), name)),
    ...named.flatMap(({ object, name }) => {
      const templates = objectsIn(valueAt(object, 'spec', 'volumeClaimTemplates'));
      const replicas = Math.min(100, Number(valueAt(object, 'spec', 'replicas') ?? 1) || 0);
      return templates.flatMap((template) =>
        Array.from({ length: replicas }, (_, ordinal) =>
          at('PersistentVolumeClaim', `${valueAt(template, 'metadata', 'name')}-${name}-${ordinal}`),
        ).flat(),
      );
    }),
  ];
}

/**
 * Deletes the lab's objects from a shared namespace, and nothing else.
 * @throws LabError `busy`: an object with such a name existed before.
 */
export async function deleteLabObjects(
  api: ApiClient,
  namespace: string,
  owner: string,
  objects: readonly LabObject[],
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const mark = await readObject(api, markPath(namespace), signal);
  const marked = mark?.metadata.labels?.[ownerLabel];
  if (mark !== undefined && marked !== owner) {
    throw new LabError('busy', `the namespace \`${namespace}\` is in use by another kafka-lab`, {
      hint: 'choose another with `--namespace NAME`',
    });
  }
  const since = Date.parse(mark?.metadata.creationTimestamp ?? '');
  const present = [];
  for (const object of objects) {
    const found = await readObject(api, object.path, signal);
    if (found === undefined) continue;
    const isOurs = Date.parse(found.metadata.creationTimestamp ?? '') >= since;
    if (!isOurs) {
      throw new LabError(
        'busy',
        `the ${object.kind} \`${object.name}\` in \`${namespace}\` was not created by kafka-lab`,
        { hint: 'choose another namespace with `--namespace NAME`, or delete it yourself' },
      );
    }
    present.push({ object, uid: String(found.metadata.uid) });
  }
  for (const { object, uid } of present) {
    try {
      const body = {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        preconditions: { uid },
        propagationPolicy: 'Foreground',
      };
      await api.json({ method: 'DELETE', path: object.path, body, signal });
    } catch (error) {
      if (!(error instanceof ApiStatusError) || (error.code !== 404 && error.code !== 409)) throw error;
    }
  }
  for (const { object, uid } of present) {
    await untilGone(
      async () => {
        const left = await readObject(api, object.path, signal);
        return left?.metadata.uid === uid ? `${object.kind} ${object.name}` : undefined;
      },
      say,
      signal,
    );
    say(`Deleted ${object.kind} ${object.name}.`);
  }
}

/** Marks a shared namespace as in use by us, before the lab creates anything in it. */
export async function markNamespace(
  api: ApiClient,
  namespace: string,
  owner: string,
  signal: AbortSignal,
): Promise<void> {
  if ((await readObject(api, markPath(namespace), signal)) !== undefined) return;
  await api.json({
    method: 'POST',
    path: `${namespacePath(namespace)}/configmaps`,
    body: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: markName,
        labels: { 'app.kubernetes.io/managed-by': 'kafka-lab', [ownerLabel]: owner },
      },
      data: { about: 'kafka-lab uses this namespace; kafka-lab down deletes its objects and this one.' },
    },
    signal,
  });
}

/** Deletes the mark, after everything else. */
export async function unmarkNamespace(
  api: ApiClient,
  namespace: string,
  owner: string,
  signal: AbortSignal,
): Promise<void> {
  const mark = await readObject(api, markPath(namespace), signal);
  if (mark?.metadata.labels?.[ownerLabel] !== owner) return;
  await api.json({ method: 'DELETE', path: markPath(namespace), signal });
}

/** The uid of our mark on a shared namespace; undefined if it is not in use by us. */
export async function markOf(
  api: ApiClient,
  namespace: string,
  owner: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const mark = await readObject(api, markPath(namespace), signal);
  return mark?.metadata.labels?.[ownerLabel] === owner ? String(mark.metadata.uid) : undefined;
}

const markPath = (namespace: string): string => `${namespacePath(namespace)}/configmaps/${markName}`;
