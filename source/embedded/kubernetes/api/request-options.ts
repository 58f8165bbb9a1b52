import { invalidOptions, type StatusError } from '../objects/status-error.ts';
import { FieldErrors } from '../validation/field-errors.ts';
import type { ApiRequest } from './context.ts';

/** The name of a request's options in an answer of 422. */
export type OptionsKind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions' | 'DeleteOptions';

export function optionsKind({ request }: ApiRequest): OptionsKind {
  if (request.method === 'PATCH') return 'PatchOptions';
  return request.method === 'PUT' ? 'UpdateOptions' : 'CreateOptions';
}

/** 422 for an option outside its closed set. Source: k8s.io/apimachinery/pkg/apis/meta/v1/validation. */
export function unsupportedOption(
  kind: OptionsKind,
  field: string,
  value: unknown,
  supported: readonly string[],
): StatusError {
  const causes = new FieldErrors();
  causes.unsupported(field, value, supported);
  return invalidOptions(kind, causes.list);
}
