import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { age } from '../../../kubernetes-values/age.ts';
import { segment } from '../../api/paths.ts';
import { requestKinds } from '../../api/read-objects.ts';
import type { VerbContext } from '../verb/verb.ts';
import { type Description, shownAnnotations } from './description.ts';

const modes: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

/** `RWO,ROX` */
export function shortModes(accessModes: readonly string[]): string {
  return accessModes.map((mode) => modes[mode] ?? mode).join(',');
}

export async function describeClaim(
  out: Description,
  { metadata, spec, status = {} }: Stored<'persistentvolumeclaims'>,
  context: VerbContext,
): Promise<void> {
  out.field(0, 'Name', metadata.name);
  out.field(0, 'Namespace', metadata.namespace);
  out.field(0, 'StorageClass', spec.storageClassName);
  const leaving = metadata.deletionTimestamp;
  out.field(0, 'Status', leaving ? `Terminating (lasts ${age(leaving)})` : status.phase);
  out.field(0, 'Volume', spec.volumeName);
  out.map(0, 'Labels', metadata.labels);
  out.map(0, 'Annotations', shownAnnotations(metadata.annotations), ': ');
  out.field(0, 'Finalizers', `[${(metadata.finalizers ?? []).join(' ')}]`);
  const accessModes: readonly string[] = spec.volumeName ? (status.accessModes ?? []) : [];
  out.field(0, 'Capacity', spec.volumeName ? status.capacity?.storage : '');
  out.field(0, 'Access Modes', shortModes(accessModes));
  if (spec.volumeMode) out.field(0, 'VolumeMode', spec.volumeMode);
  const pods = await requestKinds(context.api, 'pods', {
    path: `/api/v1/namespaces/${segment(metadata.namespace ?? context.namespace)}/pods`,
    signal: context.signal,
  });
  const users = pods.filter(({ spec: { volumes = [] } }) =>
    volumes.some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === metadata.name),
  );
  const [first = '<none>', ...others] = users.map((pod) => pod.metadata.name);
  out.field(0, 'Used By', first);
  for (const name of others) out.line(0, `\t${name}`);
}
