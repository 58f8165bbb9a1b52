import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { isRecord } from '../objects/values.ts';
import type { FieldErrors } from './field-errors.ts';

/** The most bytes that the values of a ConfigMap or Secret may have together. Source: MaxSecretSize in pkg/apis/core. */
export const mostDataBytes = 1024 * 1024;

/** Refuses data over 1 MiB, of which keys are no part. Source: ValidateConfigMap and ValidateSecret in pkg/apis/core/validation. */
export function checkDataSize(causes: FieldErrors, plural: string, object: KubeObject): void {
  const isSecret = plural === 'secrets';
  const base64 = isSecret ? object.data : object.binaryData;
  const bytes = sizeOf(base64, 'base64') + (isSecret ? 0 : sizeOf(object.data, 'utf8'));
  if (bytes > mostDataBytes) causes.tooLong(isSecret ? 'data' : '[]', mostDataBytes);
}

function sizeOf(data: unknown, encoding: 'base64' | 'utf8'): number {
  if (!isRecord(data)) return 0;
  let bytes = 0;
  for (const value of Object.values(data))
    if (typeof value === 'string') bytes += Buffer.byteLength(value, encoding);
  return bytes;
}
