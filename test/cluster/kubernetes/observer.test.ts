import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ObservedNames } from '../../../source/cluster/kubernetes/kafka-places.ts';
import { createObserver } from '../../../source/cluster/kubernetes/observer.ts';
import type { PodLine } from '../../../source/cluster/model/cluster.ts';
import { type FakeApi, failure, list, pod, sendJson, startFakeApi, until } from '../fake-api.ts';

const pods = '/api/v1/namespaces/default/pods';
const signal = AbortSignal.timeout(15_000);
let fake: FakeApi;
let observer: ReturnType<typeof createObserver>;

beforeEach(async () => {
  fake = await startFakeApi();
  observer = observe();
});
const observe = (facts: Partial<ObservedNames> = {}) =>
  createObserver({
    kubeconfig: fake.kubeconfig,
    context: 'fake',
    namespace: 'default',
    facts: {
      topic: 'test',
      zookeeperPod: 'zookeeper-0',
      brokerPod: 'kafka-0',
      producerSelector: 'app=producer',
      consumerSelector: 'app=consumer',
      groupId: 'test-group',
      brokerPort: 9092,
      zookeeperPort: 2181,
      ...facts,
    },
  });
afterEach(async () => {
  await observer.close();
  await fake.close();
});

/** For a test in which nothing unexpected may happen. */
const fail = (error: unknown): void => {
  throw error;
};

describe('observations', () => {
  it('include nodes with their roles, and which are ready', async () => {
    const ready = { conditions: [{ type: 'Ready', status: 'True' }] };
    fake.on(
      '/api/v1/nodes',
      list('Node', [
        { metadata: { name: 'a', labels: { 'node-role.kubernetes.io/control-plane': '' } }, status: ready },
        { metadata: { name: 'b' }, status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } },
      ]),
    );
    expect(await observer.look('nodes', signal)).toEqual([
      { name: 'a', ready: true, roles: ['control-plane'] },
      { name: 'b', ready: false, roles: [] },
    ]);
  });

  it('include pods, sanitised', async () => {
    fake.on(
      pods,
      list('Pod', [
        pod('web', {
          status: {
            phase: 'Pending',
            containerStatuses: [
              {
                name: 'main',
                state: { waiting: { reason: 'ErrImagePull', message: 'no\u001b]0;title\u0007 image' } },
              },
            ],
          },
        }),
      ]),
    );
    expect(await observer.look('pods', signal)).toEqual([
      {
        name: 'web',
        labels: { app: 'demo' },
        phase: 'Pending',
        status: 'ErrImagePull',
        ready: false,
        restarts: 0,
        node: 'worker',
        trouble: 'ErrImagePull: no image',
      },
    ]);
  });

  it('include services and workloads', async () => {
    fake.on(
      '/api/v1/namespaces/default/services',
      list('Service', [{ metadata: { name: 's' }, spec: { clusterIP: 'None', ports: [{ port: 9092 }] } }]),
    );
    fake.on(
      '/apis/apps/v1/namespaces/default/statefulsets',
      list('StatefulSet', [
        { metadata: { name: 'kafka' }, spec: { replicas: 3 }, status: { readyReplicas: 2 } },
      ]),
    );
    fake.on(
      '/apis/apps/v1/namespaces/default/deployments',
      list('Deployment', [{ metadata: { name: 'd' }, spec: {} }]),
    );
    expect(await observer.look('services', signal)).toEqual([
      { name: 's', clusterIP: 'None', ports: [9092] },
    ]);
    expect(await observer.look('workloads', signal)).toEqual([
      { kind: 'StatefulSet', name: 'kafka', replicas: 3, ready: 2 },
      { kind: 'Deployment', name: 'd', replicas: 1, ready: 0 },
    ]);
  });

  it('ask the ZooKeeper pod for the brokers', async () => {
    fake.on(`${pods}/zookeeper-0`, pod('zookeeper-0'));
    fake.onSocket(`${pods}/zookeeper-0/exec`, (socket, query) => {
      const [tool, server, verb, path] = query.getAll('command');
      expect([tool, server]).toEqual(['zookeeper-shell', 'localhost:2181']);
      const answer = verb === 'ls' ? '[1, 0]' : JSON.stringify({ host: `h${path?.at(-1)}`, port: 9092 });
      socket.send(Buffer.from(`\u0001WATCHER::\n\n${answer}\n`));
      socket.send(Buffer.from('\u0003{"status":"Success"}'));
    });
    expect(await observer.look('brokers', signal)).toEqual([
      { id: 0, host: 'h0', port: 9092 },
      { id: 1, host: 'h1', port: 9092 },
    ]);
  });

  it('ask a running pod of the Deployment of ZooKeeper', async () => {
    const deployed = observe({ zookeeperPod: 'deploy/zk' });
    const names = ['zk-0', 'zk-ui-1a2b-c3d4', 'zk-1a2b-c3d4'];
    fake.on(
      pods,
      list('Pod', [pod('zk-1a2b-gone', { status: { phase: 'Failed' } }), ...names.map((name) => pod(name))]),
    );
    fake.on(`${pods}/zk-1a2b-c3d4`, pod('zk-1a2b-c3d4'));
    fake.onSocket(`${pods}/zk-1a2b-c3d4/exec`, (socket, query) => {
      const answer = query.getAll('command')[2] === 'ls' ? '[7]' : '{"host":"h","port":1}';
      socket.send(Buffer.from(`\u0001${answer}\n`));
      socket.send(Buffer.from('\u0003{"status":"Success"}'));
    });
    expect(await deployed.look('brokers', signal)).toEqual([{ id: 7, host: 'h', port: 1 }]);
    await deployed.close();
  });

  it('include no broker before there is a ZooKeeper, or before one has registered', async () => {
    expect(await observer.look('brokers', signal)).toEqual([]);
    fake.on(`${pods}/zookeeper-0`, pod('zookeeper-0'));
    fake.onSocket(`${pods}/zookeeper-0/exec`, (socket) => {
      socket.send(Buffer.from('\u0002Node does not exist: /brokers/ids\n'));
      const details = { causes: [{ reason: 'ExitCode', message: '1' }] };
      socket.send(
        Buffer.from(`\u0003${JSON.stringify({ status: 'Failure', reason: 'NonZeroExitCode', details })}`),
      );
    });
    expect(await observer.look('brokers', signal)).toEqual([]);
  });

  it('include no topic while no broker runs, and the last lines of every pod that has any', async () => {
    fake.on(pods, list('Pod', [pod('a'), pod('b')]));
    fake.on(`${pods}/a/log`, (_, response) => response.end('one\n\u001b[31mtwo\u001b[0m\n'));
    fake.on(`${pods}/b/log`, (_, response) =>
      sendJson(response, 400, failure(400, 'BadRequest', 'waiting to start')),
    );
    expect(await observer.look('topics', signal)).toEqual([]);
    expect(await observer.look('logs', signal)).toEqual([
      { pod: 'a', lines: ['one', 'two'] },
      { pod: 'b', lines: [] },
    ]);
  });
});

describe('counts', () => {
  it("come from each client's metrics through the pod proxy, except for clients without metrics", async () => {
    const withMetrics = { containers: [{ name: 'main', ports: [{ name: 'metrics', containerPort: 9308 }] }] };
    fake.on(pods, ({ query }: { query: URLSearchParams }, response: Parameters<typeof sendJson>[0]) => {
      const clients = query.get('labelSelector') === 'app in (producer,consumer)';
      sendJson(
        response,
        200,
        list(
          'Pod',
          clients ? [pod('p', { spec: withMetrics }), pod('c', { spec: withMetrics }), pod('foreign')] : [],
        ),
      );
    });
    const page = (role: string): string =>
      `kafka_lab_client_info{role="${role}",topic="test",started_at="5"} 1\nkafka_lab_messages_total{partition="2"} 3\n`;
    fake.on(`${pods}/p:9308/proxy/metrics`, (_, response) => response.end(page('producer')));
    fake.on(`${pods}/c:9308/proxy/metrics`, (_, response) => response.end(page('partition')));
    const counts = await observer.counts(signal);
    expect(counts).toMatchObject({ endOffsets: [], owners: {} });
    expect(counts.producers.map(({ pod: name, role }) => [name, role])).toEqual([['p', 'producer']]);
    expect(counts.consumers).toEqual([
      {
        pod: 'c',
        role: 'partition',
        startedAt: 5,
        partitions: [
          {
            partition: 2,
            startOffset: 0,
            firstOffset: -1,
            lastOffset: -1,
            messages: 3,
            distinct: 3,
            duplicates: 0,
          },
        ],
      },
    ]);
  });
});

it('distinguish the clients from other pods if their labels have different keys', async () => {
  const labelled = observe({ producerSelector: 'part=producer,tier=x', consumerSelector: 'app=reader' });
  const asked: unknown[] = [];
  const withLabels = (name: string, labels: object) => ({
    ...pod(name),
    metadata: { ...(pod(name) as { metadata: object }).metadata, labels },
  });
  fake.on(pods, ({ query }: { query: URLSearchParams }, response: Parameters<typeof sendJson>[0]) => {
    asked.push(query.get('labelSelector'));
    const all = [
      withLabels('c', { app: 'reader' }),
      withLabels('half', { part: 'producer' }),
      withLabels('o', {}),
    ];
    sendJson(response, 200, list('Pod', all));
  });
  expect((await labelled.counts(signal)).consumerPods).toEqual(['c']);
  expect(asked).toContain(null);
  await labelled.close();
});

describe('followLogs', () => {
  const stamp = (second: number, nanos: string): string =>
    `2026-11-22T10:00:${String(second).padStart(2, '0')}.${nanos}Z`;

  it('resumes a stream that breaks off, without a lost or repeated line', async () => {
    const log = [
      `${stamp(1, '100000000')} a`,
      `${stamp(1, '100000000')} a`,
      `${stamp(1, '100000000')} b`,
      `${stamp(1, '200000000')} c`,
      `${stamp(2, '000000001')} d`,
      `${stamp(2, '000000001')} d`,
    ];
    fake.on(pods, ({ query }: { query: URLSearchParams }, response: import('node:http').ServerResponse) => {
      if (query.get('watch') !== 'true') sendJson(response, 200, list('Pod', [pod('web')]));
      else response.writeHead(200).flushHeaders();
    });
    // Each stream breaks off after two more lines, and always sends something new.
    let sent = 0;
    fake.on(
      `${pods}/web/log`,
      ({ query }: { query: URLSearchParams }, response: import('node:http').ServerResponse) => {
        const since = query.get('sinceTime');
        const from =
          since === null ? 0 : log.findIndex((line) => Date.parse(line.slice(0, 30)) >= Date.parse(since));
        sent = Math.min(log.length, sent + 2);
        response.write(
          log
            .slice(from, sent)
            .map((line) => `${line}\n`)
            .join(''),
          () => {
            if (sent < log.length) response.destroy();
          },
        );
      },
    );
    const stop = new AbortController();
    const lines: PodLine[] = [];
    const following = observer.followLogs('app=demo', (line) => lines.push(line), stop.signal, fail);
    await until(() => lines.length >= log.length);
    stop.abort();
    await following;
    expect(lines.map(({ text }) => text)).toEqual(['a', 'a', 'b', 'c', 'd', 'd']);
    expect(lines[0]).toEqual({ pod: 'web', at: Date.UTC(2026, 10, 22, 10, 0, 1, 100), text: 'a' });
    expect(fake.requests.some(({ query }) => query.get('sinceTime') === '2026-11-22T10:00:01Z')).toBe(true);
  });

  it('picks up new pods from the watch, and drops deleted ones', async () => {
    let watcher: import('node:http').ServerResponse | undefined;
    fake.on(pods, ({ query }: { query: URLSearchParams }, response: import('node:http').ServerResponse) => {
      if (query.get('watch') !== 'true') sendJson(response, 200, list('Pod', []));
      else {
        response.writeHead(200).flushHeaders();
        watcher = response;
      }
    });
    fake.on(`${pods}/late/log`, (_, response) => response.write(`${stamp(1, '0')} \u001b[2Jhello\n`));
    const stop = new AbortController();
    const lines: PodLine[] = [];
    const following = observer.followLogs('app=demo', (line) => lines.push(line), stop.signal, fail);
    await until(() => watcher !== undefined);
    watcher?.write(`${JSON.stringify({ type: 'ADDED', object: pod('late') })}\n`);
    await until(() => lines.length === 1);
    expect(lines[0]).toMatchObject({ pod: 'late', text: 'hello' });
    watcher?.write(`${JSON.stringify({ type: 'DELETED', object: pod('late') })}\n`);
    stop.abort();
    await following;
  });

  it('continues after the server was unavailable', async () => {
    let down = true;
    fake.on(pods, ({ query }: { query: URLSearchParams }, response: import('node:http').ServerResponse) => {
      if (down) response.destroy();
      else if (query.get('watch') === 'true') response.writeHead(200).flushHeaders();
      else sendJson(response, 200, list('Pod', [pod('web')]));
    });
    fake.on(`${pods}/web/log`, (_, response) => response.write(`${stamp(1, '0')} back\n`));
    const stop = new AbortController();
    const lines: PodLine[] = [];
    const following = observer.followLogs('app=demo', (line) => lines.push(line), stop.signal, fail);
    await until(() => fake.requests.length >= 2);
    down = false;
    await until(() => lines.length === 1);
    stop.abort();
    await following;
  });

  type Query = { query: URLSearchParams };
  type Response = import('node:http').ServerResponse;
  const listing = (...items: object[]) =>
    fake.on(pods, ({ query }: Query, response: Response) => {
      if (query.get('watch') === 'true') response.writeHead(200).flushHeaders();
      else sendJson(response, 200, list('Pod', items));
    });

  it('reads what a container wrote before it restarted while its stream was broken', async () => {
    /** Lines by run of the container; the stream breaks off after two lines, and the container restarts meanwhile. */
    const runs = [
      ['a', 'b', 'c', 'last words'].map((text, at) => `${stamp(1, `${at}00000000`)} ${text}`),
      ['again', 'd'].map((text, at) => `${stamp(2, `${at}00000000`)} ${text}`),
    ];
    let run = 0;
    listing(pod('web'));
    fake.on(`${pods}/web`, (_: unknown, response: Response) =>
      sendJson(
        response,
        200,
        pod('web', { status: { containerStatuses: [{ name: 'main', restartCount: run }] } }),
      ),
    );
    fake.on(`${pods}/web/log`, ({ query }: Query, response: Response) => {
      const isPrevious = query.get('previous') === 'true';
      const since = Date.parse(query.get('sinceTime') ?? '1970-01-01T00:00:00Z');
      const log = (runs[run - (isPrevious ? 1 : 0)] ?? []).filter(
        (line) => Date.parse(line.slice(0, 30)) >= since,
      );
      if (run === 0) {
        response.write(
          log
            .slice(0, 2)
            .map((line) => `${line}\n`)
            .join(''),
          () => {
            run = 1;
            response.destroy();
          },
        );
        return;
      }
      const text = log.map((line) => `${line}\n`).join('');
      if (isPrevious) response.end(text);
      else response.write(text);
    });
    const stop = new AbortController();
    const lines: PodLine[] = [];
    const following = observer.followLogs('app=demo', (line) => lines.push(line), stop.signal, fail);
    await until(() => lines.some(({ text }) => text === 'd'));
    stop.abort();
    await following;
    expect(lines.map(({ text }) => text)).toEqual(['a', 'b', 'c', 'last words', 'again', 'd']);
  });

  it('does not hide a bug of ours behind a retry: it is passed on, and following continues', async () => {
    listing(pod('web'));
    fake.on(`${pods}/web/log`, (_: unknown, response: Response) =>
      response.write(`${stamp(1, '0')} first\n${stamp(2, '0')} second\n`),
    );
    const stop = new AbortController();
    const unexpected: unknown[] = [];
    const lines: string[] = [];
    const onLine = ({ text }: PodLine): void => {
      if (unexpected.length === 0) throw new TypeError('ring is undefined');
      lines.push(text);
    };
    const following = observer.followLogs('app=demo', onLine, stop.signal, (error) => unexpected.push(error));
    await until(() => lines.length >= 1);
    stop.abort();
    await following;
    expect(unexpected).toEqual([new TypeError('ring is undefined')]);
  });

  it('does not mistake a list without items, or items without metadata, for a bug of ours', async () => {
    let lists = 0;
    fake.on(pods, ({ query }: Query, response: Response) => {
      if (query.get('watch') === 'true') {
        response.end(`${JSON.stringify({ type: 'ADDED', object: { kind: 'Pod' } })}\nnot JSON`);
        return;
      }
      lists += 1;
      sendJson(response, 200, lists === 1 ? { kind: 'PodList' } : list('Pod', [{ kind: 'Pod' }]));
    });
    const stop = new AbortController();
    const following = observer.followLogs('app=demo', () => {}, stop.signal, fail);
    await until(() => lists >= 3);
    stop.abort();
    await following;
  });

  it('follows each container of a pod, or the one that the pod names', async () => {
    const containers = [{ name: 'main' }, { name: 'sidecar' }];
    const annotations = { 'kubectl.kubernetes.io/default-container': 'sidecar' };
    const metadata = {
      name: 'one',
      namespace: 'default',
      uid: 'uid-one',
      labels: { app: 'demo' },
      annotations,
    };
    listing(pod('two', { spec: { containers } }), pod('one', { spec: { containers }, metadata }));
    for (const name of ['one', 'two'])
      fake.on(`${pods}/${name}/log`, ({ query }: Query, response: Response) =>
        response.write(`${stamp(1, '0')} ${name} ${query.get('container')}\n`),
      );
    const stop = new AbortController();
    const lines: PodLine[] = [];
    const following = observer.followLogs('app=demo', (line) => lines.push(line), stop.signal, fail);
    await until(() => lines.length === 3);
    stop.abort();
    await following;
    expect(lines.map(({ text }) => text).sort()).toEqual(['one sidecar', 'two main', 'two sidecar']);
  });
});
