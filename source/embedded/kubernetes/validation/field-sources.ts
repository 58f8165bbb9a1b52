import { canonicalQuantity } from '../../../kubernetes-values/quantity.ts';
import { isRecord } from '../objects/values.ts';
import type { FieldErrors } from './field-errors.ts';

/*
 * The API server's messages about fields of a pod as the value of a variable or the contents of a file; source: validateObjectFieldSelector,
 * validateContainerResourceFieldSelector and validateContainerResourceDivisor in pkg/apis/core/validation.
 */

const inVariables = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
const inFiles = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];
/** Labels of fields that exist, but not for every use. */
const known = new Set([
  ...inVariables,
  ...inFiles,
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
]);

const resources = ['limits', 'requests'].flatMap((kind) =>
  ['cpu', 'ephemeral-storage', 'memory'].map((name) => `${kind}.${name}`),
);
const bytes = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

type Use = 'variable' | 'file';

/** `fieldRef` or `resourceFieldRef` of a variable (`valueFrom`) or of a file of the downward API. */
export function validateFieldSources(
  causes: FieldErrors,
  field: string,
  source: Record<string, unknown>,
  use: Use,
): void {
  const { fieldRef, resourceFieldRef } = source;
  if (isRecord(fieldRef)) validateFieldRef(causes, `${field}.fieldRef`, fieldRef, use);
  if (isRecord(resourceFieldRef))
    validateResourceRef(causes, `${field}.resourceFieldRef`, resourceFieldRef, use);
  if (use === 'variable') return;
  if (isRecord(fieldRef) && isRecord(resourceFieldRef))
    causes.invalid(field, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously');
  else if (!isRecord(fieldRef) && !isRecord(resourceFieldRef))
    causes.required(field, 'one of fieldRef and resourceFieldRef is required');
}

/** Permission bits of a file in a volume. */
export function checkFileMode(causes: FieldErrors, field: string, mode: unknown): void {
  if (typeof mode === 'number' && (mode < 0 || mode > 0o777))
    causes.invalid(field, mode, 'must be a number between 0 and 0777 (octal), both inclusive');
}

function validateFieldRef(
  causes: FieldErrors,
  field: string,
  { fieldPath }: Record<string, unknown>,
  use: Use,
): void {
  const at = `${field}.fieldPath`;
  if (typeof fieldPath !== 'string' || fieldPath === '') causes.required(at);
  else if (/^metadata\.(labels|annotations)\['[^']+'\]$/.test(fieldPath)) return;
  else if (!known.has(fieldPath))
    causes.invalid(at, fieldPath, `error converting fieldPath: field label not supported: ${fieldPath}`);
  else causes.oneOf(at, fieldPath, use === 'variable' ? inVariables : inFiles);
}

function validateResourceRef(
  causes: FieldErrors,
  field: string,
  { containerName, resource, divisor }: Record<string, unknown>,
  use: Use,
): void {
  if (use === 'file' && !containerName) causes.required(`${field}.containerName`);
  if (!resource) {
    causes.required(`${field}.resource`);
    return;
  }
  const name = String(resource);
  if (/^(limits|requests)\.hugepages-/.test(name)) return;
  causes.oneOf(`${field}.resource`, name, resources);
  const by = canonicalQuantity(String(divisor ?? '0'));
  if (!resources.includes(name) || by === undefined || by === '0') return;
  const what = name.slice(name.indexOf('.') + 1);
  const allowed = what === 'cpu' ? ['1m', '1'] : bytes;
  if (allowed.includes(by)) return;
  const list = what === 'cpu' ? '1m and 1' : bytes.join(', ');
  causes.invalid(
    `${field}.divisor`,
    name,
    `only divisor's values ${list} are supported with the ${what === 'ephemeral-storage' ? 'local ephemeral storage' : what} resource`,
  );
}
