import type { PodTemplateSpec } from '../../../kubernetes-types/core/pod.ts';
import type { LabelSelector } from '../../../kubernetes-types/meta/label-selector.ts';
import { age } from '../../../kubernetes-values/age.ts';
import { columns, none, orNone, type Printers } from './column.ts';

/** `a=b,c in (d,e)`, keys and values in order. */
export function formatSelector(selector: LabelSelector | undefined): string {
  if (!selector) return none;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const parts = [
    ...Object.entries(matchLabels).map(([key, value]) => ({ key, text: `${key}=${value}` })),
    ...matchExpressions.map(({ key, operator, values = [] }) => ({
      key,
      text:
        operator === 'Exists'
          ? key
          : operator === 'DoesNotExist'
            ? `!${key}`
            : `${key} ${operator.toLowerCase()} (${[...values].sort().join(',')})`,
    })),
  ];
  parts.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  return parts.map(({ text }) => text).join(',') || none;
}

export function formatLabels(map: Record<string, string> | undefined): string {
  return labels(map).join(',') || none;
}

function labels(map: Record<string, string> = {}): string[] {
  return Object.entries(map)
    .map(([key, value]) => `${key}=${value}`)
    .sort();
}

export function containers(template: PodTemplateSpec | undefined): [string, string] {
  const list = template?.spec.containers ?? [];
  return [list.map(({ name }) => name).join(','), list.map(({ image }) => image).join(',')];
}

const count = (value: number | undefined) => value ?? 0;

export const workloadPrinters: Printers = {
  deployments: {
    columns: columns('Name, Ready, Up-to-date, Available, Age | Containers, Images, Selector'),
    row: (it, now) => [
      it.metadata.name,
      `${count(it.status?.readyReplicas)}/${count(it.spec?.replicas)}`,
      count(it.status?.updatedReplicas),
      count(it.status?.availableReplicas),
      age(it.metadata.creationTimestamp, now),
      ...containers(it.spec?.template),
      formatSelector(it.spec?.selector),
    ],
  },
  daemonsets: {
    columns: columns(
      'Name, Desired, Current, Ready, Up-to-date, Available, Node Selector, Age | Containers, Images, Selector',
    ),
    row: (it, now) => [
      it.metadata.name,
      count(it.status?.desiredNumberScheduled),
      count(it.status?.currentNumberScheduled),
      count(it.status?.numberReady),
      count(it.status?.updatedNumberScheduled),
      count(it.status?.numberAvailable),
      formatLabels(it.spec?.template.spec.nodeSelector),
      age(it.metadata.creationTimestamp, now),
      ...containers(it.spec?.template),
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
      ...containers(it.spec?.template),
      formatSelector(it.spec?.selector),
    ],
  },
  statefulsets: {
    columns: columns('Name, Ready, Age | Containers, Images'),
    row: (it, now) => [
      it.metadata.name,
      `${count(it.status?.readyReplicas)}/${count(it.spec?.replicas)}`,
      age(it.metadata.creationTimestamp, now),
      ...containers(it.spec?.template),
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
