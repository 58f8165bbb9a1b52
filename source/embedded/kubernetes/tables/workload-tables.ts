import { records } from '../schema/pod-defaults.ts';
import { isRecord } from '../store/values.ts';
import type { KubeObject } from '../store-api.ts';
import { age } from './age.ts';
import { columns, none, orNone, type Printer } from './column.ts';

/** `a=b,c in (d,e)`, keys in order. */
export function formatSelector(selector: unknown): string {
  if (!isRecord(selector)) return none;
  const parts = labels(selector.matchLabels);
  for (const { key, operator, values } of records(selector.matchExpressions)) {
    if (operator === 'Exists') parts.push(key);
    else if (operator === 'DoesNotExist') parts.push(`!${key}`);
    else parts.push(`${key} ${String(operator).toLowerCase()} (${(values ?? []).join(',')})`);
  }
  return parts.join(',') || none;
}

export function formatLabels(map: unknown): string {
  return labels(map).join(',') || none;
}

function labels(map: unknown): string[] {
  if (!isRecord(map)) return [];
  return Object.entries(map)
    .map(([key, value]) => `${key}=${value}`)
    .sort();
}

function containers(object: KubeObject): [string, string] {
  const list = records(object.spec?.template?.spec?.containers);
  return [list.map(({ name }) => name).join(','), list.map(({ image }) => image).join(',')];
}

const count = (value: unknown) => Number(value ?? 0);

export const workloadPrinters: Record<string, Printer> = {
  deployments: {
    columns: columns('Name, Ready, Up-to-date, Available, Age | Containers, Images, Selector'),
    row: (it, now) => [
      it.metadata.name,
      `${count(it.status?.readyReplicas)}/${count(it.spec?.replicas)}`,
      count(it.status?.updatedReplicas),
      count(it.status?.availableReplicas),
      age(it.metadata.creationTimestamp, now),
      ...containers(it),
      formatSelector(it.spec?.selector),
    ],
  },
  replicasets: {
    columns: columns('Name, Desired, Current, Ready, Age | Containers, Images, Selector'),
    row: (it, now) => [
      it.metadata.name,
      count(it.spec?.replicas),
      count(it.status?.replicas),
      count(it.status?.readyReplicas),
      age(it.metadata.creationTimestamp, now),
      ...containers(it),
      formatSelector(it.spec?.selector),
    ],
  },
  statefulsets: {
    columns: columns('Name, Ready, Age | Containers, Images'),
    row: (it, now) => [
      it.metadata.name,
      `${count(it.status?.readyReplicas)}/${count(it.spec?.replicas)}`,
      age(it.metadata.creationTimestamp, now),
      ...containers(it),
    ],
  },
  controllerrevisions: {
    columns: columns('Name, Controller, Revision, Age'),
    row: (it, now) => {
      const owner = it.metadata.ownerReferences?.find((reference) => reference.controller);
      const group = owner?.apiVersion.includes('/') ? `.${owner.apiVersion.split('/')[0]}` : '';
      return [
        it.metadata.name,
        owner ? `${owner.kind.toLowerCase()}${group}/${owner.name}` : none,
        count(it.revision),
        age(it.metadata.creationTimestamp, now),
      ];
    },
  },
  poddisruptionbudgets: {
    columns: columns('Name, Min Available, Max Unavailable, Allowed Disruptions, Age'),
    row: (it, now) => [
      it.metadata.name,
      String(it.spec?.minAvailable ?? 'N/A'),
      String(it.spec?.maxUnavailable ?? 'N/A'),
      String(count(it.status?.disruptionsAllowed)),
      age(it.metadata.creationTimestamp, now),
    ],
  },
  leases: {
    columns: columns('Name, Holder, Age'),
    row: (it, now) => [
      it.metadata.name,
      orNone(it.spec?.holderIdentity),
      age(it.metadata.creationTimestamp, now),
    ],
  },
};
