import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runKubectl } from '../../../source/cluster/kubectl/run-kubectl.ts';
import { splitShellWords } from '../../../source/cluster/shell-words.ts';
import { type FakeApi, failure, list, pod, sendJson, startFakeApi } from '../fake-api.ts';

/* Responses that a real kube-apiserver sends and the embedded one does not, and how the built-in kubectl handles them. */

let api: FakeApi;
beforeEach(async () => {
  api = await startFakeApi();
  const resource = (name: string, kind: string, ...shortNames: string[]) => ({
    name,
    kind,
    namespaced: true,
    singularName: '',
    shortNames,
    verbs: ['list', 'get'],
  });
  api.on('/api', { kind: 'APIVersions', versions: ['v1'] });
  api.on('/apis', {
    kind: 'APIGroupList',
    groups: [{ name: 'events.k8s.io', preferredVersion: { version: 'v1' } }],
  });
  api.on('/api/v1', {
    resources: [
      resource('pods', 'Pod', 'po'),
      resource('events', 'Event', 'ev'),
      resource('configmaps', 'ConfigMap', 'cm'),
      resource('namespaces', 'Namespace', 'ns'),
    ],
  });
  api.on('/apis/events.k8s.io/v1', { resources: [resource('events', 'Event', 'ev')] });
});
afterEach(() => api.close());

async function kubectl(line: string): Promise<{ code: number; stdout: string; stderr: string }> {
  const seen = { stdout: '', stderr: '' };
  const code = await runKubectl(splitShellWords(line), {
    kubeconfig: api.kubeconfig,
    context: 'fake',
    namespace: 'default',
    directory: api.directory,
    output: (stream, text) => {
      seen[stream] += text;
    },
    signal: AbortSignal.timeout(10_000),
  });
  return { code, ...seen };
}

it('reads all pages of a list, for get -o and for verbs that act on the objects', async () => {
  const changed: string[] = [];
  const page = (name: string, next: string) => ({
    ...list('Pod', [pod(name)]),
    metadata: { resourceVersion: '1', continue: next },
  });
  api.on('/api/v1/namespaces/default/pods', ({ query }, response) => {
    expect(query.get('limit')).toBe('500');
    sendJson(response, 200, query.get('continue') === 'more' ? page('b', '') : page('a', 'more'));
  });
  for (const name of ['a', 'b'])
    api.on(`PATCH /api/v1/namespaces/default/pods/${name}`, (_, response) => {
      changed.push(name);
      sendJson(response, 200, pod(name));
    });
  expect((await kubectl('get pods -o name')).stdout).toBe('pod/a\npod/b\n');
  expect((await kubectl('label pods --all x=y')).stdout).toBe('pod/a labeled\npod/b labeled\n');
  expect(changed).toEqual(['a', 'b']);
});

it('names the collection and the selectors that the server does not know', async () => {
  api.on('/api/v1/namespaces/default/pods', (_, response) =>
    sendJson(response, 400, failure(400, 'BadRequest', 'field label not supported: nope')),
  );
  expect((await kubectl('get pods --field-selector nope=1 -l a=b')).stderr).toBe(
    'Error from server (BadRequest): Unable to find "/v1, Resource=pods" that match label selector "a=b", field selector "nope=1": field label not supported: nope\n',
  );
});

it('prints each warning of the server once, and nothing that is not a warning', async () => {
  api.on('/api/v1/namespaces/default/configmaps', (_, response) => {
    response.setHeader('Warning', [
      '299 - "unknown field \\"spec.replicsa\\""',
      '299 - "unknown field \\"spec.replicsa\\""',
      '110 - "Response is Stale"',
      '299 - "two\u009b31m words"',
      'nonsense',
    ]);
    sendJson(response, 200, list('ConfigMap', []));
  });
  expect((await kubectl('get cm -o name')).stderr).toBe(
    'Warning: unknown field "spec.replicsa"\nWarning: two words\n',
  );
});

it('warns of a short name that is ambiguous between two groups', async () => {
  api.on('/api/v1/namespaces/default/events', list('Event', []));
  const warning = 'Warning: short name "ev" could also match lower priority resource events.events.k8s.io\n';
  expect((await kubectl('get ev -o name')).stderr).toBe(warning);
  expect((await kubectl('get events -o name')).stderr).toBe('');
});

it('prints a cause once that the server lists several times', async () => {
  const cause = { field: 'metadata.labels', message: 'Invalid value: "a b"' };
  api.on('/api/v1/namespaces/default/pods/a', pod('a'));
  api.on('PATCH /api/v1/namespaces/default/pods/a', (_, response) =>
    sendJson(response, 422, {
      ...failure(422, 'Invalid', 'all of it'),
      details: { kind: 'Pod', name: 'a', causes: [cause, cause, cause] },
    }),
  );
  expect((await kubectl("label pod a 'a b=c'")).stderr).toBe(
    'The Pod "a" is invalid: metadata.labels: Invalid value: "a b"\n',
  );
});

it('describes a ConfigMap by its keys, and the probes of a container', async () => {
  api.on('/api/v1/namespaces/default/events', list('Event', []));
  api.on('/api/v1/namespaces/default/configmaps/settings', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: 'default' },
    data: { b: 'two\nlines\n', a: 'x' },
    binaryData: { bytes: 'AAECAw==' },
  });
  expect((await kubectl('describe cm settings')).stdout).toBe(
    'Name:         settings\nNamespace:    default\nLabels:       <none>\nAnnotations:  <none>\n\nData\n====\na:\n----\nx\n\nb:\n----\ntwo\nlines\n\n\n\nBinaryData\n====\nbytes: 4 bytes\n\nEvents:  <none>\n',
  );
  api.on(
    '/api/v1/namespaces/default/pods/probed',
    pod('probed', {
      spec: {
        containers: [
          {
            name: 'main',
            image: 'demo',
            livenessProbe: { httpGet: { path: 'live', port: 'web', scheme: 'HTTPS' }, periodSeconds: 5 },
            readinessProbe: { tcpSocket: { port: 9092 } },
            startupProbe: { exec: { command: ['sh', '-c', 'true'] }, failureThreshold: 30 },
          },
        ],
      },
    }),
  );
  const lines = (await kubectl('describe pod probed')).stdout.split('\n').map((line) => line.trim());
  expect(lines.filter((line) => /^(Liveness|Readiness|Startup):/.test(line))).toEqual([
    'Liveness:       http-get https://:web/live delay=0s timeout=1s period=5s #success=1 #failure=3',
    'Readiness:      tcp-socket :9092 delay=0s timeout=1s period=10s #success=1 #failure=3',
    'Startup:        exec [sh -c true] delay=0s timeout=1s period=10s #success=1 #failure=30',
  ]);
});

it('finds the events of a node by its name and its uid, and those of a static pod by its mirror annotation', async () => {
  api.on('/api/v1', {
    resources: ['pods Pod', 'nodes Node'].map((both) => {
      const [name, kind] = both.split(' ');
      return { name, kind, namespaced: name === 'pods', singularName: '', verbs: ['get', 'list'] };
    }),
  });
  api.on('/api/v1/nodes/worker', {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'worker', uid: 'u1' },
    status: { allocatable: { cpu: '2', memory: '1Gi', pods: '110', 'hugepages-2Mi': '0' } },
  });
  api.on('/api/v1/pods', list('Pod', []));
  const event = (uid: string) => ({ type: 'Normal', reason: `Of-${uid}`, message: 'm' });
  const byUid = { query: new URLSearchParams() };
  const answer: Parameters<FakeApi['on']>[1] = ({ query }: typeof byUid, response: never) => {
    const uid = /involvedObject\.uid=([^,]*)/.exec(query.get('fieldSelector') ?? '')?.[1] ?? '';
    sendJson(response, 200, list('Event', [event(uid)]));
  };
  api.on('/api/v1/events', answer);
  api.on('/api/v1/namespaces/default/events', answer);
  const node = (await kubectl('describe node worker')).stdout;
  expect([...node.matchAll(/Of-\S+/g)].map(String)).toEqual(['Of-worker', 'Of-u1']);
  expect(node).toMatch(/hugepages-2Mi +0 \(0%\) +0 \(0%\)/);
  const mirror = {
    metadata: { name: 'etcd', uid: 'u2', annotations: { 'kubernetes.io/config.mirror': 'h' } },
  };
  api.on('/api/v1/namespaces/default/pods/etcd', pod('etcd', mirror));
  expect((await kubectl('describe pod etcd')).stdout).toContain('Of-h');
});

it('waits for the first pod of a new workload instead of printing nothing', async () => {
  api.on('/apis', {
    kind: 'APIGroupList',
    groups: [{ name: 'apps', preferredVersion: { version: 'v1' } }],
  });
  api.on('/apis/apps/v1', {
    resources: [{ name: 'deployments', kind: 'Deployment', namespaced: true, shortNames: ['deploy'] }],
  });
  api.on('/apis/apps/v1/namespaces/default/deployments/client', {
    kind: 'Deployment',
    metadata: { name: 'client', namespace: 'default' },
    spec: { selector: { matchLabels: { app: 'demo' } } },
  });
  let looks = 0;
  api.on('/api/v1/namespaces/default/pods', (_, response) => {
    looks += 1;
    sendJson(response, 200, list('Pod', looks < 2 ? [] : [pod('client-1')]));
  });
  api.on('/api/v1/namespaces/default/pods/client-1/log', (_, response) => response.end('a line\n'));
  expect(await kubectl('logs deploy/client')).toEqual({ code: 0, stdout: 'a line\n', stderr: '' });
  expect(looks).toBe(2);
});

it('deletes nothing for a manifest without a name, whose path would be that of all objects', async () => {
  const deleted: string[] = [];
  api.on('DELETE /api/v1/namespaces/default/configmaps', (_, response) => {
    deleted.push('all');
    sendJson(response, 200, { kind: 'Status', status: 'Success' });
  });
  await writeFile(
    join(api.directory, 'nameless.yml'),
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { generateName: x- }\n',
  );
  const { code, stderr } = await kubectl('delete -f nameless.yml');
  expect([code, stderr]).toEqual([1, 'error: resource name may not be empty\n']);
  expect(deleted).toEqual([]);
});

it('waits for an object that does not exist yet', async () => {
  let asked = 0;
  api.on('/api/v1/namespaces/default/pods/web', (_request, response) => {
    asked += 1;
    if (asked < 3) sendJson(response, 404, failure(404, 'NotFound', 'pods "web" not found'));
    else sendJson(response, 200, pod('web'));
  });
  expect(await kubectl('wait --for=create pod/web --timeout=8s')).toEqual({
    code: 0,
    stdout: 'pod/web condition met\n',
    stderr: '',
  });
  expect(asked).toBe(3);
});

it.each([
  ['..', `may not be '..'`],
  ['.', `may not be '.'`],
  ['a%2f..', `may not contain '%'`],
  ['a/b%', `may not contain '/' may not contain '%'`],
])('an object named `%s` was asked for at another path', async (name, why) => {
  const metadata = { name, namespace: 'default' };
  const manifest = join(api.directory, 'odd.json');
  await writeFile(manifest, JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata }));
  const refused = `invalid resource name "${name}": [${why}]`;
  const applied = await kubectl('apply -f odd.json');
  expect(applied.code).toBe(1);
  expect(applied.stderr).toMatch(/^error: error when retrieving current configuration of:\n/);
  expect(applied.stderr).toContain(`from server for: "odd.json": ${refused}\n`);
  expect(await kubectl('delete -f odd.json')).toMatchObject({ code: 1, stderr: `error: ${refused}\n` });
});

it('a namespace or a name of `..` on the command line was asked for at another path', async () => {
  for (const verb of ['get', 'describe', 'delete'])
    expect((await kubectl(`${verb} cm ..`)).stderr).toBe(
      `error: invalid resource name "..": [may not be '..']\n`,
    );
  for (const line of ['get cm -n ..', 'logs x -n ..', 'exec x -n .. -- ls'])
    expect((await kubectl(line)).stderr).toBe(`error: invalid namespace "..": [may not be '..']\n`);
});
