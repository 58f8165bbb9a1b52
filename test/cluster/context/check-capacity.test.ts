import { describe, expect, it } from 'vitest';
import { decodeKind } from '../../../source/cluster/api/decode-kind.ts';
import { findCapacityProblems, findStorageProblems } from '../../../source/cluster/context/check-capacity.ts';
import type { JsonObject } from '../../../source/json/json-value.ts';
import { parseQuantity } from '../../../source/kubernetes-values/quantity.ts';

const node = (name: string, memory: string, change: JsonObject = {}) =>
  decodeKind('nodes', {
    metadata: { name },
    spec: {},
    status: {
      allocatable: { cpu: '2', memory, pods: '10' },
      conditions: [{ type: 'Ready', status: 'True' }],
    },
    ...change,
  });
const set = (replicas: number, memory: string, claim?: JsonObject): JsonObject => ({
  metadata: { name: 'kafka' },
  spec: {
    replicas,
    template: { spec: { containers: [{ resources: { requests: { cpu: '500m', memory } } }] } },
    ...(claim === undefined ? {} : { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: claim }] }),
  },
});

describe('capacity for pods', () => {
  it('depends on single nodes, not on their sum', () => {
    const nodes = [node('a', '1500Mi'), node('b', '1500Mi'), node('c', '1500Mi')];
    expect(findCapacityProblems(nodes, [], [set(3, '1Gi')])).toEqual([]);
    expect(findCapacityProblems(nodes, [], [set(4, '1Gi')])).toEqual([expect.stringContaining('room for 3')]);
    expect(findCapacityProblems(nodes, [], [set(1, '2Gi')])).toEqual([expect.stringContaining('room for 0')]);
  });

  it('takes pods of others into account, and ignores nodes that accept none', () => {
    const used = decodeKind('pods', {
      metadata: { name: 'x' },
      spec: { nodeName: 'a', containers: [{ resources: { requests: { memory: '1Gi' } } }] },
      status: { phase: 'Running' },
    });
    expect(findCapacityProblems([node('a', '1500Mi')], [used], [set(1, '1Gi')])).toHaveLength(1);
    const tainted = node('a', '8Gi', { spec: { taints: [{ key: 'k', effect: 'NoSchedule' }] } });
    const cordoned = node('b', '8Gi', { spec: { unschedulable: true } });
    expect(findCapacityProblems([tainted, cordoned], [], [set(1, '1Gi')])).toEqual([
      expect.stringContaining('no node accepts pods'),
    ]);
  });
});

it('reports claims that no storage class would serve', () => {
  const standard = decodeKind('storageclasses', {
    metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  });
  expect(findStorageProblems([standard], [], [set(1, '1Gi', {})])).toEqual([]);
  expect(findStorageProblems([], [], [set(1, '1Gi', {})])).toEqual([
    expect.stringContaining('has no default'),
  ]);
  expect(findStorageProblems([standard], [], [set(1, '1Gi', { storageClassName: 'fast' })])).toEqual([
    expect.stringContaining('`fast`; the cluster has: standard'),
  ]);
});

it.each([
  ['500m', 0.5],
  ['2', 2],
  ['1Gi', 2 ** 30],
  ['128974848', 128974848],
  ['1e3', 1000],
  ['1.5k', 1500],
  ['12E', 12e18],
  ['', 0],
  [undefined, 0],
  ['lots', 0],
])('reads the quantity %s', (text, value) => {
  expect(parseQuantity(text)).toBe(value);
});
