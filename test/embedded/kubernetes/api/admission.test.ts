import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Fixture, startFixture } from './fixture.ts';

let fixture: Fixture;
beforeEach(async () => {
  fixture = await startFixture();
});
afterEach(() => fixture.close());

it('drops the namespace of a cluster-scoped object, as the API server does', async () => {
  const answer = await fixture.call('/api/v1/persistentvolumes', {
    body: {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'by-hand', namespace: 'kafka' },
      spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: '/data' } },
    },
  });
  expect(answer.status).toBe(201);
  expect(answer.body.metadata).not.toHaveProperty('namespace');
});
