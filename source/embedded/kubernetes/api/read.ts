import { parseJson } from '../../../files/parse-json.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { inSlices } from '../../bounds/lanes/api.ts';
import { badRequest, notFound, StatusError, tooLargeVersion } from '../objects/status-error.ts';
import type { ApiContext, ApiRequest } from './context.ts';
import { checkListOptions, checkReached, exactVersion } from './list-options.ts';
import { queryFilter } from './query-selector.ts';
import { sendList, sendObject } from './respond-object.ts';

/** The object at the path; 404 if it does not exist. */
export function requireTarget(context: ApiContext, api: ApiRequest): KubeObject {
  const { resource, namespace, name = '' } = api.target;
  const object = context.store.get(resource.plural, namespace, name);
  if (!object) throw notFound(resource, name);
  return object;
}

/** The pod whose subresource is requested. */
export function requirePod(context: ApiContext, api: ApiRequest): Stored<'pods'> {
  const { resource, namespace, name = '' } = api.target;
  const pod = context.store.get('pods', namespace, name);
  if (!pod) throw notFound(resource, name);
  return pod;
}

/**
 * GET of one object: the newest state, which has to have reached a `resourceVersion` in the query.
 * Reference: https://kubernetes.io/docs/reference/using-api/api-concepts/
 */
export async function getObject(context: ApiContext, api: ApiRequest): Promise<void> {
  checkReached(context, api);
  await sendObject(context, api, 200, requireTarget(context, api));
}

/**
 * GET of a collection, whole or in pages of `limit`, with `labelSelector`, `fieldSelector`, `resourceVersion` and `resourceVersionMatch`.
 * All pages show the state of the first one; a `continue` token gets 410 once the history no longer reaches back to that.
 * Reference: https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks
 */
export async function listObjects(context: ApiContext, api: ApiRequest): Promise<void> {
  const { resource } = api.target;
  checkListOptions(api.query);
  checkReached(context, api);
  const filter = queryFilter(resource, api.query);
  const isSelected = ['labelSelector', 'fieldSelector'].some((name) => api.query.get(name));
  const token = api.query.get('continue');
  const start = token ? parseContinue(token) : undefined;
  const { items, resourceVersion } = start
    ? continued(context, api, start.version)
    : listed(context, api, exactVersion(api.query));
  let matching: KubeObject[] = [];
  await inSlices(items, (item) => {
    if (filter(item)) matching.push(item);
  });

  if (start) matching = matching.filter((item) => keyOf(item) > start.after);
  const limit = readLimit(api.query.get('limit'));
  const page = limit > 0 ? matching.slice(0, limit) : matching;
  const last = page.at(-1);
  const remaining = matching.length - page.length;
  const more =
    remaining > 0 && last
      ? {
          continue: formatContinue({ version: resourceVersion, after: keyOf(last) }),
          // Unknown with selectors, as in Kubernetes.
          ...(isSelected ? {} : { remainingItemCount: remaining }),
        }
      : {};
  await sendList(context, api, page, { resourceVersion, ...more });
}

/** The newest objects, or those of an earlier version. */
function listed(
  { store }: ApiContext,
  { target }: ApiRequest,
  version: string | undefined,
): { items: readonly KubeObject[]; resourceVersion: string } {
  const { resource, namespace } = target;
  const newest = store.list(resource.plural, namespace);
  if (version === undefined || version === newest.resourceVersion) return newest;
  if (Number(version) > Number(newest.resourceVersion))
    throw tooLargeVersion(version, newest.resourceVersion);
  return { items: store.listAt(resource.plural, namespace, version), resourceVersion: version };
}

/** The objects of an earlier page's version. Source: handleCompactedErrorForContinue in k8s.io/apiserver, which adds a new token. */
function continued(context: ApiContext, api: ApiRequest, version: string): ReturnType<typeof listed> {
  try {
    return listed(context, api, version);
  } catch (error) {
    if (!(error instanceof StatusError) || error.code !== 410) throw error;
    throw new StatusError(
      410,
      'Expired',
      'The provided continue parameter is too old to display a consistent list result. ' +
        'You must start a new list without the continue parameter.',
    );
  }
}

function readLimit(text: string | null): number {
  const limit = Number(text ?? 0);
  if (!Number.isSafeInteger(limit)) throw badRequest(`invalid limit: \`${String(text).slice(0, 40)}\``);
  return limit;
}

interface ContinueToken {
  readonly version: string;
  /** The key of the last object sent. */
  readonly after: string;
}

const keyOf = ({ metadata }: KubeObject) => `${metadata.namespace ?? ''}/${metadata.name}`;

function formatContinue(token: ContinueToken): string {
  return Buffer.from(JSON.stringify([token.version, token.after])).toString('base64url');
}

function parseContinue(text: string): ContinueToken {
  const token = parseJson(Buffer.from(text, 'base64url').toString());
  if (Array.isArray(token)) {
    const [version, after]: unknown[] = token;
    if (typeof version === 'string' && /^\d+$/.test(version) && typeof after === 'string')
      return { version, after };
  }
  // A token that this server did not issue.
  throw badRequest('continue key is not valid');
}
