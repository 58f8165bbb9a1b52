import { expect, it } from 'vitest';
import { commandText, containerEnvironment } from '../../source/manifests/workload-environment.ts';

const manifests = [
  { kind: 'ConfigMap', metadata: { name: 'settings' }, data: { ZOOKEEPER: 'zk:2181', PARTITIONS: 6 } },
  {
    kind: 'Secret',
    metadata: { name: 'secrets' },
    data: { TOPIC: Buffer.from('numbers').toString('base64') },
    stringData: { GROUP: 'g' },
  },
];

it('reads envFrom first, then env in order', () => {
  const container = {
    envFrom: [{ prefix: 'KAFKA_', configMapRef: { name: 'settings' } }, { secretRef: { name: 'secrets' } }],
    env: [
      { name: 'EARLY', value: '$(LATE)' },
      { name: 'LATE', value: 'x' },
      { name: 'BOTH', value: '$(KAFKA_ZOOKEEPER)/$(LATE)/$$(LATE)/$(POD)' },
      { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'GROUP', value: 'own' },
      { name: 'KEY', valueFrom: { configMapKeyRef: { name: 'settings', key: 'PARTITIONS' } } },
      { name: 'EMPTY' },
      { name: 'MISSING', valueFrom: { secretKeyRef: { name: 'secrets', key: 'constructor' } } },
    ],
  };
  expect(containerEnvironment(container, manifests)).toEqual({
    KAFKA_ZOOKEEPER: 'zk:2181',
    KAFKA_PARTITIONS: '6',
    TOPIC: 'numbers',
    GROUP: 'own',
    EARLY: '$(LATE)',
    LATE: 'x',
    BOTH: 'zk:2181/x/$(LATE)/$(POD)',
    KEY: '6',
    EMPTY: '',
  });
});

it('is empty if there is nothing', () => {
  expect(containerEnvironment({ envFrom: [{ configMapRef: { name: 'absent' } }, 5] }, manifests)).toEqual({});
  expect(commandText({})).toBe('');
  expect(commandText({ command: ['sh', '-c'], args: ['run'] })).toBe('sh\n-c\nrun');
});
