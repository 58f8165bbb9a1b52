import { age } from '../../../kubernetes-values/age.ts';
import { columns, none, orNone, type Printers, type Shown } from './column.ts';

const rolePrefix = 'node-role.kubernetes.io/';

function roles(node: Shown<'nodes'>): string {
  const names = Object.entries(node.metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith(rolePrefix)) return [key.slice(rolePrefix.length)];
    return key === 'kubernetes.io/role' && value ? [value] : [];
  });
  return names.filter(Boolean).sort().join(',') || none;
}

function nodeStatus(node: Shown<'nodes'>): string {
  const ready = node.status?.conditions?.find((condition) => condition.type === 'Ready');
  const states = [ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown'];
  if (node.spec?.unschedulable) states.push('SchedulingDisabled');
  return states.join(',');
}

function address(node: Shown<'nodes'>, type: string): string {
  return orNone(node.status?.addresses?.find((it) => it.type === type)?.address);
}

function size(map: Record<string, string> | undefined): number {
  return Object.keys(map ?? {}).length;
}

export const clusterPrinters: Printers = {
  nodes: {
    columns: columns(
      'Name, Status, Roles, Age, Version | Internal-IP, External-IP, OS-Image, Kernel-Version, Container-Runtime',
    ),
    row: (it, now) => {
      const info = it.status?.nodeInfo;
      const known = (value: unknown) => (value ? String(value) : '<unknown>');
      return [
        it.metadata.name,
        nodeStatus(it),
        roles(it),
        age(it.metadata.creationTimestamp, now),
        String(info?.kubeletVersion ?? ''),
        address(it, 'InternalIP'),
        address(it, 'ExternalIP'),
        known(info?.osImage),
        known(info?.kernelVersion),
        known(info?.containerRuntimeVersion),
      ];
    },
  },
  namespaces: {
    columns: columns('Name, Status, Age'),
    row: (it, now) => [
      it.metadata.name,
      String(it.status?.phase ?? ''),
      age(it.metadata.creationTimestamp, now),
    ],
  },
  configmaps: {
    columns: columns('Name, Data, Age'),
    row: (it, now) => [
      it.metadata.name,
      size(it.data) + size(it.binaryData),
      age(it.metadata.creationTimestamp, now),
    ],
  },
  secrets: {
    columns: columns('Name, Type, Data, Age'),
    row: (it, now) => [
      it.metadata.name,
      String(it.type ?? ''),
      size(it.data),
      age(it.metadata.creationTimestamp, now),
    ],
  },
  serviceaccounts: {
    columns: columns('Name, Secrets, Age'),
    row: (it, now) => [it.metadata.name, it.secrets?.length ?? 0, age(it.metadata.creationTimestamp, now)],
  },
  events: {
    columns: reorder(
      columns('Last Seen, Type, Reason, Object, Message | Subobject, Source, First Seen, Count, Name'),
    ),
    row: (it, now) => {
      const object = it.involvedObject ?? {};
      const first = it.firstTimestamp ?? it.eventTime;
      const last = it.series?.lastObservedTime ?? it.lastTimestamp ?? first;
      const host = it.source?.host ? `, ${it.source.host}` : '';
      const source = it.source?.component ?? it.reportingComponent ?? '';
      const seen = (at: unknown) => age(at, now);
      return [
        seen(last),
        String(it.type ?? ''),
        String(it.reason ?? ''),
        `${String(object.kind ?? '').toLowerCase()}/${object.name ?? ''}`,
        String(object.fieldPath ?? ''),
        `${source}${host}`,
        String(it.message ?? '').trim(),
        seen(first),
        Number(it.series?.count ?? it.count ?? 1),
        it.metadata.name,
      ];
    },
  },
};

/** Wide columns of events come between the narrow ones. */
function reorder<Named extends { readonly name: string }>(list: readonly Named[]): Named[] {
  const order = 'Last Seen,Type,Reason,Object,Subobject,Source,Message,First Seen,Count,Name'.split(',');
  return [...list].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}
