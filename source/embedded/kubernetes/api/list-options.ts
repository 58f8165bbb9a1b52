import { badRequest, invalidOptions, tooLargeVersion } from '../objects/status-error.ts';
import { FieldErrors } from '../validation/field-errors.ts';
import type { ApiContext, ApiRequest } from './context.ts';
import { queryFlag } from './query-flag.ts';

const matches = ['Exact', 'NotOlderThan'];

/** 422 for contradictions. Source: ValidateListOptions in k8s.io/apimachinery/pkg/apis/meta/internalversion/validation. */
export function checkListOptions(query: URLSearchParams): void {
  const causes = new FieldErrors();
  const field = 'resourceVersionMatch';
  const match = query.get(field);
  const version = query.get('resourceVersion');
  if (match) {
    if (!version) causes.forbidden(field, `${field} is forbidden unless resourceVersion is provided`);
    if (query.get('continue')) causes.forbidden(field, `${field} is forbidden when continue is provided`);
    if (!matches.includes(match)) causes.unsupported(field, match, [...matches, '']);
    if (match === 'Exact' && version === '0')
      causes.forbidden(field, `${field} "exact" is forbidden for resourceVersion "0"`);
  }
  if (query.has('sendInitialEvents'))
    causes.forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list');
  if (causes.list.length > 0) throw invalidOptions('ListOptions', causes.list);
  if (version && version !== '0' && query.get('continue'))
    throw badRequest('specifying resource version is not allowed when using continue');
}

/** 422 for contradictions, without those of `sendInitialEvents`. */
export function checkWatchOptions(query: URLSearchParams): void {
  const field = 'resourceVersionMatch';
  if (!query.get(field) || queryFlag(query, 'sendInitialEvents')) return;
  const causes = new FieldErrors();
  causes.forbidden(field, `${field} is forbidden for watch unless sendInitialEvents is provided`);
  throw invalidOptions('ListOptions', causes.list);
}

/** 504 for a `resourceVersion` that is still to come. */
export function checkReached({ store }: ApiContext, { target, query }: ApiRequest): void {
  const version = query.get('resourceVersion');
  if (!version) return;
  if (!/^\d{1,15}$/.test(version)) throw badRequest(`invalid resource version: \`${version.slice(0, 40)}\``);
  const { resourceVersion } = store.list(target.resource.plural, '');
  if (Number(version) > Number(resourceVersion)) throw tooLargeVersion(version, resourceVersion);
}

/**
 * The one version that a list has to show; undefined: the newest will do. With `limit` alone, a version is exact.
 * Reference: https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions
 */
export function exactVersion(query: URLSearchParams): string | undefined {
  const version = query.get('resourceVersion');
  if (!version || version === '0') return undefined;
  const match = query.get('resourceVersionMatch');
  if (match === 'Exact') return version;
  return !match && Number(query.get('limit') ?? 0) > 0 ? version : undefined;
}
