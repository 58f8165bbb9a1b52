import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiClient, connectApiClient } from '../../../source/cluster/api/api-client.ts';
import { podBehind, routeToBroker } from '../../../source/cluster/kubernetes/broker-route.ts';
import { type FakeApi, type FakeRequest, failure, list, pod, sendJson, startFakeApi } from '../fake-api.ts';

const services = '/api/v1/namespaces/default/services';
const pods = '/api/v1/namespaces/default/pods';
const signal = AbortSignal.timeout(15_000);
let fake: FakeApi;
let api: ApiClient;

beforeEach(async () => {
  fake = await startFakeApi();
  api = await connectApiClient({ kubeconfig: fake.kubeconfig, context: 'fake' });
});
afterEach(async () => {
  api.close();
  await fake.close();
});

const route = (host: string, port = 9092) => routeToBroker(api, host, port, 'default', signal);
const service = (spec: object) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'kafka-1' },
  spec: { selector: { app: 'kafka' }, ...spec },
});
const broker = (name: string, ready: string, more: object = {}) =>
  pod(name, {
    spec: { containers: [{ name: 'kafka', ports: [{ name: 'client', containerPort: 29092 }] }] },
    status: { phase: 'Running', podIP: '10.244.1.5', conditions: [{ type: 'Ready', status: ready }] },
    ...more,
  });

describe('the route to a broker', () => {
  it('is the pod that its name in a headless Service identifies, without a request', async () => {
    expect(await route('kafka-1.kafka-service.default.svc.cluster.local')).toEqual({
      namespace: 'default',
      name: 'kafka-1',
      port: 9092,
    });
  });

  it.each([
    ['the same port', { ports: [{ port: 9092 }] }, 9092],
    ['another port', { ports: [{ port: 9092, targetPort: 9093 }] }, 9093],
    ['a named port', { ports: [{ port: 9092, targetPort: 'client' }] }, 29092],
    ['no such port', { ports: [{ port: 80, targetPort: 8080 }] }, 9092],
  ])('is a ready pod behind a Service: %s', async (_what, spec, port) => {
    fake.on(`${services}/kafka-1`, service(spec));
    fake.on(pods, list('Pod', [broker('starting', 'False'), broker('ready', 'True')]));
    for (const host of ['kafka-1', 'kafka-1.default.svc.cluster.local'])
      expect(await route(host)).toEqual({ namespace: 'default', name: 'ready', port });
  });

  it('leads nowhere while no pod behind the Service runs', async () => {
    fake.on(`${services}/kafka-1`, service({ ports: [{ port: 9092 }] }));
    fake.on(pods, list('Pod', []));
    await expect(route('kafka-1')).rejects.toThrow('behind the Service `kafka-1`');
  });

  it.each([404, 403])('is the pod of that name if the Service cannot be read (%d)', async (code) => {
    fake.on(`${services}/kafka-1`, (_request: FakeRequest, response: ServerResponse) =>
      sendJson(response, code, failure(code, 'Refused', 'no')),
    );
    expect(await route('kafka-1')).toEqual({ namespace: 'default', name: 'kafka-1', port: 9092 });
  });

  it('is the pod that has the address', async () => {
    fake.on(pods, list('Pod', [broker('one', 'True')]));
    expect(await route('10.244.1.5')).toMatchObject({ name: 'one', port: 9092 });
    await expect(route('10.244.1.6')).rejects.toThrow('no pod has the address');
  });
});

it('takes pod and namespace from an advertised name', () => {
  expect(podBehind('kafka-1.kafka-service.lab.svc.cluster.local', 'default')).toEqual({
    namespace: 'lab',
    name: 'kafka-1',
  });
  expect(podBehind('kafka-1', 'default')).toEqual({ namespace: 'default', name: 'kafka-1' });
});
