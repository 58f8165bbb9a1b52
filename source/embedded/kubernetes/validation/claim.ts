import { isRecord } from '../objects/values.ts';
import { records } from '../schema/pod-defaults.ts';
import type { FieldErrors } from './field-errors.ts';
import { checkSubdomain } from './names.ts';

/** A claim by itself, or one of a StatefulSet's templates. */
export function validateClaim(causes: FieldErrors, field: string, spec: unknown): void {
  const claim = isRecord(spec) ? spec : {};
  const modes = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];
  if (!Array.isArray(claim.accessModes) || claim.accessModes.length === 0)
    causes.required(`${field}.accessModes`, 'at least 1 access mode is required');
  else for (const mode of claim.accessModes) causes.oneOf(`${field}.accessModes`, mode, modes);
  const requests = isRecord(claim.resources) ? claim.resources.requests : undefined;
  if (!isRecord(requests) || requests.storage === undefined) causes.required(`${field}.resources[storage]`);
  checkSubdomain(causes, `${field}.storageClassName`, claim.storageClassName);
  // Differs from Kubernetes, where such a claim waits for ever: no volume has the name.
  checkSubdomain(causes, `${field}.volumeName`, claim.volumeName);
}

export function validateClaimTemplates(causes: FieldErrors, field: string, claims: unknown): void {
  for (const [index, claim] of records(claims).entries()) {
    const at = `${field}[${index}]`;
    if (!isRecord(claim.metadata) || !claim.metadata.name) causes.required(`${at}.metadata.name`);
    validateClaim(causes, `${at}.spec`, claim.spec);
  }
}
