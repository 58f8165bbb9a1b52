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

  it.each(['logs', 'attach'] as const)('prefers what runs, then what is ready, for %s', (purpose) => {
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

  it('took the younger of two ready pods when they were made in different seconds, and takes the one ready for longer', () => {
    const older = pod('kafka-0', { readySince: '2026-01-01T00:00:01Z', created: '2026-01-01T00:00:00Z' });
    const younger = pod('kafka-1', { readySince: '2026-01-01T00:00:02Z', created: '2026-01-01T00:00:01Z' });
    expect(order('logs', younger, older)).toEqual(['kafka-0', 'kafka-1']);
    expect(order('attach', younger, older)).toEqual(['kafka-0', 'kafka-1']);
  });

  it('takes the pod that restarted most for logs, and least for a connection', () => {
    const calm = pod('calm', { readySince: ready });
    const broken = pod('broken', { readySince: ready, restarts: 3 });
    expect(order('logs', calm, broken)).toEqual(['broken', 'calm']);
    expect(order('attach', broken, calm)).toEqual(['calm', 'broken']);
  });

  it('takes the oldest of those that are alike, and keeps the server’s order when nothing tells them apart', () => {
    const older = pod('older', { readySince: ready, created: '2025-12-31T23:59:59Z' });
    expect(order('logs', pod('a', { readySince: ready }), older, pod('b', { readySince: ready }))).toEqual([
      'older',
      'a',
      'b',
    ]);
  });
});
