import { isOfKind, type Stored } from '../../../kubernetes-types/kinds.ts';
import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { foregroundFinalizer, orphanFinalizer } from '../../../kubernetes-values/well-known-names.ts';
import { inSlices } from '../../bounds/lanes/api.ts';
import type { Resource } from '../objects/resources.ts';
import { badRequest, conflict, forbidden, invalidOptions } from '../objects/status-error.ts';
import { isRecord, timestamp } from '../objects/values.ts';
import { FieldErrors } from '../validation/field-errors.ts';
import type { ApiContext, ApiRequest } from './context.ts';
import { queryFilter } from './query-selector.ts';
import { requireTarget } from './read.ts';
import { unsupportedOption } from './request-options.ts';
import { sendJson } from './respond.ts';
import { sendList, sendObject } from './respond-object.ts';
import { requestBody } from './write.ts';

/** `DeleteOptions`, from the body or the query. */
export interface DeleteOptions {
  readonly graceSeconds: number | undefined;
  readonly propagation: 'Background' | 'Foreground' | 'Orphan' | undefined;
  readonly uid: string | undefined;
  readonly resourceVersion: string | undefined;
  readonly dryRun: boolean;
}

/** The kinds whose deleted object is the answer. Reference: `ReturnDeletedObject` in pkg/registry of Kubernetes 1.30. */
const answeredKinds: ReadonlySet<string> = new Set([
  'persistentvolumeclaims',
  'persistentvolumes',
  'pods',
  'resourcequotas',
  'serviceaccounts',
  'services',
  'storageclasses',
]);

const permanentNamespaces = ['default', 'kube-system', 'kube-public'];

/**
 * DELETE of an object, with grace period, propagation policy, preconditions and dry run from `DeleteOptions`. Answers with the object
 * while a grace period or a finalizer holds it, and for {@link answeredKinds}; otherwise with a Status.
 * Reference: https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-deletion and
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/
 */
export async function deleteObject(context: ApiContext, api: ApiRequest): Promise<void> {
  requireTarget(context, api);
  const options = readDeleteOptions(await requestBody(context, api), api.query);
  const { object, gone } = markDeleted(context, api.target.resource, requireTarget(context, api), options);
  if (!gone || answeredKinds.has(api.target.resource.plural)) {
    await sendObject(context, api, 200, object);
    return;
  }
  const { group, plural } = api.target.resource;
  const { name, uid } = object.metadata;
  sendJson(api.response, 200, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name, ...(group ? { group } : {}), kind: plural, uid },
  });
}

/**
 * DELETE of a collection: deletes what the selectors match, in slices, and answers with the list.
 * Reference: https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-deletion
 */
export async function deleteCollection(context: ApiContext, api: ApiRequest): Promise<void> {
  const { resource, namespace } = api.target;
  const options = readDeleteOptions(await requestBody(context, api), api.query);
  const filter = queryFilter(resource, api.query);
  const { items } = context.store.list(resource.plural, namespace);
  const deleted: KubeObject[] = [];
  await inSlices(items, (item) => {
    // Other requests may have changed it between two slices.
    const current =
      filter(item) && context.store.get(resource.plural, item.metadata.namespace, item.metadata.name);
    if (current && current.metadata.uid === item.metadata.uid)
      deleted.push(markDeleted(context, resource, current, options).object);
  });
  const { resourceVersion } = context.store.list(resource.plural, '');
  await sendList(context, api, deleted, { resourceVersion });
}

/** Reads `DeleteOptions` from a body, then the query. */
export function readDeleteOptions(body: unknown, query: URLSearchParams): DeleteOptions {
  const options = isRecord(body) ? body : {};
  const preconditions = isRecord(options.preconditions) ? options.preconditions : {};
  const grace = options.gracePeriodSeconds ?? query.get('gracePeriodSeconds') ?? undefined;
  const graceSeconds = grace === undefined ? undefined : Number(grace);
  if (graceSeconds !== undefined && !Number.isSafeInteger(graceSeconds))
    throw badRequest(`invalid gracePeriodSeconds: \`${String(grace).slice(0, 40)}\``);
  const orphans = options.orphanDependents ?? query.get('orphanDependents') ?? undefined;
  const propagation = options.propagationPolicy ?? query.get('propagationPolicy') ?? undefined;
  checkPropagation(propagation, orphans);
  const dryRun = Array.isArray(options.dryRun) ? options.dryRun : query.getAll('dryRun');
  if (dryRun.some((value) => value !== 'All' && value !== ''))
    throw unsupportedOption('DeleteOptions', 'dryRun', dryRun, ['All']);
  return {
    // As in Kubernetes, a negative period stands for the shortest one that is not forced.
    graceSeconds: graceSeconds !== undefined && graceSeconds < 0 ? 1 : graceSeconds,
    propagation:
      orphans === true || orphans === 'true' ? 'Orphan' : (propagation as DeleteOptions['propagation']),
    uid: typeof preconditions.uid === 'string' ? preconditions.uid : undefined,
    resourceVersion:
      typeof preconditions.resourceVersion === 'string' ? preconditions.resourceVersion : undefined,
    dryRun: dryRun.includes('All'),
  };
}

/** Source: ValidateDeleteOptions in k8s.io/apimachinery/pkg/apis/meta/v1/validation. */
function checkPropagation(propagation: unknown, orphans: unknown): void {
  if (propagation === undefined) return;
  const policies = ['Foreground', 'Background', 'Orphan'];
  const causes = new FieldErrors();
  if (orphans !== undefined)
    causes.invalid(
      'propagationPolicy',
      propagation,
      'orphanDependents and deletionPropagation cannot be both set',
    );
  if (!policies.includes(String(propagation)))
    causes.unsupported('propagationPolicy', propagation, [...policies, 'nil']);
  if (causes.list.length > 0) throw invalidOptions('DeleteOptions', causes.list);
}

/** Removes an object, or marks it as terminating if a grace period or a finalizer holds it. */
export function markDeleted(
  context: ApiContext,
  resource: Resource,
  current: KubeObject,
  options: DeleteOptions,
): { object: KubeObject; gone: boolean } {
  const { name, namespace, uid } = current.metadata;
  checkPreconditions(resource, current, options);
  if (resource.plural === 'namespaces' && permanentNamespaces.includes(name))
    throw forbidden(resource, name, 'this namespace may not be deleted');

  const grace = isOfKind('pods', resource.plural, current) ? podGrace(current, options) : 0;
  const held = finalizersFor(current, options);
  if (options.dryRun) return { object: current, gone: grace === 0 && held.length === 0 };
  const isNamespace = resource.plural === 'namespaces';
  if (grace === 0 && held.length === 0 && !isNamespace) {
    const removed = context.store.remove(resource.plural, namespace, name, { uid });
    return { object: removed ?? current, gone: true };
  }
  const object = context.store.update(
    resource.plural,
    namespace,
    name,
    (draft) => {
      const earlier = draft.metadata.deletionGracePeriodSeconds;
      if (!draft.metadata.deletionTimestamp || (earlier !== undefined && grace < earlier)) {
        draft.metadata.deletionTimestamp = timestamp(context.now() + grace * 1000);
        draft.metadata.deletionGracePeriodSeconds = grace;
      }
      if (held.length > 0) draft.metadata.finalizers = held;
      if (isOfKind('namespaces', resource.plural, draft))
        draft.status = { ...draft.status, phase: 'Terminating' };
    },
    { uid },
  );
  return { object, gone: false };
}

function checkPreconditions(resource: Resource, { metadata }: KubeObject, options: DeleteOptions): void {
  const refuse = (what: string, wanted: string, actual: string) =>
    conflict(
      resource,
      metadata.name,
      `Precondition failed: ${what} in precondition: ${wanted}, ${what} in object meta: ${actual}`,
    );
  if (options.uid !== undefined && options.uid !== metadata.uid)
    throw refuse('UID', options.uid, metadata.uid);
  if (options.resourceVersion !== undefined && options.resourceVersion !== metadata.resourceVersion)
    throw refuse('ResourceVersion', options.resourceVersion, metadata.resourceVersion);
}

/** A pod without a node, or one that has finished, needs no grace period. */
function podGrace(pod: Stored<'pods'>, options: DeleteOptions): number {
  if (!pod.spec?.nodeName || ['Succeeded', 'Failed'].includes(pod.status?.phase ?? '')) return 0;
  return options.graceSeconds ?? Number(pod.spec.terminationGracePeriodSeconds ?? 30);
}

/** The finalizers that will hold the object: its own, and the one its propagation policy implies. */
function finalizersFor({ metadata }: KubeObject, { propagation }: DeleteOptions): string[] {
  const current = metadata.finalizers ?? [];
  if (propagation === undefined) return current;
  const own = current.filter((it) => it !== foregroundFinalizer && it !== orphanFinalizer);
  if (propagation === 'Foreground') return [...own, foregroundFinalizer];
  return propagation === 'Orphan' ? [...own, orphanFinalizer] : own;
}
