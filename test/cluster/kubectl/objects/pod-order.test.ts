import { describe, expect, it } from 'vitest';
import { decodeKind } from '../../../../source/cluster/api/decode-kind.ts';
import { bySuitability } from '../../../../source/cluster/kubectl/objects/pod-order.ts';
import type { Stored } from '../../../../source/kubernetes-types/kinds.ts';

interface Facts {
  readonly node?: string;
  readonly phase?: string;
  readonly readySince?: string;
  readonly restarts?: number;
  readonly created?: string;
}

function pod(name: string, facts: Facts = {}): Stored<'pods'> {
  const {
    node = 'worker',
    phase = 'Running',
    readySince,
    restarts = 0,
    created = '2026-01-01T00:00:00Z',
  } = facts;
  return decodeKind('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, creationTimestamp: created },
    spec: { nodeName: node },
    status: {
      phase,
      conditions:
        readySince === undefined
          ? [{ type: 'Ready', status: 'False', lastTransitionTime: created }]
          : [{ type: 'Ready', status: 'True', lastTransitionTime: readySince }],
      containerStatuses: [{ restartCount: restarts }],
    },
  });
}

function order(purpose: 'logs' | 'attach', ...pods: Stored<'pods'>[]): string[] {
  return pods.sort(bySuitability(purpose)).map(({ metadata }) => metadata.name);
}

describe('bySuitability', () => {
  const ready = '2026-01-01T00:00:05Z';

  it.each(['logs', 'attach'] as const)('prefers running pods, then ready ones, for %s', (purpose) => {
    expect(
      order(
        purpose,
        pod('unassigned', { node: '', phase: 'Pending' }),
        pod('pending', { phase: 'Pending' }),
        pod('unknown', { phase: 'Unknown' }),
        pod('running'),
        pod('ready', { readySince: ready }),
      ),
    ).toEqual(['ready', 'running', 'unknown', 'pending', 'unassigned']);
  });

  it('picked the younger of two ready pods created in different seconds; now it picks the one that has been ready longer', () => {
    const older = pod('kafka-0', { readySince: '2026-01-01T00:00:01Z', created: '2026-01-01T00:00:00Z' });
    const younger = pod('kafka-1', { readySince: '2026-01-01T00:00:02Z', created: '2026-01-01T00:00:01Z' });
    expect(order('logs', younger, older)).toEqual(['kafka-0', 'kafka-1']);
    expect(order('attach', younger, older)).toEqual(['kafka-0', 'kafka-1']);
  });

  it('picks the pod with the most restarts for logs, and the fewest for a connection', () => {
    const calm = pod('calm', { readySince: ready });
    const broken = pod('broken', { readySince: ready, restarts: 3 });
    expect(order('logs', calm, broken)).toEqual(['broken', 'calm']);
    expect(order('attach', broken, calm)).toEqual(['calm', 'broken']);
  });

  it('picks the oldest of equal pods, and otherwise keeps the order of the server', () => {
    const older = pod('older', { readySince: ready, created: '2025-12-31T23:59:59Z' });
    expect(order('logs', pod('a', { readySince: ready }), older, pod('b', { readySince: ready }))).toEqual([
      'older',
      'a',
      'b',
    ]);
  });
});
