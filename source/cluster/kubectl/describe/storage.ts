import type { NodeSelector } from '../../../kubernetes-types/core/affinity.ts';
import type { PersistentVolumeSpec } from '../../../kubernetes-types/core/persistent-volume.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { age } from '../../../kubernetes-values/age.ts';
import { defaultClassAnnotation } from '../../../kubernetes-values/well-known-names.ts';
import { shortModes } from './claim.ts';
import { type Description, shownAnnotations } from './description.ts';

/** `a=b,c=d`, or `<none>`. */
function onOneLine(map: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(map ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.sort().join(',') || '<none>';
}

export function describeStorageClass(out: Description, storage: Stored<'storageclasses'>): void {
  const { metadata, provisioner, parameters, allowVolumeExpansion, mountOptions } = storage;
  out.field(0, 'Name', metadata.name);
  out.field(0, 'IsDefaultClass', metadata.annotations?.[defaultClassAnnotation] === 'true' ? 'Yes' : 'No');
  out.field(0, 'Annotations', onOneLine(metadata.annotations));
  out.field(0, 'Provisioner', provisioner);
  out.field(0, 'Parameters', onOneLine(parameters));
  const expands = allowVolumeExpansion ? 'True' : 'False';
  out.field(0, 'AllowVolumeExpansion', allowVolumeExpansion === undefined ? '<unset>' : expands);
  const options: readonly string[] = mountOptions ?? [];
  if (options.length === 0) out.field(0, 'MountOptions', '<none>');
  else out.line(0, ['MountOptions:', ...options.map((option) => `  ${option}`)].join('\n'));
  if (storage.reclaimPolicy) out.field(0, 'ReclaimPolicy', storage.reclaimPolicy);
  if (storage.volumeBindingMode) out.field(0, 'VolumeBindingMode', storage.volumeBindingMode);
}

export function describeVolume(
  out: Description,
  { metadata, spec, status = {} }: Stored<'persistentvolumes'>,
): void {
  out.field(0, 'Name', metadata.name);
  out.map(0, 'Labels', metadata.labels);
  out.map(0, 'Annotations', shownAnnotations(metadata.annotations), ': ');
  out.field(0, 'Finalizers', `[${(metadata.finalizers ?? []).join(' ')}]`);
  out.field(0, 'StorageClass', spec.storageClassName);
  const leaving = metadata.deletionTimestamp;
  out.field(0, 'Status', leaving ? `Terminating (lasts ${age(leaving)})` : status.phase);
  out.field(0, 'Claim', spec.claimRef ? `${spec.claimRef.namespace}/${spec.claimRef.name}` : '');
  out.field(0, 'Reclaim Policy', spec.persistentVolumeReclaimPolicy);
  out.field(0, 'Access Modes', shortModes(spec.accessModes ?? []));
  if (spec.volumeMode) out.field(0, 'VolumeMode', spec.volumeMode);
  out.field(0, 'Capacity', spec.capacity?.storage);
  describeAffinity(out, spec.nodeAffinity?.required);
  out.field(0, 'Message', status.message);
  out.line(0, 'Source:');
  describeSource(out, spec);
}

function describeAffinity(out: Description, required: NodeSelector | undefined): void {
  out.field(0, 'Node Affinity', required ? '' : '<none>');
  if (!required) return;
  const terms = required.nodeSelectorTerms;
  out.field(1, 'Required Terms', terms.length > 0 ? '' : '<none>');
  for (const [index, { matchExpressions = [] }] of terms.entries()) {
    const texts = matchExpressions.map(
      ({ key, operator, values = [] }) =>
        `${key} ${operator.toLowerCase()}${values.length > 0 ? ` [${values.join(', ')}]` : ''}`,
    );
    const [first = '<none>', ...others] = texts;
    out.field(2, `Term ${index}`, first);
    for (const text of others) out.line(2, `\t${text}`);
  }
}

function describeSource(out: Description, { hostPath, local, csi }: PersistentVolumeSpec): void {
  if (hostPath) {
    out.field(2, 'Type', 'HostPath (bare host directory volume)');
    out.field(2, 'Path', hostPath.path);
    out.field(2, 'HostPathType', hostPath.type ?? '<none>');
  } else if (local) {
    out.field(2, 'Type', 'LocalVolume (a persistent volume backed by local storage on a node)');
    out.field(2, 'Path', local.path);
  } else if (csi) {
    out.field(2, 'Type', 'CSI (a Container Storage Interface (CSI) volume source)');
    out.field(2, 'Driver', csi.driver);
    out.field(2, 'FSType', csi.fsType);
    out.field(2, 'VolumeHandle', csi.volumeHandle);
    out.field(2, 'ReadOnly', csi.readOnly ?? false);
  } else out.line(2, '<unknown>');
}
