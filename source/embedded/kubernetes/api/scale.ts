import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { badRequest, conflict, invalid, notFound } from '../objects/status-error.ts';
import { isRecord } from '../objects/values.ts';
import { formatSelector } from '../tables/workload-tables.ts';
import { requireObject } from './body.ts';
import type { ApiContext, ApiRequest } from './context.ts';
import { readPatch } from './patch.ts';
import { optionsKind } from './request-options.ts';
import { sendObject } from './respond-object.ts';
import { isDryRun, requestBody } from './write.ts';

const scalable = ['deployments', 'replicasets', 'statefulsets'] as const;
type Scalable = (typeof scalable)[number];

/** The `autoscaling/v1` Scale of a workload. */
function scaleOf(object: Stored<Scalable>): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, ...(namespace ? { namespace } : {}), uid, resourceVersion, creationTimestamp },
    spec: { replicas: Number(object.spec.replicas ?? 0) },
    status: {
      replicas: Number(object.status?.replicas ?? 0),
      selector: formatSelector(object.spec.selector),
    },
  };
}

/**
 * GET, PUT and PATCH of `/scale`, an `autoscaling/v1` Scale, of Deployments, ReplicaSets and StatefulSets.
 * Reference: https://kubernetes.io/docs/reference/kubernetes-api/apps/deployment-v1/
 */
export async function serveScale(context: ApiContext, api: ApiRequest): Promise<void> {
  const { resource, namespace, name = '' } = api.target;
  const plural = scalable.find((it) => it === resource.plural);
  const requireWorkload = (): Stored<Scalable> => {
    const found = plural && context.store.get(plural, namespace, name);
    if (!found) throw notFound(resource, name);
    return found;
  };
  let object = requireWorkload();
  if (api.request.method !== 'GET') {
    const change =
      api.request.method === 'PATCH'
        ? await readPatch(context, api)
        : await requestBody(context, api).then((body) => () => body);
    object = requireWorkload();
    const scale = requireObject(change(scaleOf(object)));
    const metadata = isRecord(scale.metadata) ? scale.metadata : {};
    if (metadata.resourceVersion && metadata.resourceVersion !== object.metadata.resourceVersion)
      throw conflict(resource, name);
    const replicas = isRecord(scale.spec) ? (scale.spec.replicas ?? 0) : 0;
    if (typeof replicas !== 'number' || !Number.isInteger(replicas) || replicas >= 2 ** 31)
      throw badRequest('json: cannot unmarshal into Go struct field ScaleSpec.spec.replicas of type int32');
    if (replicas < 0)
      throw invalid({ ...resource, group: 'autoscaling', kind: 'Scale' }, name, [
        {
          reason: 'FieldValueInvalid',
          field: 'spec.replicas',
          message: `Invalid value: ${replicas}: must be greater than or equal to 0`,
        },
      ]);
    if (isDryRun(api.query, optionsKind(api))) object = { ...object, spec: { ...object.spec, replicas } };
    else if (plural)
      object = context.store.update(plural, namespace, name, (draft) => {
        draft.spec.replicas = replicas;
      });
  }
  await sendObject(context, api, 200, scaleOf(object));
}
