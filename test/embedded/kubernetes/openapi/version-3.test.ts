import { expect, test } from 'vitest';
import { openApiDocument, openApiIndex } from '../../../../source/embedded/kubernetes/openapi/version-3.ts';

test('the index names a document for each group and version, with its hash', async () => {
  const { paths } = (await openApiIndex()) as { paths: Record<string, { serverRelativeURL: string }> };
  expect(Object.keys(paths)).toContain('api/v1');
  expect(Object.keys(paths)).toContain('apis/apps/v1');
  for (const [path, { serverRelativeURL }] of Object.entries(paths)) {
    const document = await openApiDocument(path);
    expect(serverRelativeURL).toBe(`/openapi/v3/${path}?hash=${document?.hash}`);
  }
  expect(openApiDocument('apis/nosuch/v1')).toBeUndefined();
});

test('a document has the patch types of its kinds, and says that the server validates fields', async () => {
  const document = await openApiDocument('apis/apps/v1');
  const { paths, components } = JSON.parse(document?.json ?? '');
  const { patch, put } = paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}'];
  expect(patch['x-kubernetes-group-version-kind']).toEqual({
    group: 'apps',
    kind: 'Deployment',
    version: 'v1',
  });
  expect(patch.parameters.map(({ name }: { name: string }) => name)).toContain('fieldValidation');
  expect(Object.keys(patch.requestBody.content)).toContain('application/strategic-merge-patch+json');
  expect(put.requestBody.content['application/json'].schema).toEqual({
    $ref: '#/components/schemas/io.k8s.api.apps.v1.Deployment',
  });
  expect(components.schemas['io.k8s.api.apps.v1.Deployment'].properties.spec).toEqual({
    $ref: '#/components/schemas/io.k8s.api.apps.v1.DeploymentSpec',
  });
});
