import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Fixture, startFixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.close());

const metadata = { name: 'kafka' };
const namespaced = '/api/v1/namespaces/default';
const service = { spec: { ports: [{ port: 9092 }] } };
const storage = { storageClassName: 'standard', accessModes: ['ReadWriteOnce'] };
const volume = { ...storage, capacity: { storage: '1Gi' }, hostPath: { path: '/data' } };
const claim = { ...storage, resources: { requests: { storage: '1Gi' } } };

async function deleted(path: string, body: object) {
  const created = await fixture.call(path, { body: { metadata, ...body } });
  expect(created.status).toBe(201);
  const answer = await fixture.call(`${path}/kafka`, { method: 'DELETE' });
  expect(answer.status).toBe(200);
  return { created: created.body, answer: answer.body };
}

it.each([
  ['Service', `${namespaced}/services`, { apiVersion: 'v1', ...service }],
  ['ServiceAccount', `${namespaced}/serviceaccounts`, { apiVersion: 'v1' }],
  ['ResourceQuota', `${namespaced}/resourcequotas`, { apiVersion: 'v1', spec: { hard: { pods: '4' } } }],
  ['PersistentVolume', '/api/v1/persistentvolumes', { apiVersion: 'v1', spec: volume }],
  ['PersistentVolumeClaim', `${namespaced}/persistentvolumeclaims`, { apiVersion: 'v1', spec: claim }],
  [
    'StorageClass',
    '/apis/storage.k8s.io/v1/storageclasses',
    { apiVersion: 'storage.k8s.io/v1', provisioner: 'example.com/none' },
  ],
])('a deleted %s was not answered, as the clients of Kubernetes expect', async (kind, path, body) => {
  const { created, answer } = await deleted(path, { kind, ...body });
  expect(answer).toMatchObject({ kind, metadata: { name: 'kafka', uid: created.metadata.uid } });
});

it.each([
  ['ConfigMap', `${namespaced}/configmaps`, { apiVersion: 'v1', data: {} }],
  ['Secret', `${namespaced}/secrets`, { apiVersion: 'v1', data: {} }],
])('a deleted %s is answered with a Status', async (kind, path, body) => {
  const { created, answer } = await deleted(path, { kind, ...body });
  expect(answer).toMatchObject({ kind: 'Status', status: 'Success', details: { uid: created.metadata.uid } });
});
