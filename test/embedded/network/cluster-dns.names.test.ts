import { describe, expect, it } from 'vitest';
import { ClusterDns } from '../../../source/embedded/network/cluster-dns.ts';

const dns = new ClusterDns();
dns.set({
  namespace: 'default',
  name: 'kafka',
  clusterIP: undefined,
  ports: [],
  endpoints: [
    { ip: '10.244.1.2', hostname: 'kafka-0', ready: true },
    { ip: '10.244.2.2', hostname: 'kafka-1', ready: false },
  ],
});
dns.set({ namespace: 'other', name: 'web', clusterIP: '10.96.0.9', ports: [], endpoints: [] });

describe('the names of cluster DNS', () => {
  it('are those that resolve, in each form that a pod may use', () => {
    const names = dns.names('default', 100);
    expect([...names.keys()].sort()).toEqual([
      'kafka',
      'kafka-0.kafka',
      'kafka-0.kafka.default',
      'kafka-0.kafka.default.svc',
      'kafka-0.kafka.default.svc.cluster.local',
      'kafka.default',
      'kafka.default.svc',
      'kafka.default.svc.cluster.local',
      'web.other',
      'web.other.svc',
      'web.other.svc.cluster.local',
    ]);
    for (const [name, addresses] of names) expect(dns.resolve(name, 'default'), name).toEqual(addresses);
  });

  it('are limited', () => {
    expect(dns.names('default', 3).size).toBe(3);
  });
});
