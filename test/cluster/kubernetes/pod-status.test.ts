import { describe, expect, it } from 'vitest';
import { decodeKind } from '../../../source/cluster/api/decode-kind.ts';
import { summarizePod } from '../../../source/cluster/kubernetes/pod-status.ts';
import type { JsonObject } from '../../../source/json/json-value.ts';

const pod = (status: JsonObject, metadata: JsonObject = {}, spec: JsonObject = {}) =>
  decodeKind('pods', {
    metadata: { name: 'p', ...metadata },
    spec: { containers: [{ name: 'main' }], ...spec },
    status,
  });
const container = (state: JsonObject, more: JsonObject = {}): JsonObject => ({
  name: 'main',
  ready: false,
  restartCount: 0,
  state,
  ...more,
});

describe('summarizePod', () => {
  it.each([
    ['Pending', { phase: 'Pending' }],
    [
      'ContainerCreating',
      { phase: 'Pending', containerStatuses: [container({ waiting: { reason: 'ContainerCreating' } })] },
    ],
    [
      'ErrImagePull',
      {
        phase: 'Pending',
        containerStatuses: [container({ waiting: { reason: 'ErrImagePull', message: 'no such image' } })],
      },
    ],
    [
      'CrashLoopBackOff',
      {
        phase: 'Running',
        containerStatuses: [container({ waiting: { reason: 'CrashLoopBackOff' } }, { restartCount: 4 })],
      },
    ],
    [
      'Error',
      { phase: 'Failed', containerStatuses: [container({ terminated: { reason: 'Error', exitCode: 1 } })] },
    ],
    ['ExitCode:3', { phase: 'Failed', containerStatuses: [container({ terminated: { exitCode: 3 } })] }],
    ['Signal:9', { phase: 'Failed', containerStatuses: [container({ terminated: { signal: 9 } })] }],
    [
      'Completed',
      {
        phase: 'Succeeded',
        containerStatuses: [container({ terminated: { reason: 'Completed', exitCode: 0 } })],
      },
    ],
    ['Running', { phase: 'Running', containerStatuses: [container({ running: {} }, { ready: true })] }],
    ['Evicted', { phase: 'Failed', reason: 'Evicted' }],
    [
      'Init:0/1',
      { phase: 'Pending', initContainerStatuses: [container({ running: {} })] },
      {},
      { initContainers: [{}] },
    ],
    [
      'Init:Error',
      {
        phase: 'Pending',
        initContainerStatuses: [container({ terminated: { reason: 'Error', exitCode: 1 } })],
      },
      {},
      { initContainers: [{}] },
    ],
    [
      'Terminating',
      { phase: 'Running', containerStatuses: [container({ running: {} }, { ready: true })] },
      { deletionTimestamp: 'now' },
    ],
  ] as [string, JsonObject, JsonObject?, JsonObject?][])('%s', (text, status, metadata = {}, spec = {}) => {
    expect(summarizePod(pod(status, metadata, spec)).status).toBe(text);
  });

  it('says what is wrong', () => {
    const waiting = pod({
      phase: 'Pending',
      containerStatuses: [container({ waiting: { reason: 'ErrImagePull', message: 'no such image' } })],
    });
    expect(summarizePod(waiting)).toMatchObject({ ready: false, trouble: 'ErrImagePull: no such image' });
    const unschedulable = pod({
      phase: 'Pending',
      conditions: [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'Unschedulable',
          message: '0/5 nodes are available',
        },
      ],
    });
    expect(summarizePod(unschedulable).trouble).toBe('Unschedulable: 0/5 nodes are available');
    const fine = pod({
      phase: 'Running',
      containerStatuses: [container({ running: {} }, { ready: true, restartCount: 2 })],
    });
    expect(summarizePod(fine)).toEqual({ status: 'Running', ready: true, restarts: 2 });
  });
});
