import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ApiClient, connectApiClient } from '../../../source/cluster/api/api-client.ts';
import { observeSituation } from '../../../source/cluster/kubernetes/observe-situation.ts';
import { type FakeApi, failure, list, pod, sendJson, startFakeApi } from '../fake-api.ts';

const core = '/api/v1/namespaces/default';
const apps = '/apis/apps/v1/namespaces/default';
const { signal } = new AbortController();
let fake: FakeApi;
let api: ApiClient;

beforeEach(async () => {
  fake = await startFakeApi();
  api = await connectApiClient({ kubeconfig: fake.kubeconfig, context: 'fake' });
  for (const kind of ['services', 'endpoints', 'persistentvolumeclaims', 'events'])
    fake.on(`${core}/${kind}`, list('Any', []));
  for (const kind of ['statefulsets', 'deployments']) fake.on(`${apps}/${kind}`, list('Any', []));
});
afterEach(async () => {
  api.close();
  await fake.close();
});

it('sees how a container exited, its command, and its last lines', async () => {
  fake.on(
    `${core}/pods`,
    list('Pod', [
      pod('kafka-0', {
        spec: {
          containers: [
            {
              name: 'main',
              image: 'kafka:1',
              command: ['sh', '-c', 'run'],
              env: [
                { name: 'A', value: '1' },
                { name: 'B', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
              ],
            },
          ],
        },
        status: {
          phase: 'Running',
          containerStatuses: [
            {
              name: 'main',
              restartCount: 2,
              state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off\u001b[31m' } },
              lastState: {
                terminated: { exitCode: 1, reason: 'Error', finishedAt: '2026-11-29T07:00:00Z' },
              },
            },
          ],
        },
      }),
    ]),
  );
  fake.on(`${core}/pods/kafka-0/log`, ({ query }, response) =>
    response.end(query.get('previous') === 'true' ? 'KAFKA_X is required.\n' : 'configuring\n'),
  );
  const { pods } = await observeSituation(api, 'default', signal);
  expect(pods[0]).toMatchObject({
    name: 'kafka-0',
    status: 'CrashLoopBackOff',
    isEnding: false,
    containers: [
      {
        name: 'main',
        image: 'kafka:1',
        env: { A: '1' },
        hasOtherEnv: true,
        command: 'sh -c run',
        state: 'waiting',
        waiting: { reason: 'CrashLoopBackOff', message: 'back-off' },
        endedBefore: { reason: 'Error', exitCode: 1, at: Date.parse('2026-11-29T07:00:00Z') },
      },
    ],
    log: ['configuring'],
    previousLog: ['KAFKA_X is required.'],
  });
});

it('sees the pods behind a Service, the requests of a workload, the claims, and warnings in chronological order', async () => {
  fake.on(`${core}/pods`, list('Pod', []));
  fake.on(
    `${core}/services`,
    list('Service', [
      { metadata: { name: 's' }, spec: { clusterIP: 'None', ports: [{ port: 1 }], selector: { app: 'x' } } },
    ]),
  );
  fake.on(
    `${core}/endpoints`,
    list('Endpoints', [
      {
        metadata: { name: 's' },
        subsets: [
          {
            addresses: [{ ip: '10.0.0.1', targetRef: { kind: 'Pod', name: 'x-0' } }],
            notReadyAddresses: [{ ip: '10.0.0.2' }],
          },
        ],
      },
    ]),
  );
  fake.on(
    `${apps}/statefulsets`,
    list('StatefulSet', [
      {
        metadata: { name: 'x' },
        spec: {
          replicas: 2,
          serviceName: 's',
          template: {
            metadata: { labels: { app: 'x' } },
            spec: { containers: [{ name: 'c', image: 'i', args: ['a'] }] },
          },
        },
      },
    ]),
  );
  fake.on(
    `${core}/persistentvolumeclaims`,
    list('PersistentVolumeClaim', [
      { metadata: { name: 'data-x-0' }, spec: { storageClassName: 'fast' }, status: { phase: 'Pending' } },
    ]),
  );
  const event = (type: string, message: string, lastTimestamp: string) => ({
    metadata: { name: message },
    involvedObject: { kind: 'Pod', name: 'x-0' },
    type,
    reason: 'Unhealthy',
    message,
    lastTimestamp,
  });
  fake.on(
    `${core}/events`,
    list('Event', [
      event('Warning', 'second', '2026-11-29T07:00:02Z'),
      event('Normal', 'nothing', '2026-11-29T07:00:03Z'),
      event('Warning', 'first', '2026-11-29T07:00:01Z'),
    ]),
  );
  const seen = await observeSituation(api, 'default', signal);
  expect(seen.services).toEqual([
    { name: 's', clusterIP: 'None', ports: [1], selector: { app: 'x' }, endpoints: ['x-0', '10.0.0.2'] },
  ]);
  expect(seen.workloads).toEqual([
    {
      kind: 'StatefulSet',
      name: 'x',
      replicas: 2,
      ready: 0,
      serviceName: 's',
      podLabels: { app: 'x' },
      containers: [{ name: 'c', image: 'i', env: {}, hasOtherEnv: false, command: 'a' }],
    },
  ]);
  expect(seen.claims).toEqual([{ name: 'data-x-0', phase: 'Pending', storageClass: 'fast' }]);
  expect(seen.warnings?.map(({ message }) => message)).toEqual(['first', 'second']);
});

it('sees the rest if the credentials allow neither endpoints nor events', async () => {
  fake.on(`${core}/pods`, list('Pod', []));
  for (const kind of ['endpoints', 'events'])
    fake.on(`${core}/${kind}`, (_, response) => sendJson(response, 403, failure(403, 'Forbidden', 'no')));
  const seen = await observeSituation(api, 'default', signal);
  expect(seen).toMatchObject({ pods: [], services: [], workloads: [], claims: [] });
  expect(seen.warnings).toBeUndefined();
});
