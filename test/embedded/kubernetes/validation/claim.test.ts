import { expect, it } from 'vitest';
import { validateClaim } from '../../../../source/embedded/kubernetes/validation/claim.ts';
import { FieldErrors } from '../../../../source/embedded/kubernetes/validation/field-errors.ts';

const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };

it.each(['volumeName', 'storageClassName'])('a claim whose %s is no name was accepted', (name) => {
  const fieldsOf = (value: unknown) => {
    const causes = new FieldErrors();
    validateClaim(causes, 'spec', { ...claim, [name]: value });
    return causes.list.map(({ field }) => field);
  };
  for (const wrong of ['../../x', '..', 'A', 'a/b', 'x'.repeat(300)])
    expect(fieldsOf(wrong), wrong).toEqual([`spec.${name}`]);
  for (const right of [undefined, '', 'pvc-0.a']) expect(fieldsOf(right)).toEqual([]);
});
