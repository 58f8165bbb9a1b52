import { describe, expect, test } from 'vitest';
import { settle } from '../fake-clock.ts';
import type { FakeContainer } from '../fake-images.ts';
import { pod } from '../manifests.ts';
import { startTestCluster, type TestCluster } from '../test-cluster.ts';

function statusOf(cluster: TestCluster, container = 'app') {
  const { containerStatuses = [], initContainerStatuses = [] } = cluster.get('pods', 'web').status ?? {};
  return [...containerStatuses, ...initContainerStatuses].find((it) => it.name === container);
}

/** The command of a hook runs until the test ends it. */
class Hook {
  end: (exitCode: number) => void = () => {};
  signal: AbortSignal | undefined;

  attach(container: FakeContainer): void {
    container.exec = (argv, { signal }) => {
      container.executed.push([...argv]);
      this.signal = signal;
      return new Promise((resolve) => {
        this.end = resolve;
      });
    };
  }
}

/** A cluster whose containers run hooks that the test ends. */
async function withHooks(): Promise<{ cluster: TestCluster; hook: Hook }> {
  const cluster = await startTestCluster();
  const hook = new Hook();
  cluster.images.add('app:v1', (container) => hook.attach(container));
  return { cluster, hook };
}

const exec = { command: ['sh', '-c', 'echo started > /tmp/mark'] };

describe('a postStart hook', () => {
  test('runs beside the entry point, and the container is neither running nor ready until it is done', async () => {
    const { cluster, hook } = await withHooks();
    const readinessProbe = { tcpSocket: { port: 9092 } };
    cluster.create('pods', pod('web', {}, { lifecycle: { postStart: { exec } }, readinessProbe }));
    await settle();
    expect(cluster.images.of('web').executed).toEqual([exec.command]);
    await cluster.clock.advance(60_000);
    expect(statusOf(cluster)).toMatchObject({
      ready: false,
      started: false,
      state: { waiting: { reason: 'ContainerCreating' } },
    });
    expect(cluster.get('pods', 'web').status?.phase).toBe('Pending');
    expect(cluster.events('web').join()).not.toContain('Unhealthy');
    hook.end(0);
    await cluster.clock.advance(1000);
    expect(statusOf(cluster)?.state?.running).toBeDefined();
    expect(cluster.events('web').join()).toContain('Unhealthy');
    expect(cluster.events('web').join()).not.toContain('FailedPostStartHook');
  });

  test('delays the next container of the pod', async () => {
    const { cluster, hook } = await withHooks();
    const containers = [
      { name: 'first', image: 'app:v1', lifecycle: { postStart: { exec } } },
      { name: 'second', image: 'app:v2' },
    ];
    cluster.create('pods', pod('web', { containers }));
    await settle();
    expect(cluster.images.started.map(({ spec }) => spec.name)).toEqual(['first']);
    hook.end(0);
    await settle();
    expect(cluster.images.started.map(({ spec }) => spec.name)).toEqual(['first', 'second']);
  });

  test('has its container stopped and restarted with back-off if it fails', async () => {
    const { cluster, hook } = await withHooks();
    cluster.create('pods', pod('web', {}, { lifecycle: { postStart: { exec } } }));
    await settle();
    hook.end(3);
    await settle();
    const { uid } = cluster.get('pods', 'web').metadata;
    expect(cluster.images.started[0]?.signals).toEqual(['SIGTERM']);
    expect(cluster.events('web').slice(3)).toEqual([
      'Started: Started container app',
      'FailedPostStartHook: PostStartHook failed',
      'Killing: FailedPostStartHook',
    ]);
    expect(cluster.images.started).toHaveLength(2);
    hook.end(3);
    await settle();
    expect(statusOf(cluster)).toMatchObject({
      restartCount: 1,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 0 } },
    });
    const says = `Exec lifecycle hook ([${exec.command.join(' ')}]) for Container "app" in Pod "web_default(${uid})" failed - error: command '${exec.command.join(' ')}' exited with 3: , message: ""`;
    expect(cluster.logged.join('\n')).toContain(says);
  });

  test('becomes the waiting reason of the container if it fails, until the restart', async () => {
    const { cluster, hook } = await withHooks();
    const seen = new Set<string>();
    cluster.store.watch('pods', undefined, undefined, ({ object }) => {
      const { waiting } = object.status?.containerStatuses?.[0]?.state ?? {};
      if (waiting) seen.add(`${waiting.reason}: ${waiting.message?.slice(0, 19) ?? ''}`);
    });
    cluster.create('pods', pod('web', {}, { lifecycle: { postStart: { exec } } }));
    await settle();
    hook.end(1);
    await settle();
    expect([...seen]).toEqual(['ContainerCreating: ', 'PostStartHookError: Exec lifecycle hook']);
  });

  test('fails when its container exits, and the exit is final if the container is never restarted', async () => {
    const { cluster, hook } = await withHooks();
    cluster.create('pods', pod('web', { restartPolicy: 'Never' }, { lifecycle: { postStart: { exec } } }));
    await settle();
    cluster.images.of('web').exit(7);
    await settle();
    expect(hook.signal?.aborted).toBe(true);
    expect(cluster.events('web')).toContain('FailedPostStartHook: PostStartHook failed');
    expect(statusOf(cluster)?.state?.terminated).toMatchObject({ exitCode: 7 });
    expect(cluster.get('pods', 'web').status?.phase).toBe('Failed');
  });

  test('is cancelled when the pod is deleted', async () => {
    const { cluster, hook } = await withHooks();
    cluster.create('pods', pod('web', {}, { lifecycle: { postStart: { exec } } }));
    await settle();
    cluster.delete('pods', 'web');
    await settle();
    expect(hook.signal?.aborted).toBe(true);
    expect(cluster.images.of('web').signals).toEqual(['SIGTERM']);
    expect(cluster.find('pods', 'web')).toBeUndefined();
  });

  test('delays the containers after a sidecar', async () => {
    const { cluster, hook } = await withHooks();
    const initContainers = [
      { name: 'proxy', image: 'app:v1', restartPolicy: 'Always', lifecycle: { postStart: { exec } } },
    ];
    cluster.create('pods', pod('web', { initContainers, containers: [{ name: 'app', image: 'app:v2' }] }));
    await settle();
    expect(cluster.images.started.map(({ spec }) => spec.name)).toEqual(['proxy']);
    hook.end(0);
    await settle();
    expect(cluster.images.started.map(({ spec }) => spec.name)).toEqual(['proxy', 'app']);
  });

  test('may sleep', async () => {
    const cluster = await startTestCluster();
    cluster.create('pods', pod('web', {}, { lifecycle: { postStart: { sleep: { seconds: 5 } } } }));
    await cluster.clock.advance(4900);
    expect(statusOf(cluster)?.state?.running).toBeUndefined();
    await cluster.clock.advance(200);
    expect(statusOf(cluster)?.state?.running).toBeDefined();
  });

  test('cannot use tcpSocket, as in the kubelet', async () => {
    const cluster = await startTestCluster();
    cluster.create('pods', pod('web', {}, { lifecycle: { postStart: { tcpSocket: { port: 80 } } } }));
    await settle();
    expect(cluster.events('web')).toContain('FailedPostStartHook: PostStartHook failed');
  });
});

describe('an httpGet hook', () => {
  test('sends a request to the pod, and accepts any status', async () => {
    const cluster = await startTestCluster();
    const asked: string[] = [];
    cluster.images.add('app:v1', ({ spec }) => {
      cluster.network.listen(spec.pod.ip, 8080, (connection) => {
        connection.on('data', (chunk: Buffer) => {
          asked.push(chunk.toString());
          connection.end('HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n');
        });
      });
    });
    const httpGet = { path: '/started', port: 'web', httpHeaders: [{ name: 'X-Lab', value: '1' }] };
    const ports = [{ name: 'web', containerPort: 8080 }];
    cluster.create('pods', pod('web', {}, { ports, lifecycle: { postStart: { httpGet } } }));
    await settle();
    expect(statusOf(cluster)?.state?.running).toBeDefined();
    expect(asked.join()).toMatch(/^GET \/started HTTP\/1\.1\r\n.*User-Agent: kube-lifecycle.*X-Lab: 1\r\n/s);
  });

  test('reports an event if nobody responds, and SIGTERM follows anyway', async () => {
    const cluster = await startTestCluster();
    const preStop = { httpGet: { path: '/stop', port: 8099 } };
    cluster.create('pods', pod('web', {}, { lifecycle: { preStop } }));
    await settle();
    const { ip, uid } = cluster.images.of('web').spec.pod;
    cluster.delete('pods', 'web');
    await settle();
    expect(cluster.events('web')).toContain('FailedPreStopHook: PreStopHook failed');
    expect(cluster.logged.join()).toContain(
      `HTTP lifecycle hook (/stop) for Container "app" in Pod "web_default(${uid})" failed - error: Get "http://${ip}:8099/stop": dial tcp ${ip}:8099: connect: connection refused`,
    );
    expect(cluster.images.of('web').signals).toEqual(['SIGTERM']);
  });
});

describe('a preStop hook', () => {
  test('leaves the rest of the grace period to the program', async () => {
    const { cluster, hook } = await withHooks();
    cluster.create(
      'pods',
      pod('web', { terminationGracePeriodSeconds: 10 }, { lifecycle: { preStop: { exec } } }),
    );
    await settle();
    const container = cluster.images.of('web');
    container.obedient = false;
    cluster.delete('pods', 'web');
    await cluster.clock.advance(6000);
    expect(container.signals).toEqual([]);
    hook.end(0);
    await cluster.clock.advance(3900);
    expect(container.signals).toEqual(['SIGTERM']);
    await cluster.clock.advance(200);
    expect(container.signals).toEqual(['SIGTERM', 'SIGKILL']);
  });

  test('leaves two seconds between SIGTERM and SIGKILL if it takes the whole grace period', async () => {
    const { cluster } = await withHooks();
    cluster.create(
      'pods',
      pod('web', { terminationGracePeriodSeconds: 5 }, { lifecycle: { preStop: { exec } } }),
    );
    await settle();
    const container = cluster.images.of('web');
    container.obedient = false;
    cluster.delete('pods', 'web');
    await cluster.clock.advance(5100);
    expect(container.signals).toEqual(['SIGTERM']);
    await cluster.clock.advance(1800);
    expect(container.signals).toEqual(['SIGTERM']);
    await cluster.clock.advance(200);
    expect(container.signals).toEqual(['SIGTERM', 'SIGKILL']);
  });

  test('counts a shorter grace period from the request that sets it', async () => {
    const { cluster } = await withHooks();
    cluster.create(
      'pods',
      pod('web', { terminationGracePeriodSeconds: 60 }, { lifecycle: { preStop: { exec } } }),
    );
    await settle();
    cluster.delete('pods', 'web');
    await cluster.clock.advance(1000);
    cluster.delete('pods', 'web', 3);
    await cluster.clock.advance(3100);
    expect(cluster.images.of('web').signals).toEqual(['SIGTERM']);
    expect(cluster.find('pods', 'web')).toBeUndefined();
  });

  test('runs before a container that fails its liveness probe is restarted', async () => {
    const cluster = await startTestCluster();
    cluster.images.add('checked', (container) => {
      container.execExit = 1;
    });
    const livenessProbe = { exec: { command: ['check'] }, periodSeconds: 1, failureThreshold: 1 };
    const lifecycle = { preStop: { exec: { command: ['drain'] } } };
    cluster.create('pods', pod('web', {}, { image: 'checked', livenessProbe, lifecycle }));
    await cluster.clock.advance(2000);
    expect(cluster.images.started[0]?.executed).toContainEqual(['drain']);
    expect(cluster.images.started).toHaveLength(2);
  });
});
