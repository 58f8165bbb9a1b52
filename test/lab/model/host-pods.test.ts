import { expect, it } from 'vitest';
import { leadsTo } from '../../../source/lab/model/host-pods.ts';
import type { ServiceSeen } from '../../../source/lab/model/observations.ts';

const pod = { name: 'kafka-1', labels: { app: 'kafka', id: '1' }, ip: '10.244.1.5' };
const service = (name: string, id: string | undefined, clusterIP = '10.96.0.7'): ServiceSeen => ({
  name,
  clusterIP,
  ports: [9092],
  ...(id === undefined ? {} : { selector: { app: 'kafka', id } }),
});

it.each<[string, readonly ServiceSeen[], boolean]>([
  ['kafka-1.kafka-service.default.svc.cluster.local', [service('kafka-service', '1', 'None')], true],
  ['kafka-0.kafka-service.default.svc.cluster.local', [service('kafka-service', '1', 'None')], false],
  ['10.244.1.5', [], true],
  ['10.244.1.6', [], false],
  ['kafka-1-svc.default.svc.cluster.local', [service('kafka-1-svc', '1')], true],
  ['kafka-1-svc.default.svc.cluster.local', [service('kafka-1-svc', '2')], false],
  ['kafka-1-svc', [service('kafka-1-svc', '1')], true],
  ['kafka-1-svc', [service('kafka-1-svc', undefined)], false],
  ['kafka-1-svc', [], false],
  ['10.96.0.7', [service('kafka-1-svc', '1')], true],
  // The name of the pod, and a Service of that name that leads elsewhere.
  ['kafka-1', [service('kafka-1', '2')], false],
  ['kafka-1', [service('kafka-1', '1')], true],
  // Namespace and headless Service have the same name.
  ['kafka-1.default.default.svc.cluster.local', [service('default', '1', 'None')], true],
])('%s with %j leads to the pod: %s', (host, services, leads) => {
  expect(leadsTo(host, pod, services, 'default')).toBe(leads);
});
