import { createHash } from 'node:crypto';
import { groupVersion, resources } from '../objects/resources.ts';

/**
 * `/openapi/v3`: enough for `kubectl apply` and `kubectl explain` to see that a kind exists and that the server validates fields. Schemas
 * are empty: the server checks every field itself.
 */
export function openApiIndex(): object {
  const versions = new Set(resources.map(groupVersion));
  const paths = [...versions].map((version) => {
    const path = pathOf(version);
    const hash = createHash('sha256')
      .update(JSON.stringify(openApiDocument(path)))
      .digest('hex')
      .slice(0, 32);
    return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }];
  });
  return { paths: Object.fromEntries(paths) };
}

function pathOf(version: string): string {
  return version.includes('/') ? `apis/${version}` : `api/${version}`;
}

/** `/openapi/v3/apis/apps/v1`; `path` is the part after `/openapi/v3/`. */
export function openApiDocument(path: string): object | undefined {
  const served = resources.filter((resource) => pathOf(groupVersion(resource)) === path);
  if (served.length === 0) return undefined;
  const query = (name: string) => ({ name, in: 'query', schema: { type: 'string', uniqueItems: true } });
  const paths = served.map((resource) => {
    const scope = resource.namespaced ? 'namespaces/{namespace}/' : '';
    const operation = (action: string) => ({
      'x-kubernetes-action': action,
      'x-kubernetes-group-version-kind': {
        group: resource.group,
        version: resource.version,
        kind: resource.kind,
      },
      parameters: [query('dryRun'), query('fieldManager'), query('fieldValidation')],
      responses: {},
    });
    return [
      `/${path}/${scope}${resource.plural}/{name}`,
      { put: operation('put'), patch: operation('patch'), delete: operation('delete') },
    ];
  });
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'kafka-lab' },
    paths: Object.fromEntries(paths),
    components: { schemas: {} },
  };
}
