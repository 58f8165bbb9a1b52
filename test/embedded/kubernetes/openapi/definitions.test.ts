import { describe, expect, test } from 'vitest';
import { resources } from '../../../../source/embedded/kubernetes/objects/resources.ts';
import {
  allDefinitions,
  definitionsFor,
} from '../../../../source/embedded/kubernetes/openapi/definitions.ts';
import { schemaOf } from '../../../../source/embedded/kubernetes/openapi/schema-json.ts';

const refer = (name: string) => `#/${name}`;
const find = (name: string) => {
  const found = allDefinitions().find((definition) => definition.name === name);
  if (!found) throw new Error(`no definition \`${name}\``);
  return schemaOf(found, refer);
};

test('every definition has a unique name, and every reference resolves', () => {
  const names = allDefinitions().map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const text = JSON.stringify(allDefinitions().map((definition) => schemaOf(definition, refer)));
  const referred = new Set([...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, name]) => name));
  expect([...referred].filter((name) => !names.includes(name as string))).toEqual([]);
});

test('each resource has its kind and, if it can be listed, its list kind', () => {
  const identities = allDefinitions().flatMap((definition) => {
    const schema = schemaOf(definition, refer) as Record<string, { group: string; kind: string }[]>;
    return (schema['x-kubernetes-group-version-kind'] ?? []).map(({ group, kind }) => `${group}/${kind}`);
  });
  for (const { group, kind, verbs } of resources) {
    expect(identities).toContain(`${group}/${kind}`);
    expect(identities.includes(`${group}/${kind}List`)).toBe(verbs.includes('list'));
  }
});

test('a group contains what its kinds refer to, and nothing else', () => {
  const served = resources.filter(({ group }) => group === 'apps');
  const names = definitionsFor(served).map(({ name }) => name);
  expect(names).toContain('io.k8s.api.apps.v1.Deployment');
  expect(names).toContain('io.k8s.api.core.v1.PodTemplateSpec');
  expect(names).toContain('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta');
  expect(names).not.toContain('io.k8s.api.core.v1.ConfigMap');
});

describe('schemas match those of kube-apiserver', () => {
  test.each([
    [
      'io.k8s.api.core.v1.PodSpec',
      'volumes',
      {
        type: 'array',
        items: { $ref: '#/io.k8s.api.core.v1.Volume' },
        'x-kubernetes-patch-merge-key': 'name',
        'x-kubernetes-patch-strategy': 'merge,retainKeys',
      },
    ],
    [
      'io.k8s.api.apps.v1.DeploymentSpec',
      'strategy',
      {
        allOf: [{ $ref: '#/io.k8s.api.apps.v1.DeploymentStrategy' }],
        'x-kubernetes-patch-strategy': 'retainKeys',
      },
    ],
    [
      'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta',
      'finalizers',
      { type: 'array', items: { type: 'string' }, 'x-kubernetes-patch-strategy': 'merge' },
    ],
    [
      'io.k8s.api.core.v1.Secret',
      'data',
      { type: 'object', additionalProperties: { type: 'string', format: 'byte' } },
    ],
    ['io.k8s.api.core.v1.ContainerPort', 'containerPort', { type: 'integer', format: 'int32' }],
    [
      'io.k8s.api.core.v1.HTTPGetAction',
      'port',
      { $ref: '#/io.k8s.apimachinery.pkg.util.intstr.IntOrString' },
    ],
  ])('%s.%s', (name, field, schema) => {
    expect(find(name).properties?.[field]).toEqual(schema);
  });

  test.each([
    ['io.k8s.api.core.v1.Container', ['name']],
    ['io.k8s.api.core.v1.PodSpec', ['containers']],
    ['io.k8s.api.core.v1.VolumeMount', ['mountPath', 'name']],
    ['io.k8s.api.apps.v1.DeploymentSpec', ['selector', 'template']],
    ['io.k8s.api.core.v1.Pod', undefined],
    ['io.k8s.api.core.v1.ConfigMapList', ['items']],
  ])('%s requires %j', (name, required) => {
    expect(find(name).required).toEqual(required);
  });
});
