import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fixture, startFixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.close());

const volumes = '/api/v1/persistentvolumes';

const volume = (name: string, spec: Record<string, unknown>) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name },
  spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], ...spec },
});

/** Creates an object, and returns the status and the message. */
async function create(path: string, body: object): Promise<[status: number, message: string]> {
  const answer = await fixture.call(path, { body });
  return [answer.status, answer.body?.message ?? ''];
}

describe('the source of a PersistentVolume', () => {
  const immutable =
    'PersistentVolume "data" is invalid: spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation';
  const path = `${volumes}/data`;
  const stored = () => fixture.store.get('persistentvolumes', undefined, 'data')?.spec.hostPath;

  beforeAll(async () => {
    expect(await create(volumes, volume('data', { hostPath: { path: '/data' } }))).toEqual([201, '']);
  });

  it.each([
    ['application/merge-patch+json', { spec: { hostPath: { path: '/etc' } } }],
    ['application/merge-patch+json', { spec: { hostPath: null, local: { path: '/etc' }, nodeAffinity: {} } }],
    ['application/strategic-merge-patch+json', { spec: { hostPath: { path: '/etc' } } }],
    ['application/json-patch+json', [{ op: 'replace', path: '/spec/hostPath/path', value: '/etc' }]],
    ['application/json-patch+json', [{ op: 'add', path: '/spec/hostPath/type', value: 'Directory' }]],
  ])('cannot be changed by a patch (%s)', async (type, patch) => {
    const answer = await fixture.call(path, {
      method: 'PATCH',
      headers: { 'Content-Type': type },
      body: patch,
    });
    expect([answer.status, answer.body.message]).toEqual([422, immutable]);
    expect(stored()).toMatchObject({ path: '/data' });
  });

  it('cannot be changed by an update, with or without dryRun', async () => {
    for (const query of ['', '?dryRun=All']) {
      const body = volume('data', { hostPath: { path: '/etc' } });
      const answer = await fixture.call(`${path}${query}`, { method: 'PUT', body });
      expect([answer.status, answer.body.message]).toEqual([422, immutable]);
    }
    expect(stored()).toMatchObject({ path: '/data' });
  });

  it('cannot be changed through the status', async () => {
    const patch = { spec: { hostPath: { path: '/etc' } }, status: { phase: 'Bound' } };
    for (const [method, type, body] of [
      ['PATCH', 'application/merge-patch+json', patch],
      ['PUT', 'application/json', volume('data', { hostPath: { path: '/etc' } })],
    ] as const) {
      const answer = await fixture.call(`${path}/status`, {
        method,
        headers: { 'Content-Type': type },
        body,
      });
      expect(answer.status).toBe(200);
      expect(stored()).toMatchObject({ path: '/data' });
    }
  });

  it('does not prevent changes to other fields: policy, claimRef, labels; a node affinity is immutable once set', async () => {
    const patch = async (body: object) => {
      const headers = { 'Content-Type': 'application/merge-patch+json' };
      const answer = await fixture.call(path, { method: 'PATCH', headers, body });
      return [answer.status, answer.body.message];
    };
    const nodeAffinity = { required: { nodeSelectorTerms: [] } };
    const spec = { persistentVolumeReclaimPolicy: 'Delete', claimRef: { namespace: 'default', name: 'x' } };
    expect(await patch({ metadata: { labels: { a: 'b' } }, spec: { ...spec, nodeAffinity } })).toEqual([
      200,
      undefined,
    ]);
    const [status, message] = await patch({ spec: { nodeAffinity: null } });
    expect([status, message]).toEqual([422, expect.stringContaining('nodeAffinity: Invalid value')]);
    expect((await patch({ spec: { volumeMode: 'Block' } }))[0]).toBe(422);
  });
});

it('the volume name of a claim is immutable once set', async () => {
  const path = '/api/v1/namespaces/default/persistentvolumeclaims';
  const body = {
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  };
  expect((await create(path, body))[0]).toBe(201);
  const name = async (volumeName: string) => {
    const headers = { 'Content-Type': 'application/merge-patch+json' };
    return (await fixture.call(`${path}/data`, { method: 'PATCH', headers, body: { spec: { volumeName } } }))
      .status;
  };
  expect([await name('one'), await name('one'), await name('other')]).toEqual([200, 200, 422]);
});

describe('paths that the API server refuses, with its messages', () => {
  it.each([
    [
      { hostPath: { path: '/data/../etc' } },
      `spec.hostPath.path: Invalid value: "/data/../etc": must not contain '..'`,
    ],
    [{ hostPath: { path: 'C:\\data\\..\\x' } }, "must not contain '..'"],
    [{ hostPath: {} }, 'spec.hostPath.path: Required value'],
    [{ hostPath: { path: '/a\0b' } }, 'must be a path'],
    [
      { hostPath: { path: '/a', type: 'ControlPort' } },
      'spec.hostPath.type: Unsupported value: "ControlPort"',
    ],
    [
      { local: { path: '../x' }, nodeAffinity: {} },
      `spec.local.path: Invalid value: "../x": must not contain '..'`,
    ],
    [{ local: { path: '/x' } }, 'spec.nodeAffinity: Required value: Local volume requires node affinity'],
    [{}, 'spec: Required value: must specify a volume type'],
    [{ hostPath: { path: '/a' }, nfs: {} }, 'spec.nfs: Forbidden: may not specify more than 1 volume type'],
  ])('in a PersistentVolume: %j', async (spec, message) => {
    const [status, said] = await create(volumes, volume('wrong', spec));
    expect([status, said]).toEqual([422, expect.stringContaining(message)]);
  });

  const items = (path: unknown) => [{ key: 'a', path }];
  it.each([
    [
      { configMap: { name: 'm', items: items('../x') } },
      'configMap.items[0].path: Invalid value: "../x": must not contain \'..\'',
    ],
    [
      { configMap: { name: 'm', items: items('/x') } },
      'configMap.items[0].path: Invalid value: "/x": must be a relative path',
    ],
    [
      { secret: { secretName: 's', items: items('..data') } },
      'secret.items[0].path: Invalid value: "..data": must not start with \'..\'',
    ],
    [{ secret: { secretName: 's', items: items('a/../b') } }, "must not contain '..'"],
    [{ secret: { secretName: 's', items: items('') } }, 'secret.items[0].path: Required value'],
    [{ secret: { secretName: 's', items: items('..\\x') } }, "must not contain '..'"],
    [
      { downwardAPI: { items: [{ path: '../x', fieldRef: { fieldPath: 'metadata.name' } }] } },
      'downwardAPI.items[0].path: Invalid value: "../x": must not contain \'..\'',
    ],
    [
      { projected: { sources: [{ configMap: { name: 'm', items: items('/etc/x') } }] } },
      'projected.sources[0].configMap.items[0].path: Invalid value: "/etc/x": must be a relative path',
    ],
    [{ hostPath: { path: '/a/../b' } }, 'hostPath.path: Invalid value: "/a/../b": must not contain \'..\''],
  ])('in a pod’s volume: %j', async (source, message) => {
    const containers = [{ name: 'c', image: 'i' }];
    const body = { metadata: { name: 'p' }, spec: { containers, volumes: [{ name: 'v', ...source }] } };
    const [status, said] = await create('/api/v1/namespaces/default/pods', body);
    expect([status, said]).toEqual([422, expect.stringContaining(message)]);
  });

  it.each([
    ['/etc', 'subPath: Invalid value: "/etc": must be a relative path'],
    ['a/../../b', 'subPath: Invalid value: "a/../../b": must not contain \'..\''],
    ['..\\..\\x', "must not contain '..'"],
    ['a\0', 'must be a path'],
  ])('in a subPath: %j', async (subPath, message) => {
    const volumeMounts = [{ name: 'v', mountPath: '/m', subPath }];
    const containers = [{ name: 'c', image: 'i', volumeMounts }];
    const spec = { containers, volumes: [{ name: 'v', emptyDir: {} }] };
    const [status, said] = await create('/api/v1/namespaces/default/pods', { metadata: { name: 'p' }, spec });
    expect([status, said]).toEqual([422, expect.stringContaining(message)]);
  });

  it.each(['..', '..data', '../x', 'a/b', '.', 'a\\b', 'a\0'])(
    'as the key of a ConfigMap: %j',
    async (key) => {
      const body = { metadata: { name: 'm' }, data: { [key]: 'x' } };
      expect((await create('/api/v1/namespaces/default/configmaps', body))[0]).toBe(422);
    },
  );

  it.each(['..', '../x', 'a/../b', '.a', 'a..b', 'A', 'a\\b', 'x'.repeat(254), 'a\0'])(
    'as a name: %j',
    async (name) => {
      for (const [path, body] of [
        [volumes, volume(name, { hostPath: { path: '/a' } })],
        ['/api/v1/namespaces', { metadata: { name } }],
        ['/api/v1/namespaces/default/configmaps', { metadata: { name } }],
      ] as const)
        expect((await create(path, body))[0]).toBe(422);
    },
  );
});
