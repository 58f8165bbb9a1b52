import { describe, expect, it } from 'vitest';
import { ClusterDns } from '../../../source/embedded/network/cluster-dns.ts';

const dns = new ClusterDns();
dns.set({
  namespace: 'default',
  name: 'kafka-service',
  clusterIP: undefined,
  ports: [],
  endpoints: [
    { ip: '10.244.1.2', hostname: 'kafka-0', ready: true },
    { ip: '10.244.2.2', hostname: 'kafka-1', ready: false },
  ],
});
dns.set({ namespace: 'other', name: 'web', clusterIP: '10.96.0.9', ports: [], endpoints: [] });

describe('cluster DNS', () => {
  it.each([
    ['kafka-service', 'default', ['10.244.1.2']],
    ['kafka-service.default.svc.cluster.local', 'other', ['10.244.1.2']],
    ['kafka-0.kafka-service', 'default', ['10.244.1.2']],
    ['kafka-0.kafka-service.default', 'other', ['10.244.1.2']],
    ['KAFKA-0.kafka-service.default.svc', 'default', ['10.244.1.2']],
    ['kafka-1.kafka-service', 'default', []],
    ['web.other', 'default', ['10.96.0.9']],
    ['web', 'default', []],
    ['kafka-9.kafka-service.default.svc.cluster.local', 'default', []],
    ['a.b.c.d.svc.cluster.local', 'default', []],
    ['example.org', 'default', []],
  ])('resolves %s in %s to %j', (name, namespace, addresses) => {
    expect(dns.resolve(name, namespace)).toEqual(addresses);
  });
});
