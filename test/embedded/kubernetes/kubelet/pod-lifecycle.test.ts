import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { StartError } from '../../../../source/embedded/containers/start-error.ts';
import { settle } from '../fake-clock.ts';
import { pod, tcpProbe } from '../manifests.ts';
import { startTestCluster, type TestCluster } from '../test-cluster.ts';

function statusOf(cluster: TestCluster, name: string, container = 'app') {
  const { containerStatuses = [], initContainerStatuses = [] } = cluster.get('pods', name).status ?? {};
  return [...containerStatuses, ...initContainerStatuses].find((it) => it.name === container);
}

function conditions(cluster: TestCluster, name: string): Record<string, string | undefined> {
  const list = cluster.get('pods', name).status?.conditions;
  return Object.fromEntries((list ?? []).map(({ type, status }) => [type, status]));
}

test('a running pod has the status, conditions and events that the kubelet reports', async () => {
  const cluster = await startTestCluster();
  cluster.create('pods', pod('web'));
  await settle();
  const { status, spec, metadata } = cluster.get('pods', 'web');
  expect(status).toMatchObject({ phase: 'Running', podIP: '10.244.1.2', hostIP: '172.18.0.3' });
  expect(spec.nodeName).toBe('kind-worker');
  expect(statusOf(cluster, 'web')).toMatchObject({
    ready: true,
    started: true,
    restartCount: 0,
    image: 'app:v1',
    imageID: expect.stringMatching(/^sha256:/),
    containerID: expect.stringMatching(/^kafka-lab:\/\/[0-9a-f]{64}$/),
    state: { running: { startedAt: metadata.creationTimestamp } },
    lastState: {},
  });
  expect(conditions(cluster, 'web')).toEqual({
    PodScheduled: 'True',
    PodReadyToStartContainers: 'True',
    Initialized: 'True',
    Ready: 'True',
    ContainersReady: 'True',
  });
  expect(cluster.events('web')).toEqual([
    'Scheduled: Successfully assigned default/web to kind-worker',
    'Pulled: Container image "app:v1" already present on machine',
    'Created: Created container: app',
    'Started: Started container app',
  ]);
});

describe('an image that does not exist', () => {
  test('fails to pull, backs off, and starts once it has arrived', async () => {
    const cluster = await startTestCluster();
    cluster.create('pods', pod('web', {}, { image: 'nosuch:v1' }));
    await settle();
    expect(cluster.get('pods', 'web').status?.phase).toBe('Pending');
    expect(statusOf(cluster, 'web')?.state?.waiting?.reason).toBe('ErrImagePull');
    await cluster.clock.advance(4000);
    expect(statusOf(cluster, 'web')?.state?.waiting).toMatchObject({
      reason: 'ImagePullBackOff',
      message: expect.stringContaining('Back-off pulling image "nosuch:v1"'),
    });
    await cluster.clock.advance(120_000);
    const pulls = cluster.store.list('events').items.find(({ reason }) => reason === 'Pulling');
    // At 0, 10, 30 and 70 s.
    expect(pulls?.count).toBe(4);
    cluster.images.add('nosuch:v1');
    await cluster.clock.advance(2000);
    expect(statusOf(cluster, 'web')?.state?.running).toBeDefined();
    expect(statusOf(cluster, 'web')?.restartCount).toBe(0);
  });

  test('reports ErrImageNeverPull if it may not be pulled', async () => {
    const cluster = await startTestCluster();
    cluster.create('pods', pod('web', {}, { image: 'nosuch:v1', imagePullPolicy: 'Never' }));
    await cluster.clock.advance(30_000);
    expect(statusOf(cluster, 'web')?.state?.waiting?.reason).toBe('ErrImageNeverPull');
    expect(cluster.events('web')).toContain('Failed: Error: ErrImageNeverPull');
    expect(cluster.events('web').filter((event) => event.startsWith('Pulling'))).toEqual([]);
  });
});

describe('a container that exits', () => {
  test('is restarted at once, then after 10 s, 20 s, 40 s, up to 5 minutes', async () => {
    const cluster = await startTestCluster();
    const starts: number[] = [];
    cluster.images.add('crashing', (container) => {
      starts.push(cluster.clock.wall());
      container.exit(1);
    });
    cluster.create('pods', pod('web', {}, { image: 'crashing' }));
    await settle();
    expect(starts).toHaveLength(2);
    const { uid } = cluster.get('pods', 'web').metadata;
    expect(statusOf(cluster, 'web')).toMatchObject({
      restartCount: 1,
      ready: false,
      state: {
        waiting: {
          reason: 'CrashLoopBackOff',
          message: `back-off 10s restarting failed container=app pod=web_default(${uid})`,
        },
      },
      lastState: { terminated: { exitCode: 1, reason: 'Error' } },
    });
    expect(cluster.get('pods', 'web').status?.phase).toBe('Running');
    await cluster.clock.advance(1_300_000);
    const gaps = starts.slice(1).map((at, index) => (at - (starts[index] as number)) / 1000);
    expect(gaps.slice(0, 9)).toEqual([0, 10, 20, 40, 80, 160, 300, 300, 300]);
    expect(cluster.events('web')).toContain(
      `BackOff: Back-off restarting failed container app in pod web_default(${uid})`,
    );
  });

  test('is restarted at once after it ran for ten minutes', async () => {
    const cluster = await startTestCluster();
    cluster.create('pods', pod('web'));
    for (let crash = 0; crash < 3; crash++) {
      await cluster.clock.advance(60_000);
      cluster.images.of('web').exit(1);
    }
    await cluster.clock.advance(60_000);
    await cluster.clock.advance(600_001);
    const before = cluster.images.started.length;
    cluster.images.of('web').exit(1);
    await settle();
    expect(cluster.images.started).toHaveLength(before + 1);
  });

  test('shows watchers that it has exited before it runs again', async () => {
    const cluster = await startTestCluster();
    const seen: string[] = [];
    cluster.create('pods', pod('web'));
    await settle();
    cluster.store.watch('pods', undefined, undefined, ({ object }) => {
      seen.push(Object.keys(object.status?.containerStatuses?.[0]?.state ?? {})[0] ?? '');
    });
    cluster.images.of('web').exit(3);
    await settle();
    expect(seen).toEqual(['terminated', 'running']);
    expect(statusOf(cluster, 'web')?.lastState?.terminated).toMatchObject({ exitCode: 3, reason: 'Error' });
  });

  test.each([
    ['Never', 0, 'Succeeded', 'Completed'],
    ['Never', 2, 'Failed', 'Error'],
    ['OnFailure', 0, 'Succeeded', 'Completed'],
  ])('with restartPolicy %s and exit code %i ends the pod as %s', async (policy, exitCode, phase, reason) => {
    const cluster = await startTestCluster();
    cluster.create('pods', pod('job', { restartPolicy: policy }));
    await settle();
    cluster.images.of('job').exit(exitCode);
    await cluster.clock.advance(600_000);
    expect(cluster.get('pods', 'job').status?.phase).toBe(phase);
    expect(statusOf(cluster, 'job')?.state?.terminated).toMatchObject({ exitCode, reason });
    expect(cluster.images.started).toHaveLength(1);
  });

  test('reports StartError if it could not start, shown as RunContainerError until back-off', async () => {
    const cluster = await startTestCluster();
    const message = 'exec: "run.sh": executable file not found in $PATH: unknown';
    cluster.images.add('broken', () => {
      throw new StartError(message);
    });
    const seen: string[] = [];
    cluster.store.watch('pods', undefined, undefined, ({ object }) => {
      const [status] = object.status?.containerStatuses ?? [];
      const { waiting, terminated } = status?.state ?? {};
      if (status) seen.push(`${status.restartCount} ${(waiting ?? terminated)?.reason}`);
    });
    cluster.create('pods', pod('web', {}, { image: 'broken' }));
    await cluster.clock.advance(5000);
    expect([...new Set(seen)]).toEqual(['0 RunContainerError', '1 RunContainerError', '1 CrashLoopBackOff']);
    expect(statusOf(cluster, 'web')).toMatchObject({
      state: {
        waiting: { reason: 'CrashLoopBackOff', message: expect.stringMatching(/^back-off 10s restarting/) },
      },
      lastState: {
        terminated: { reason: 'StartError', exitCode: 128, message, startedAt: '1970-01-01T00:00:00Z' },
      },
    });
    expect(cluster.get('pods', 'web').status?.phase).toBe('Running');
    expect(cluster.events('web').slice(1)).toEqual([
      'Pulled: Container image "broken" already present on machine',
      'Created: Created container: app',
      `Failed: Error: ${message}`,
      expect.stringMatching(/^BackOff: Back-off restarting failed container app in pod web_default/),
    ]);
  });

  test('ends a pod that is never restarted if it could not start', async () => {
    const cluster = await startTestCluster();
    cluster.images.add('broken', () => {
      throw new StartError('exec: "x": executable file not found in $PATH: unknown');
    });
    cluster.create('pods', pod('once', { restartPolicy: 'Never' }, { image: 'broken' }));
    await cluster.clock.advance(5000);
    expect(cluster.get('pods', 'once').status?.phase).toBe('Failed');
    expect(statusOf(cluster, 'once')?.state?.terminated).toMatchObject({
      reason: 'StartError',
      exitCode: 128,
    });
  });
});

describe('init containers', () => {
  test('run one after the other before the rest', async () => {
    const cluster = await startTestCluster();
    const initContainers = [
      { name: 'first', image: 'app:v1' },
      { name: 'second', image: 'app:v1' },
    ];
    cluster.create('pods', pod('web', { initContainers }));
    const running = () => cluster.images.started.filter((it) => it.running).map(({ spec }) => spec.name);
    await settle();
    expect(running()).toEqual(['first']);
    expect(statusOf(cluster, 'web')?.state?.waiting?.reason).toBe('PodInitializing');
    expect(conditions(cluster, 'web').Initialized).toBe('False');
    cluster.images.of('web', 'first').exit(1);
    await settle();
    expect(running()).toEqual(['first']);
    cluster.images.of('web', 'first').exit(0);
    await settle();
    expect(running()).toEqual(['second']);
    cluster.images.of('web', 'second').exit(0);
    await settle();
    expect(running()).toEqual(['app']);
    expect(conditions(cluster, 'web').Initialized).toBe('True');
  });

  test('keep a sidecar running beside the other containers', async () => {
    const cluster = await startTestCluster();
    const initContainers = [{ name: 'proxy', image: 'app:v1', restartPolicy: 'Always' }];
    cluster.create('pods', pod('web', { initContainers }));
    await settle();
    expect(cluster.images.started.filter((it) => it.running).map(({ spec }) => spec.name)).toEqual([
      'proxy',
      'app',
    ]);
  });
});

describe('deleting a pod', () => {
  test('terminates it, and kills it after the grace period', async () => {
    const cluster = await startTestCluster();
    cluster.images.add('slow', (container) => {
      container.obedient = false;
    });
    cluster.create('pods', pod('web', { terminationGracePeriodSeconds: 5 }, { image: 'slow' }));
    await settle();
    cluster.delete('pods', 'web');
    await cluster.clock.advance(4900);
    expect(cluster.images.of('web').signals).toEqual(['SIGTERM']);
    expect(cluster.events('web')).toContain('Killing: Stopping container app');
    expect(cluster.get('pods', 'web').metadata.deletionTimestamp).toBeDefined();
    await cluster.clock.advance(200);
    expect(cluster.images.of('web').signals).toEqual(['SIGTERM', 'SIGKILL']);
    expect(cluster.find('pods', 'web')).toBeUndefined();
  });

  test('kills it at once with force, and the next pod of that name waits until it has ended', async () => {
    const cluster = await startTestCluster();
    cluster.create('pods', pod('web'));
    await settle();
    cluster.delete('pods', 'web', 0);
    cluster.create('pods', pod('web'));
    await settle();
    expect(cluster.images.started.map(({ signals }) => signals)).toEqual([['SIGKILL'], []]);
    expect(cluster.get('pods', 'web').status?.phase).toBe('Running');
  });

  test('runs its preStop hook before the signal', async () => {
    const cluster = await startTestCluster();
    const lifecycle = { preStop: { exec: { command: ['drain', 'now'] } } };
    cluster.create('pods', pod('web', {}, { lifecycle }));
    await settle();
    cluster.delete('pods', 'web');
    await settle();
    expect(cluster.images.of('web').executed).toEqual([['drain', 'now']]);
    expect(cluster.images.of('web').signals).toEqual(['SIGTERM']);
    expect(cluster.find('pods', 'web')).toBeUndefined();
  });

  test.each([
    ['that exits with an error', () => Promise.resolve(3), "command 'drain secret' exited with 3"],
    ['that cannot be run', () => Promise.reject(new TypeError('no such stream')), 'no such stream'],
  ])('reports a preStop hook %s, and terminates it anyway', async (_what, exec, why) => {
    const cluster = await startTestCluster();
    cluster.images.add('app:v1', (container) => {
      container.exec = exec;
    });
    const lifecycle = { preStop: { exec: { command: ['drain', 'secret'] } } };
    cluster.create('pods', pod('web', {}, { lifecycle }));
    await settle();
    cluster.delete('pods', 'web');
    await settle();
    expect(cluster.images.of('web').signals).toEqual(['SIGTERM']);
    expect(cluster.events('web')).toContain('FailedPreStopHook: PreStopHook failed');
    expect(cluster.logged.join()).toContain(`the preStop hook of \`web/app\` failed`);
    expect(cluster.logged.join()).toContain(why);
    expect(cluster.find('pods', 'web')).toBeUndefined();
  });

  test('reports no preStop hook that ended with its container', async () => {
    const cluster = await startTestCluster();
    cluster.images.add('app:v1', (container) => {
      container.exec = (_argv, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        });
    });
    const lifecycle = { preStop: { exec: { command: ['drain'] } } };
    cluster.create('pods', pod('web', {}, { lifecycle }));
    await settle();
    cluster.delete('pods', 'web');
    await settle();
    cluster.images.of('web').exit(0);
    await settle();
    expect(cluster.events('web').join()).not.toContain('FailedPreStopHook');
    expect(cluster.logged).toEqual([]);
  });

  test('frees its address and closes its listening ports', async () => {
    const cluster = await startTestCluster();
    cluster.create('pods', pod('web'));
    await settle();
    const { ip } = cluster.images.of('web').spec.pod;
    cluster.network.listen(ip, 9092, (connection) => connection.destroy());
    cluster.delete('pods', 'web');
    await settle();
    await expect(cluster.network.connect('host', ip, 9092)).rejects.toMatchObject({ code: 'EHOSTUNREACH' });
  });

  test('closing the cluster ends everything, but deletes no object', async () => {
    const cluster = await startTestCluster();
    cluster.create('pods', pod('web'));
    await settle();
    await cluster.plane.close();
    expect(cluster.images.of('web').signals).toEqual(['SIGTERM']);
    expect(cluster.find('pods', 'web')).toBeDefined();
    expect(cluster.clock.pending).toBe(0);
  });
});

test('a restarted container finds an empty file system, and the old files are removed in the background', async () => {
  const cluster = await startTestCluster();
  cluster.create('pods', pod('web'));
  await settle();
  const layer = cluster.images.of('web').spec.layer as string;
  mkdirSync(layer, { recursive: true });
  for (let file = 0; file < 300; file++) writeFileSync(join(layer, `f${file}`), '');
  let found: string[] | undefined;
  cluster.images.add('app:v1', () => {
    found = existsSync(layer) ? readdirSync(layer) : [];
    mkdirSync(layer, { recursive: true });
    writeFileSync(join(layer, 'mine'), '');
  });
  cluster.images.of('web').exit(1);
  await cluster.clock.advance(15_000);
  expect(found).toEqual([]);
  await vi.waitUntil(() => readdirSync(join(cluster.directory, 'removed')).length === 0);
  expect(readdirSync(layer)).toEqual(['mine']);
});

describe('probes', () => {
  test('a pod is ready once its port is open, and not ready after three failures', async () => {
    const cluster = await startTestCluster();
    cluster.create('pods', pod('web', {}, { readinessProbe: tcpProbe }));
    await cluster.clock.advance(1000);
    expect(statusOf(cluster, 'web')).toMatchObject({ ready: false, started: true });
    const { ip } = cluster.images.of('web').spec.pod;
    expect(cluster.events('web')).toContain(
      `Unhealthy: Readiness probe failed: dial tcp ${ip}:9092: connect: connection refused`,
    );
    const port = cluster.network.listen(ip, 9092, (connection) => connection.destroy());
    await cluster.clock.advance(10_000);
    expect(statusOf(cluster, 'web')?.ready).toBe(true);
    expect(conditions(cluster, 'web').Ready).toBe('True');
    port.close();
    await cluster.clock.advance(15_000);
    expect(statusOf(cluster, 'web')?.ready).toBe(true);
    await cluster.clock.advance(10_000);
    expect(statusOf(cluster, 'web')?.ready).toBe(false);
    expect(conditions(cluster, 'web')).toMatchObject({ Ready: 'False', ContainersReady: 'False' });
  });

  test('httpGet succeeds with 2xx and 3xx', async () => {
    const cluster = await startTestCluster();
    const readinessProbe = { httpGet: { path: '/ready', port: 'web' }, periodSeconds: 1 };
    cluster.create('pods', pod('web', {}, { readinessProbe, ports: [{ name: 'web', containerPort: 8080 }] }));
    await settle();
    const { ip } = cluster.images.of('web').spec.pod;
    let code = 503;
    const asked: string[] = [];
    cluster.network.listen(ip, 8080, (connection) => {
      connection.on('data', (chunk: Buffer) => {
        asked.push(chunk.toString().split('\r\n', 1)[0] ?? '');
        connection.end(`HTTP/1.1 ${code} X\r\nContent-Length: 0\r\n\r\n`);
      });
    });
    await cluster.clock.advance(2000);
    expect(asked[0]).toBe('GET /ready HTTP/1.1');
    expect(statusOf(cluster, 'web')?.ready).toBe(false);
    expect(cluster.events('web')).toContain(
      'Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503',
    );
    code = 204;
    await cluster.clock.advance(2000);
    expect(statusOf(cluster, 'web')?.ready).toBe(true);
  });

  test('a failing liveness probe restarts the container, once its startup probe has passed', async () => {
    const cluster = await startTestCluster();
    const exec = { command: ['check'] };
    const startupProbe = { exec, periodSeconds: 1, failureThreshold: 100 };
    const livenessProbe = { exec, periodSeconds: 1, failureThreshold: 2 };
    cluster.images.add('checked', (container) => {
      container.execExit = 1;
      container.execOutput = 'no good';
    });
    cluster.create('pods', pod('web', {}, { image: 'checked', startupProbe, livenessProbe }));
    await cluster.clock.advance(20_000);
    expect(cluster.images.started).toHaveLength(1);
    expect(statusOf(cluster, 'web')).toMatchObject({ started: false, ready: false });
    cluster.images.of('web').execExit = 0;
    await cluster.clock.advance(5000);
    expect(statusOf(cluster, 'web')).toMatchObject({ started: true, ready: true });
    cluster.images.of('web').execExit = 1;
    await cluster.clock.advance(5000);
    expect(cluster.images.started).toHaveLength(2);
    expect(statusOf(cluster, 'web')?.restartCount).toBe(1);
    expect(cluster.events('web')).toContain('Unhealthy: Liveness probe failed: no good');
    expect(cluster.events('web')).toContain(
      'Killing: Container app failed liveness probe, will be restarted',
    );
  });
});
