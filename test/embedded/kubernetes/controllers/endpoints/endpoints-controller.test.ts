import { expect, test } from 'vitest';
import { settle } from '../../fake-clock.ts';
import { headlessService, pod, tcpProbe } from '../../manifests.ts';
import { startTestCluster } from '../../test-cluster.ts';

test('endpoints separate ready pods from others, in the API and in DNS', async () => {
  const cluster = await startTestCluster();
  cluster.create('services', headlessService('web', 'a'));
  cluster.create('pods', pod('a', {}, { readinessProbe: tcpProbe }));
  await cluster.clock.advance(0);
  const { ip } = cluster.images.of('a').spec.pod;
  const [before] = cluster.get('endpoints', 'web').subsets!;
  expect(before?.addresses).toBeUndefined();
  expect(before?.notReadyAddresses).toMatchObject([{ ip, targetRef: { kind: 'Pod', name: 'a' } }]);
  expect(cluster.network.resolve('web')).toEqual([]);
  cluster.network.listen(ip, 9092, (it) => it.destroy());
  await cluster.clock.advance(10_000);
  const [after] = cluster.get('endpoints', 'web').subsets!;
  expect(after).toMatchObject({ addresses: [{ ip }], ports: [{ port: 9092, protocol: 'TCP' }] });
  expect(after?.notReadyAddresses).toBeUndefined();
  expect(cluster.network.resolve('web')).toEqual([ip]);
  const [slice] = cluster.store.list('endpointslices', 'default').items;
  expect(slice?.endpoints).toMatchObject([{ addresses: [ip], conditions: { ready: true } }]);
  cluster.delete('services', 'web');
  await settle();
  expect(cluster.find('endpoints', 'web')).toBeUndefined();
  expect(cluster.store.list('endpointslices', 'default').items).toEqual([]);
  expect(cluster.network.resolve('web')).toEqual([]);
});

test('publishNotReadyAddresses publishes all pods, and a subdomain names each', async () => {
  const cluster = await startTestCluster();
  const service = headlessService('web', 'a') as { spec: Record<string, unknown> };
  service.spec.publishNotReadyAddresses = true;
  cluster.create('services', service);
  cluster.create('pods', pod('a', { hostname: 'first', subdomain: 'web' }, { readinessProbe: tcpProbe }));
  await settle();
  const { ip } = cluster.images.of('a').spec.pod;
  expect(cluster.get('endpoints', 'web').subsets?.[0]?.addresses).toMatchObject([{ ip, hostname: 'first' }]);
  expect(cluster.network.resolve('first.web')).toEqual([ip]);
});

test('a named target port resolves to the number in the pod', async () => {
  const cluster = await startTestCluster();
  cluster.create('pods', pod('a', {}, { ports: [{ name: 'kafka', containerPort: 9092 }] }));
  cluster.create('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'front' },
    spec: { clusterIP: '10.96.1.1', selector: { app: 'a' }, ports: [{ port: 80, targetPort: 'kafka' }] },
  });
  await settle();
  expect(cluster.get('endpoints', 'front').subsets?.[0]?.ports).toEqual([{ port: 9092, protocol: 'TCP' }]);
  let accepted = 0;
  cluster.network.listen(cluster.images.of('a').spec.pod.ip, 9092, (connection) => {
    accepted += 1;
    connection.destroy();
  });
  (await cluster.network.connect('host', 'front', 80)).destroy();
  expect(accepted).toBe(1);
});
