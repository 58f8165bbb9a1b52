import { describe, expect, it } from 'vitest';
import { checkMetadata, decodeKind } from '../../../source/cluster/api/decode-kind.ts';
import { knownKind } from '../../../source/cluster/api/known-kinds.ts';

describe('decodeKind', () => {
  it('gives a missing required field its zero value, and leaves out a missing optional one', () => {
    const { spec, status, metadata } = decodeKind('pods', {
      metadata: { name: 'a' },
      spec: { containers: [{}] },
    });
    expect(spec).toEqual({ containers: [{ name: '', image: '' }] });
    expect(status).toBeUndefined();
    expect(metadata).toEqual({ name: 'a', uid: '', resourceVersion: '', creationTimestamp: '' });
    expect(decodeKind('deployments', {}).spec.template.spec.containers).toEqual([]);
  });

  it('treats null as missing, and does not change its input', () => {
    const input = { metadata: { name: 'a', labels: null }, spec: { containers: null, nodeName: null } };
    const { spec, metadata } = decodeKind('pods', input);
    expect(spec).toEqual({ containers: [] });
    expect(metadata).not.toHaveProperty('labels');
    expect(input.spec.nodeName).toBeNull();
  });

  it('keeps unknown fields', () => {
    const volume = { name: 'v', newSource: { a: 1 } };
    const { spec } = decodeKind('pods', { spec: { containers: [], volumes: [volume], later: true } });
    expect(spec).toMatchObject({ volumes: [volume], later: true });
  });

  it('reads quantities as strings, whatever JSON type the server uses', () => {
    expect(decodeKind('nodes', { status: { capacity: { pods: 110 } } }).status?.capacity).toEqual({
      pods: '110',
    });
  });

  it.each([
    ['spec', { spec: 'x' }],
    ['spec.containers', { spec: { containers: {} } }],
    ['spec.containers[1].name', { spec: { containers: [{}, { name: 5 }] } }],
    ['spec.hostNetwork', { spec: { hostNetwork: 'yes' } }],
    ['status.containerStatuses[0].restartCount', { status: { containerStatuses: [{ restartCount: '3' }] } }],
    ['metadata.labels.a', { metadata: { labels: { a: 1 } } }],
    ['metadata', { metadata: [] }],
  ])('names a field of the wrong type: %s', (path, value) => {
    expect(() => decodeKind('pods', value)).toThrow(`\`${path}\` is not`);
  });

  it('refuses a value that is not an object', () => {
    expect(() => decodeKind('pods', null)).toThrow('something that is not a Pod');
  });

  it('treats __proto__ as an ordinary field', () => {
    const labels = JSON.parse('{"__proto__":"x"}');
    const { metadata } = decodeKind('pods', { metadata: { labels } });
    expect(Object.hasOwn(metadata.labels ?? {}, '__proto__')).toBe(true);
  });
});

it('validates the metadata of an unknown kind', () => {
  expect(() => checkMetadata({ name: 'a', labels: { b: 'c' } })).not.toThrow();
  expect(() => checkMetadata({ ownerReferences: [{ uid: 1 }] })).toThrow(
    '`ownerReferences[0].uid` is not a string',
  );
});

it('does not mistake a custom resource for the built-in kind of the same name', () => {
  const type = {
    version: 'v1',
    plural: 'services',
    singular: 'service',
    shortNames: [],
    categories: [],
    kind: 'Service',
    namespaced: true,
    verbs: [],
  };
  expect(knownKind({ ...type, group: '' })).toBe('services');
  expect(knownKind({ ...type, group: 'serving.knative.dev' })).toBeUndefined();
});
