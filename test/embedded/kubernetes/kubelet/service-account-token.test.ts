import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EventRecorder } from '../../../../source/embedded/kubernetes/machinery/event-recorder.ts';
import { tryCreatePod } from '../../../../source/embedded/kubernetes/machinery/pod-creation.ts';
import type { Draft } from '../../../../source/kubernetes-types/kinds.ts';
import { settle } from '../fake-clock.ts';
import { pod } from '../manifests.ts';
import { startTestCluster, type TestCluster } from '../test-cluster.ts';

const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';

function createAsController(cluster: TestCluster, object: object) {
  const draft = structuredClone(object) as Draft<'pods'>;
  draft.metadata.namespace = 'default';
  const { store, clock } = cluster;
  const context = { store, clock, recorder: new EventRecorder({ store, clock }), log: () => {} };
  return tryCreatePod(context, draft, 'web');
}

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

it('is a read-only file beside the CA certificate and the namespace', async () => {
  const cluster = await startTestCluster();
  createAsController(cluster, pod('web'));
  await settle();
  const { spec } = cluster.images.of('web');
  const directory = spec.mounts[mountPath] as string;
  expect(spec.readOnly).toContain(mountPath);
  expect(readdirSync(directory).sort()).toEqual(['ca.crt', 'namespace', 'token']);
  expect(readFileSync(join(directory, 'namespace'), 'utf8')).toBe('default');
  const token = readFileSync(join(directory, 'token'), 'utf8');
  expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  const stored = cluster.get('pods', 'web');
  const now = Math.floor(cluster.clock.wall() / 1000);
  expect(claimsOf(token)).toMatchObject({
    aud: ['https://kubernetes.default.svc.cluster.local'],
    iss: 'https://kubernetes.default.svc.cluster.local',
    sub: 'system:serviceaccount:default:default',
    'kubernetes.io': {
      namespace: 'default',
      node: { name: stored.spec.nodeName },
      pod: { name: 'web', uid: stored.metadata.uid },
      serviceaccount: { name: 'default' },
      warnafter: expect.any(Number),
    },
  });
  const { exp, iat } = claimsOf(token) as { exp: number; iat: number };
  expect(exp - iat).toBe(365 * 24 * 3600);
  expect(Math.abs(now - iat)).toBeLessThan(60);
});

it('has the audience and the expiry that a volume requests', async () => {
  const cluster = await startTestCluster();
  const sources = [
    { serviceAccountToken: { audience: 'vault', expirationSeconds: 7200, path: 'vault/token' } },
  ];
  const volumes = [{ name: 'v', projected: { sources } }];
  cluster.create('pods', pod('web', { volumes }, { volumeMounts: [{ name: 'v', mountPath: '/v' }] }));
  await settle();
  const at = join(cluster.images.of('web').spec.mounts['/v'] as string, 'vault', 'token');
  const { aud, exp, iat } = claimsOf(readFileSync(at, 'utf8')) as { aud: string[]; exp: number; iat: number };
  expect(aud).toEqual(['vault']);
  expect(exp - iat).toBe(7200);
});
