import { describe, expect, it } from 'vitest';
import {
  threeWayJsonMergePatch,
  threeWayPatch,
  twoWayPatch,
} from '../../../../source/cluster/kubectl/apply/three-way-merge.ts';
import { type JsonObject, objectsIn, valueAt } from '../../../../source/json/json-value.ts';

const deployment = (containers: JsonObject[], more: JsonObject = {}): JsonObject => ({
  spec: { template: { spec: { containers } }, ...more },
});

describe('threeWayPatch', () => {
  it('is empty if the manifest matches the live object, whatever the server added', () => {
    const manifest = deployment([{ name: 'a', image: 'x:1' }]);
    const current = deployment([{ name: 'a', image: 'x:1', imagePullPolicy: 'IfNotPresent' }], {
      revisionHistoryLimit: 10,
    });
    expect(threeWayPatch(manifest, manifest, current)).toEqual({});
  });

  it('changes one container by its name, and keeps the order', () => {
    const before = deployment([
      { name: 'a', image: 'x:1' },
      { name: 'b', image: 'y:1' },
    ]);
    const after = deployment([
      { name: 'a', image: 'x:2' },
      { name: 'b', image: 'y:1' },
    ]);
    expect(threeWayPatch(before, after, before)).toEqual({
      spec: {
        template: {
          spec: {
            '$setElementOrder/containers': [{ name: 'a' }, { name: 'b' }],
            containers: [{ name: 'a', image: 'x:2' }],
          },
        },
      },
    });
  });

  it('deletes what was applied before and is gone from the manifest, but nothing that others added', () => {
    const original = deployment(
      [
        {
          name: 'a',
          env: [
            { name: 'OLD', value: '1' },
            { name: 'KEPT', value: '1' },
          ],
        },
      ],
      { paused: true },
    );
    const modified = deployment([{ name: 'a', env: [{ name: 'KEPT', value: '1' }] }]);
    const current = deployment(
      [
        {
          name: 'a',
          env: [
            { name: 'OLD', value: '1' },
            { name: 'KEPT', value: '1' },
            { name: 'THEIRS', value: '1' },
          ],
        },
        { name: 'sidecar' },
      ],
      { paused: true },
    );
    const patch = threeWayPatch(original, modified, current);
    expect(valueAt(patch, 'spec', 'paused')).toBeNull();
    const containers = objectsIn(valueAt(patch, 'spec', 'template', 'spec', 'containers'));
    const [container] = containers;
    expect(containers).toHaveLength(1);
    expect(container).toEqual({
      name: 'a',
      env: [{ $patch: 'delete', name: 'OLD' }],
      '$setElementOrder/env': [{ name: 'KEPT' }],
    });
  });

  it('replaces lists without a merge key', () => {
    const before = { spec: { template: { spec: { containers: [{ name: 'a', command: ['x'] }] } } } };
    const after = { spec: { template: { spec: { containers: [{ name: 'a', command: ['x', 'y'] }] } } } };
    expect(twoWayPatch(before, after)).toMatchObject({
      spec: { template: { spec: { containers: [{ name: 'a', command: ['x', 'y'] }] } } },
    });
  });

  it('lists the keys that a strategy retains', () => {
    const before = { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } };
    const after = { spec: { strategy: { type: 'Recreate' } } };
    expect(threeWayPatch(before, after, before)).toEqual({
      spec: { strategy: { type: 'Recreate', rollingUpdate: null, $retainKeys: ['type'] } },
    });
  });

  it('adds and removes finalizers one by one', () => {
    const before = { metadata: { finalizers: ['a', 'b'] } };
    const after = { metadata: { finalizers: ['b', 'c'] } };
    expect(threeWayPatch(before, after, { metadata: { finalizers: ['a', 'b', 'theirs'] } })).toEqual({
      metadata: {
        finalizers: ['c'],
        '$deleteFromPrimitiveList/finalizers': ['a'],
        '$setElementOrder/finalizers': ['b', 'c'],
      },
    });
  });
});

describe('threeWayJsonMergePatch', () => {
  it('sets removed keys to null, and sets changed ones', () => {
    expect(
      threeWayJsonMergePatch({ a: 1, b: { c: 1 } }, { b: { c: 2 }, d: [1] }, { a: 1, b: { c: 1, x: 1 } }),
    ).toEqual({
      a: null,
      b: { c: 2 },
      d: [1],
    });
  });
});
