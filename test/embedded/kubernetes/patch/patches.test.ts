import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximumValues } from '../../../../source/embedded/kubernetes/objects/json-shape.ts';
import { StatusError } from '../../../../source/embedded/kubernetes/objects/status-error.ts';
import { applyJsonPatch } from '../../../../source/embedded/kubernetes/patch/json-patch.ts';
import { applyMergePatch } from '../../../../source/embedded/kubernetes/patch/merge-patch.ts';
import { applyStrategicMergePatch } from '../../../../source/embedded/kubernetes/patch/strategic-merge-patch.ts';
import { kinds } from '../../../../source/kubernetes-types/kinds.ts';

const json = fc.jsonValue({ maxDepth: 4 });
const record = fc.dictionary(
  fc.string().filter((key) => key !== '__proto__'),
  json,
);

describe('a merge patch', () => {
  it('follows the examples of RFC 7386', () => {
    const examples: [unknown, unknown, unknown][] = [
      [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
      [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
      [{ a: 'b' }, { a: null }, {}],
      [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
      [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
      [
        ['a', 'b'],
        ['c', 'd'],
        ['c', 'd'],
      ],
      [{ e: null }, { a: 1 }, { e: null, a: 1 }],
      [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    ];
    for (const [target, patch, result] of examples) expect(applyMergePatch(target, patch)).toEqual(result);
  });

  it('leaves both arguments unchanged, and is idempotent', () => {
    fc.assert(
      fc.property(record, record, (target, patch) => {
        const before = JSON.stringify([target, patch]);
        const once = applyMergePatch(target, patch);
        expect(applyMergePatch(once, patch)).toEqual(once);
        expect(JSON.stringify([target, patch])).toBe(before);
      }),
    );
  });
});

describe('a JSON patch', () => {
  const status = (document: unknown, operations: unknown) => {
    try {
      applyJsonPatch(document, operations);
    } catch (error) {
      if (error instanceof StatusError) return error.code;
      throw error;
    }
    return 200;
  };

  it('adds, removes, replaces, moves, copies and tests', () => {
    const result = applyJsonPatch({ list: [1, 2], 'a/b': { '~': 1 } }, [
      { op: 'test', path: '/list/0', value: 1 },
      { op: 'add', path: '/list/-', value: 3 },
      { op: 'add', path: '/list/0', value: 0 },
      { op: 'remove', path: '/list/1' },
      { op: 'replace', path: '/a~1b/~0', value: 2 },
      { op: 'copy', from: '/a~1b', path: '/copy' },
      { op: 'move', from: '/list/1', path: '/moved' },
    ]);
    expect(result).toEqual({ list: [0, 3], 'a/b': { '~': 2 }, copy: { '~': 2 }, moved: 2 });
  });

  it('refuses operations that do not apply', () => {
    expect(status({ a: 1 }, [{ op: 'test', path: '/a', value: 2 }])).toBe(422);
    expect(status({ a: 1 }, [{ op: 'remove', path: '/b' }])).toBe(422);
    expect(status({ a: [] }, [{ op: 'add', path: '/a/1', value: 1 }])).toBe(422);
    expect(status({}, [{ op: 'add', path: '/__proto__/polluted', value: 1 }])).toBe(422);
    expect(status({}, { op: 'add' })).toBe(400);
    const list = Array.from({ length: maximumValues / 2 }, () => 0);
    const twice = ['/a', '/b'].map((path) => ({ op: 'copy', from: '/list', path }));
    expect(() => applyJsonPatch({ list }, twice)).toThrow('copies too much');
    const doubling = Array.from({ length: 200 }, () => ({ op: 'copy', from: '', path: '/more' }));
    expect(status({ text: 'x'.repeat(1000) }, doubling)).toBe(413);
  });

  it('throws only a Status, whatever it is given', () => {
    const operation = fc.record(
      {
        op: fc.constantFrom('add', 'remove', 'move', 'copy', 'test', 'x'),
        path: fc.string(),
        from: fc.string(),
        value: json,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(json, fc.array(operation), (document, operations) => void status(document, operations)),
    );
  });
});

describe('a strategic merge patch', () => {
  const deployment = kinds.deployments;
  const withContainers = (containers: unknown) => ({ spec: { template: { spec: { containers } } } });
  const apply = (target: Record<string, unknown>, patch: Record<string, unknown>) =>
    applyStrategicMergePatch(target, patch, deployment);

  it('merges containers by name, env by name, ports by port', () => {
    const target = withContainers([
      { name: 'a', image: 'a:1', env: [{ name: 'X', value: '1' }], ports: [{ containerPort: 80 }] },
      { name: 'b', image: 'b:1' },
    ]);
    const patch = withContainers([
      {
        name: 'a',
        env: [
          { name: 'X', value: '2' },
          { name: 'Y', value: '3' },
        ],
        ports: [{ containerPort: 81 }],
      },
    ]);
    expect(apply(target, patch)).toEqual(
      withContainers([
        {
          name: 'a',
          image: 'a:1',
          env: [
            { name: 'X', value: '2' },
            { name: 'Y', value: '3' },
          ],
          ports: [{ containerPort: 80 }, { containerPort: 81 }],
        },
        { name: 'b', image: 'b:1' },
      ]),
    );
  });

  it('follows the order directives, deletes an element, replaces a list', () => {
    const target = withContainers([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
    const ordered = {
      spec: {
        template: {
          spec: {
            containers: [{ name: 'd' }, { name: 'b', $patch: 'delete' }],
            '$setElementOrder/containers': [{ name: 'd' }, { name: 'c' }, { name: 'a' }],
          },
        },
      },
    };
    expect(apply(target, ordered)).toEqual(withContainers([{ name: 'd' }, { name: 'c' }, { name: 'a' }]));
    expect(apply(target, withContainers([{ $patch: 'replace' }, { name: 'z' }]))).toEqual(
      withContainers([{ name: 'z' }]),
    );
  });

  it('keeps only the retained keys: a RollingUpdate that becomes Recreate', () => {
    const target = { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } };
    const patch = { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } };
    expect(apply(target, patch)).toEqual({ spec: { strategy: { type: 'Recreate' } } });
    const replace = { spec: { strategy: { $patch: 'replace', type: 'Recreate' } } };
    expect(apply(target, replace)).toEqual({ spec: { strategy: { type: 'Recreate' } } });
  });

  it('merges and prunes lists of primitives', () => {
    const target = { metadata: { finalizers: ['a', 'b'] } };
    const patch = { metadata: { finalizers: ['c'], '$deleteFromPrimitiveList/finalizers': ['a'] } };
    expect(apply(target, patch)).toEqual({ metadata: { finalizers: ['b', 'c'] } });
  });

  it('removes by null, replaces lists without a merge key, and refuses elements without theirs', () => {
    expect(
      apply({ metadata: { labels: { a: '1', b: '2' } } }, { metadata: { labels: { a: null } } }),
    ).toEqual({
      metadata: { labels: { b: '2' } },
    });
    const command = (list: string[]) => withContainers([{ name: 'a', command: list }]);
    expect(apply(command(['x', 'y']), command(['z']))).toEqual(command(['z']));
    expect(() => apply(withContainers([]), withContainers([{ image: 'x' }]))).toThrow(StatusError);
  });
});

describe('a patch of many parts', () => {
  const many = Array.from({ length: 20_000 }, (_, index) => `a/b${index}`);
  const fixed = { metadata: { finalizers: many } };
  const type = kinds.configmaps;

  it('merges, orders and deletes in time linear in the lists', () => {
    const patch = {
      metadata: { finalizers: many, '$setElementOrder/finalizers': many.toReversed() },
    };
    const ordered = applyStrategicMergePatch(fixed, patch, type) as typeof fixed;
    expect(ordered.metadata.finalizers).toEqual(many.toReversed());
    const deleting = { metadata: { '$deleteFromPrimitiveList/finalizers': many.slice(1).toReversed() } };
    expect(applyStrategicMergePatch(fixed, deleting, type)).toEqual({ metadata: { finalizers: [many[0]] } });
    const owners = many.map((uid) => ({ uid, name: 'n' }));
    const byUid = { metadata: { ownerReferences: owners } };
    expect(applyStrategicMergePatch(byUid, byUid, type)).toEqual(byUid);
  });

  it('deletes every element of a merge key, and then adds one again', () => {
    const twins = { metadata: { ownerReferences: [{ uid: 'a' }, { uid: 'b' }, { uid: 'a', name: 'twin' }] } };
    const patch = {
      metadata: {
        ownerReferences: [
          { uid: 'a', $patch: 'delete' },
          { uid: 'a', name: 'new' },
        ],
      },
    };
    expect(applyStrategicMergePatch(twins, patch, type)).toEqual({
      metadata: { ownerReferences: [{ uid: 'b' }, { uid: 'a', name: 'new' }] },
    });
  });

  it('is refused if it shifts long lists again and again, or has a path of a megabyte', () => {
    const insert = { op: 'add', path: '/metadata/finalizers/0', value: 'x' };
    expect(() =>
      applyJsonPatch(
        fixed,
        Array.from({ length: 5000 }, () => insert),
      ),
    ).toThrow(/too often/);
    expect(() => applyJsonPatch({}, [{ op: 'add', path: '/a'.repeat(500_000), value: 1 }])).toThrow(
      StatusError,
    );
  });
});
