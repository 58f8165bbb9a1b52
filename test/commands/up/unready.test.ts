import { expect, test } from 'vitest';
import { decodeKind } from '../../../source/cluster/api/decode-kind.ts';
import { listed, lookAtBarePods, unready } from '../../../source/commands/up/unready.ts';

const pod = (name: string, phase: string, ready: boolean, owned = false) =>
  decodeKind('pods', {
    metadata: { name, ...(owned ? { ownerReferences: [{ controller: true, name: 'set' }] } : {}) },
    spec: { containers: [{ name: 'main' }] },
    status: {
      phase,
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
      containerStatuses: [
        { name: 'main', ready, restartCount: 0, state: phase === 'Running' ? { running: {} } : {} },
      ],
    },
  });

test('waits for a bare pod that is not ready and names it, like a workload', () => {
  const workloads = [
    { kind: 'StatefulSet', name: 'kafka', replicas: 3, ready: 2 },
    { kind: 'Deployment', name: 'web', replicas: 1, ready: 1 },
  ] as const;
  const pods = [pod('a', 'Running', true), pod('b', 'Running', false), pod('c', 'Pending', false)];
  expect(unready(workloads, pods)).toEqual([
    'StatefulSet kafka: 2 of 3 replicas',
    'pod b: Running, not ready',
    'pod c: Pending',
  ]);
  expect(unready([], [pod('done', 'Succeeded', false)])).toEqual([]);
});

test('leaves a pod with a controller to its workload', async () => {
  const items = [pod('bare', 'Running', true), pod('owned', 'Pending', false, true)];
  const api = { json: async () => ({ items }) } as never;
  const found = await lookAtBarePods(api, new AbortController().signal);
  expect(found.map(({ metadata }) => metadata.name)).toEqual(['bare']);
});

test('does not list a hundred pods in a message', () => {
  expect(listed(Array.from({ length: 10 }, (_, index) => `pod ${index}`))).toMatch(/pod 7; 2 more$/);
});
