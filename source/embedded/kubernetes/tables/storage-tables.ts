import { age } from '../../../kubernetes-values/age.ts';
import { defaultClassAnnotation } from '../../../kubernetes-values/well-known-names.ts';
import { columns, type Printers, type Shown } from './column.ts';

const abbreviations: Record<string, string> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

function accessModes(modes: readonly string[] = []): string {
  return modes.map((mode) => abbreviations[mode] ?? mode).join(',');
}

function phase(object: Shown<'persistentvolumeclaims' | 'persistentvolumes'>): string {
  return object.metadata.deletionTimestamp ? 'Terminating' : String(object.status?.phase ?? '');
}

export const storagePrinters: Printers = {
  persistentvolumeclaims: {
    columns: columns(
      'Name, Status, Volume, Capacity, Access Modes, StorageClass, VolumeAttributesClass, Age | VolumeMode',
    ),
    row: (it, now) => {
      const bound = Boolean(it.spec?.volumeName);
      return [
        it.metadata.name,
        phase(it),
        String(it.spec?.volumeName ?? ''),
        bound ? String(it.status?.capacity?.storage ?? '') : '',
        bound ? accessModes(it.status?.accessModes) : '',
        String(it.spec?.storageClassName ?? ''),
        String(it.spec?.volumeAttributesClassName ?? '<unset>'),
        age(it.metadata.creationTimestamp, now),
        String(it.spec?.volumeMode ?? '<unset>'),
      ];
    },
  },
  persistentvolumes: {
    columns: columns(
      'Name, Capacity, Access Modes, Reclaim Policy, Status, Claim, StorageClass, VolumeAttributesClass, Reason, Age | VolumeMode',
    ),
    row: (it, now) => [
      it.metadata.name,
      String(it.spec?.capacity?.storage ?? ''),
      accessModes(it.spec?.accessModes),
      String(it.spec?.persistentVolumeReclaimPolicy ?? ''),
      phase(it),
      it.spec?.claimRef ? `${it.spec?.claimRef.namespace}/${it.spec?.claimRef.name}` : '',
      String(it.spec?.storageClassName ?? ''),
      String(it.spec?.volumeAttributesClassName ?? '<unset>'),
      String(it.status?.reason ?? ''),
      age(it.metadata.creationTimestamp, now),
      String(it.spec?.volumeMode ?? '<unset>'),
    ],
  },
  storageclasses: {
    columns: columns('Name, Provisioner, ReclaimPolicy, VolumeBindingMode, AllowVolumeExpansion, Age'),
    row: (it, now) => [
      `${it.metadata.name}${it.metadata.annotations?.[defaultClassAnnotation] === 'true' ? ' (default)' : ''}`,
      String(it.provisioner ?? ''),
      String(it.reclaimPolicy ?? 'Delete'),
      String(it.volumeBindingMode ?? 'Immediate'),
      String(it.allowVolumeExpansion === true),
      age(it.metadata.creationTimestamp, now),
    ],
  },
};
