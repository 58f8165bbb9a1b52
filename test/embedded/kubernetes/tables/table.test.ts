import { describe, expect, it } from 'vitest';
import { toTable } from '../../../../source/embedded/kubernetes/tables/table.ts';
import { kinds } from '../../../../source/kubernetes-types/kinds.ts';
import type { KubeObject } from '../../../../source/kubernetes-types/kube-object.ts';
import { age, humanDuration } from '../../../../source/kubernetes-values/age.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const metadata = {
  name: 'x',
  namespace: 'default',
  uid: '',
  resourceVersion: '1',
  creationTimestamp: '2026-11-22T11:59:00Z',
};

/** The table row of an object of which only these parts are set. */
function tableOf(resource: string, parts: object) {
  const object: KubeObject = { apiVersion: '', kind: '', metadata, ...parts };
  const options = { version: 'v1', includeObject: 'None', metadata: {}, now } as const;
  return toTable(resource, [object], options) as {
    columnDefinitions: unknown[];
    rows: { cells: unknown[] }[];
  };
}

function cells(resource: string, parts: object): unknown[] | undefined {
  return tableOf(resource, parts).rows[0]?.cells;
}

function status(podStatus: object, meta: object = {}): unknown[] | undefined {
  const pod = {
    metadata: { ...metadata, ...meta },
    spec: { containers: [{ name: 'a' }], initContainers: [{ name: 'i' }, { name: 'j' }] },
    status: podStatus,
  };
  return cells('pods', pod)?.slice(1, 4);
}

describe('ages', () => {
  it('show two units as long as the second one matters', () => {
    const examples: [number, string][] = [
      [-5, '<invalid>'],
      [0, '0s'],
      [119, '119s'],
      [120, '2m'],
      [125, '2m5s'],
      [599, '9m59s'],
      [600, '10m'],
      [10_800, '3h'],
      [11_100, '3h5m'],
      [172_799, '47h'],
      [172_800, '2d'],
      [190_000, '2d4h'],
      [86_400 * 9, '9d'],
      [86_400 * 365 * 2, '2y'],
      [86_400 * 365 * 3 + 86_400 * 10, '3y10d'],
      [86_400 * 365 * 9, '9y'],
    ];
    for (const [seconds, text] of examples) expect(humanDuration(seconds * 1000)).toBe(text);
    expect(age(undefined, now)).toBe('<unknown>');
  });
});

describe('a pod in a table', () => {
  const container = (state: object, more: object = {}) => ({
    phase: 'Running',
    containerStatuses: [{ name: 'a', restartCount: 0, ready: false, state, ...more }],
  });

  it('shows the state of its containers', () => {
    expect(status({ phase: 'Pending' })).toEqual(['0/1', 'Pending', '0']);
    expect(status(container({ waiting: { reason: 'ContainerCreating' } }))).toEqual([
      '0/1',
      'ContainerCreating',
      '0',
    ]);
    expect(status(container({ waiting: { reason: 'ErrImagePull' } }))?.[1]).toBe('ErrImagePull');
    expect(status(container({ running: {} }, { ready: true }))).toEqual(['1/1', 'Running', '0']);
    expect(status(container({ terminated: { reason: 'Completed', exitCode: 0 } }))?.[1]).toBe('Completed');
    expect(status(container({ terminated: { exitCode: 3 } }))?.[1]).toBe('ExitCode:3');
    expect(status(container({ terminated: { signal: 9 } }))?.[1]).toBe('Signal:9');
  });

  it('counts restarts, and shows when the last one was', () => {
    const crashed = { terminated: { finishedAt: '2026-11-22T11:59:55Z' } };
    const crashing = container(
      { waiting: { reason: 'CrashLoopBackOff' } },
      { restartCount: 4, lastState: crashed },
    );
    expect(status(crashing)).toEqual(['0/1', 'CrashLoopBackOff', '4 (5s ago)']);
  });

  it('is Terminating, unless it has completed', () => {
    const gone = { deletionTimestamp: '2026-11-22T12:00:30Z' };
    expect(status(container({ running: {} }, { ready: true }), gone)).toEqual(['1/1', 'Terminating', '0']);
    expect(status({ phase: 'Succeeded' }, gone)?.[1]).toBe('Succeeded');
  });

  it('counts init containers', () => {
    const done = { name: 'i', state: { terminated: { exitCode: 0 } } };
    const init = (...statuses: object[]) =>
      status({ phase: 'Pending', initContainerStatuses: statuses })?.[1];
    expect(init({ name: 'i', state: { running: {} } })).toBe('Init:0/2');
    expect(init(done, { name: 'j', state: { running: {} } })).toBe('Init:1/2');
    expect(init(done, { name: 'j', state: { waiting: { reason: 'CrashLoopBackOff' } } })).toBe(
      'Init:CrashLoopBackOff',
    );
    expect(init(done, { name: 'j', state: { terminated: { exitCode: 1, reason: 'Error' } } })).toBe(
      'Init:Error',
    );
  });
});

describe('tables of every kind', () => {
  it('have a cell for each column, even for an empty object', () => {
    for (const kind of [...Object.keys(kinds), 'unheardof']) {
      const table = tableOf(kind, {});
      expect(table.rows[0]?.cells, kind).toHaveLength(table.columnDefinitions.length);
    }
  });

  it('shows ports, addresses and claims as kubectl does', () => {
    const spec = {
      type: 'NodePort',
      clusterIP: '10.96.0.9',
      ports: [{ port: 80, nodePort: 30001, protocol: 'TCP' }],
      selector: { app: 'x' },
    };
    expect(cells('services', { spec })).toEqual([
      'x',
      'NodePort',
      '10.96.0.9',
      '<none>',
      '80:30001/TCP',
      '60s',
      'app=x',
    ]);
    const claim = {
      spec: { volumeName: 'pv', storageClassName: 'standard', volumeMode: 'Filesystem' },
      status: { phase: 'Bound', capacity: { storage: '10Gi' }, accessModes: ['ReadWriteOnce'] },
    };
    expect(cells('persistentvolumeclaims', claim)).toEqual([
      'x',
      'Bound',
      'pv',
      '10Gi',
      'RWO',
      'standard',
      '<unset>',
      '60s',
      'Filesystem',
    ]);
    const event = {
      type: 'Warning',
      reason: 'BackOff',
      message: 'again',
      count: 3,
      involvedObject: { kind: 'Pod', name: 'p', fieldPath: 'spec.containers{a}' },
      source: { component: 'kubelet', host: 'worker' },
      firstTimestamp: '2026-11-22T11:58:00Z',
      lastTimestamp: '2026-11-22T11:59:30Z',
    };
    expect(cells('events', event)).toEqual([
      '30s',
      'Warning',
      'BackOff',
      'pod/p',
      'spec.containers{a}',
      'kubelet, worker',
      'again',
      '2m',
      3,
      'x',
    ]);
  });
});
