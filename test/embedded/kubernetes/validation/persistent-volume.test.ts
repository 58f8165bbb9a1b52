import { expect, it } from 'vitest';
import { FieldErrors } from '../../../../source/embedded/kubernetes/validation/field-errors.ts';
import { validatePersistentVolume } from '../../../../source/embedded/kubernetes/validation/persistent-volume.ts';

const volume = {
  accessModes: ['ReadWriteOnce'],
  capacity: { storage: '1Gi' },
  hostPath: { path: '/data' },
};

it('a volume whose storageClassName is no name was accepted', () => {
  const fieldsOf = (storageClassName: unknown) => {
    const causes = new FieldErrors();
    validatePersistentVolume(causes, { ...volume, storageClassName });
    return causes.list.map(({ field }) => field);
  };
  for (const wrong of ['../..', 'A', 'a/b', '-a', 'x'.repeat(300)])
    expect(fieldsOf(wrong), wrong).toEqual(['spec.storageClassName']);
  for (const right of [undefined, '', 'standard']) expect(fieldsOf(right)).toEqual([]);
});
