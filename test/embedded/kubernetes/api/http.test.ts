import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { deployment, type Fixture, startFixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(async () => {
  await fixture.close();
  // A server error is logged: no request here may cause one.
  expect(fixture.logged).toEqual([]);
});

const pods = '/api/v1/namespaces/default/pods';
const deployments = '/apis/apps/v1/namespaces/default/deployments';
const configmaps = '/api/v1/namespaces/default/configmaps';

function upgradeStatus(path: string, headers: Record<string, string>, protocols = ['v5.channel.k8s.io']) {
  return new Promise<number>((resolve, reject) => {
    const socket = new WebSocket(`${fixture.server.url.replace('https', 'wss')}${path}`, protocols, {
      ca: fixture.authority,
      headers,
      // Otherwise TLS would check the certificate against the Host header.
      ...{ servername: 'localhost' },
    });
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('error', (error) => reject(error));
  });
}

describe('authentication', () => {
  it('refuses a foreign Host and a missing or wrong token, also on upgrades', async () => {
    fixture.runPod('door');
    const foreign = { Host: 'evil.example:443' };
    const wrong = { Authorization: `Bearer ${'x'.repeat(43)}` };
    expect((await fixture.call('/version', { headers: foreign })).status).toBe(403);
    expect((await fixture.call('/version', { headers: wrong })).body).toMatchObject({
      kind: 'Status',
      code: 401,
      reason: 'Unauthorized',
    });
    const right = { Authorization: `Bearer ${fixture.token}` };
    const exec = `${pods}/door/exec?command=echo&stdout=true`;
    expect(await upgradeStatus(exec, { ...right, ...foreign })).toBe(403);
    expect(await upgradeStatus(exec, wrong)).toBe(401);
    expect(await upgradeStatus(exec, right)).toBe(101);
    expect(await upgradeStatus(exec, right, ['chat'])).toBe(400);
    expect(await upgradeStatus(`${pods}/nobody/exec?command=echo&stdout=true`, right)).toBe(404);
  });

  it('serves a certificate that its own CA signed', async () => {
    const socket = tlsConnect({ port: fixture.server.port, host: '127.0.0.1', ca: fixture.authority });
    await once(socket, 'secureConnect');
    expect(socket.authorized).toBe(true);
    expect(socket.getPeerCertificate().subjectaltname).toBe('DNS:localhost, IP Address:127.0.0.1');
    socket.destroy();
  });

  it('refuses a body that is too long before it is buffered', async () => {
    const answer = await fixture
      .call(configmaps, { raw: '', method: 'POST', headers: { 'Content-Length': '9999999' } })
      .catch((error: Error) => error);
    expect(answer).toMatchObject({ status: 413, body: { reason: 'RequestEntityTooLarge' } });
  });
});

describe('documents', () => {
  it('serves discovery in the requested version', async () => {
    const accept = (version: string) => ({
      headers: {
        Accept: `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList,application/json`,
      },
    });
    for (const version of ['v2', 'v2beta1']) {
      const answer = await fixture.call('/apis', accept(version));
      expect(answer.headers['content-type']).toContain(`v=${version};`);
      expect(answer.body.apiVersion).toBe(`apidiscovery.k8s.io/${version}`);
    }
    expect((await fixture.call('/apis')).body.kind).toBe('APIGroupList');
    expect((await fixture.call('/api')).body.versions).toEqual(['v1']);
    const core = (await fixture.call('/api/v1')).body.resources;
    expect(core.find((it: { name: string }) => it.name === 'pods').shortNames).toEqual(['po']);
    expect((await fixture.call('/apis/apps/v1')).body.groupVersion).toBe('apps/v1');
    expect((await fixture.call('/apis/apps')).body.preferredVersion.version).toBe('v1');
    expect((await fixture.call('/version')).body.gitVersion).toBe('v1.32.0-kafka-lab');
    expect((await fixture.call('/openapi/v2')).body.swagger).toBe('2.0');
    expect((await fixture.call('/openapi/v4')).status).toBe(404);
    expect((await fixture.call('/readyz')).text).toBe('ok');
    expect((await fixture.call('/apis/nothing/v1/things')).body).toMatchObject({ kind: 'Status', code: 404 });
  });

  it('lists in pages, and in YAML', async () => {
    for (const name of ['p1', 'p2', 'p3']) await fixture.call(configmaps, { body: { metadata: { name } } });
    const first = await fixture.call(`${configmaps}?limit=2`);
    expect(first.body.metadata).toMatchObject({ remainingItemCount: 1 });
    const second = await fixture.call(`${configmaps}?limit=2&continue=${first.body.metadata.continue}`);
    expect(second.body.items.map((it: { metadata: { name: string } }) => it.metadata.name)).toEqual(['p3']);
    const yaml = await fixture.call(`${configmaps}/p1`, { headers: { Accept: 'application/yaml' } });
    expect(yaml.text).toContain('kind: ConfigMap\n');
    expect((await fixture.call(`${configmaps}?continue=nonsense`)).status).toBe(400);
  });
});

describe('writes', () => {
  it('accepts YAML, and refuses protobuf with a helpful message', async () => {
    const yaml = { 'Content-Type': 'application/yaml' };
    const made = await fixture.call(configmaps, {
      raw: 'metadata: {name: from-yaml}\ndata: {a: "1"}',
      headers: yaml,
    });
    expect(made).toMatchObject({ status: 201, body: { kind: 'ConfigMap', data: { a: '1' } } });
    const protobuf = { 'Content-Type': 'application/vnd.kubernetes.protobuf' };
    const refused = await fixture.call(configmaps, { raw: 'k8s\0', headers: protobuf });
    expect(refused).toMatchObject({ status: 415, body: { reason: 'UnsupportedMediaType' } });
  });

  it('refuses an invalid Deployment with all causes at once', async () => {
    const bad = deployment('Bad_Name', (spec) => {
      delete spec.selector;
      spec.replicas = -1;
      spec.template = { metadata: { labels: { app: 'x' } }, spec: { containers: [{ image: '' }] } };
    });
    const { body } = await fixture.call(deployments, { body: bad });
    expect(body).toMatchObject({
      code: 422,
      reason: 'Invalid',
      details: { group: 'apps', kind: 'Deployment' },
    });
    const fields = body.details.causes.map((it: { field: string }) => it.field);
    expect(fields).toEqual([
      'metadata.name',
      'spec.replicas',
      'spec.selector',
      'spec.template.metadata.labels',
      'spec.template.spec.containers[0].name',
      'spec.template.spec.containers[0].image',
    ]);
    expect(body.message).toContain('spec.selector: Required value');
  });

  it.each(['..', '.', 'a/b', 'a%2fb'])(
    'refuses the name `%s`, which is no segment of a path',
    async (name) => {
      const collections = [
        '/api/v1/nodes',
        '/api/v1/namespaces',
        '/api/v1/namespaces/default/configmaps',
        '/apis/rbac.authorization.k8s.io/v1/clusterroles',
      ];
      for (const path of collections) {
        const { body } = await fixture.call(path, { body: { metadata: { name } } });
        const cause = expect.objectContaining({ field: 'metadata.name', reason: 'FieldValueInvalid' });
        expect(body, path).toMatchObject({ code: 422, details: { causes: expect.arrayContaining([cause]) } });
      }
      const role = await fixture.call(collections[3]!, { body: { metadata: { name: '..' } } });
      expect(role.body.message).toContain(`metadata.name: Invalid value: "..": may not be '..'`);
    },
  );

  it('names the field that has the wrong type: an unquoted port in env', async () => {
    const bad = deployment('env', (spec) => {
      const container = { name: 'main', image: 'x', env: [{ name: 'PORT', value: 9092 }] };
      spec.template = { metadata: { labels: { app: 'env' } }, spec: { containers: [container] } };
    });
    expect((await fixture.call(deployments, { body: bad })).body).toMatchObject({
      code: 400,
      message:
        'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal number into Go struct ' +
        'field EnvVar.spec.template.spec.containers.env.value of type string',
    });
  });

  it('warns of unknown fields, and drops them', async () => {
    const odd = deployment('odd', (spec) => {
      spec.replica = 3;
    });
    const warned = await fixture.call(deployments, { body: odd });
    expect(warned.headers.warning).toBe('299 - "unknown field \\"spec.replica\\""');
    expect(warned.body.spec.replica).toBeUndefined();
  });

  it('refuses changes to immutable fields', async () => {
    const set = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db' },
      spec: { ...deployment('db').spec, serviceName: 'db' },
    };
    const path = '/apis/apps/v1/namespaces/default/statefulsets';
    const made = (await fixture.call(path, { body: set })).body;
    expect(made.spec).toMatchObject({
      podManagementPolicy: 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate' },
    });
    const merge = { 'Content-Type': 'application/merge-patch+json' };
    const patch = (body: object) => fixture.call(`${path}/db`, { method: 'PATCH', headers: merge, body });
    expect((await patch({ spec: { replicas: 4 } })).body.metadata.generation).toBe(2);
    expect((await patch({ spec: { serviceName: 'other' } })).body).toMatchObject({ code: 422 });
    expect((await patch({ spec: { serviceName: 'other' } })).body.message).toMatch(
      /^StatefulSet.apps "db" is invalid: spec: Forbidden: updates to statefulset spec for fields other than/,
    );
    expect((await patch({ metadata: { name: 'renamed' } })).status).toBe(400);
    expect((await patch({ metadata: { resourceVersion: '1' } })).body.reason).toBe('Conflict');
    expect((await patch({ status: { replicas: 9 } })).body.status.replicas).toBe(0);
    const status = await fixture.call(`${path}/db/status`, {
      method: 'PATCH',
      headers: merge,
      body: { status: { replicas: 9 }, spec: { replicas: 1 } },
    });
    expect(status.body).toMatchObject({ status: { replicas: 9 }, spec: { replicas: 4 } });
  });

  it('allocates cluster IPs, except for headless services', async () => {
    const path = '/api/v1/namespaces/default/services';
    const spec = { selector: { app: 'x' }, ports: [{ port: 80 }] };
    const one = (await fixture.call(path, { body: { metadata: { name: 'one' }, spec } })).body;
    const two = (await fixture.call(path, { body: { metadata: { name: 'two' }, spec } })).body;
    expect(one.spec.clusterIP).toMatch(/^10\.96\./);
    expect(two.spec.clusterIP).not.toBe(one.spec.clusterIP);
    const headless = { metadata: { name: 'none' }, spec: { ...spec, clusterIP: 'None' } };
    expect((await fixture.call(path, { body: headless })).body.spec).toMatchObject({
      clusterIPs: ['None'],
      ports: [{ targetPort: 80, protocol: 'TCP' }],
    });
    const replaced = await fixture.call(`${path}/one`, {
      method: 'PUT',
      body: { metadata: { name: 'one' }, spec },
    });
    expect(replaced.body.spec.clusterIP).toBe(one.spec.clusterIP);
  });

  it('stores nothing in a dry run', async () => {
    const answer = await fixture.call(`${configmaps}?dryRun=All`, { body: { metadata: { name: 'dry' } } });
    expect(answer).toMatchObject({ status: 201, body: { metadata: { name: 'dry' } } });
    expect((await fixture.call(`${configmaps}/dry`)).status).toBe(404);
    expect((await fixture.call(`${configmaps}/p1?dryRun=All`, { method: 'DELETE' })).status).toBe(200);
    expect((await fixture.call(`${configmaps}/p1`)).status).toBe(200);
  });

  it('creates only in namespaces that exist and are not terminating', async () => {
    const missing = await fixture.call('/api/v1/namespaces/nowhere/configmaps', {
      body: { metadata: { name: 'a' } },
    });
    expect(missing.body).toMatchObject({ code: 404, message: 'namespaces "nowhere" not found' });
    await fixture.call('/api/v1/namespaces', { body: { metadata: { name: 'leaving' } } });
    const gone = await fixture.call('/api/v1/namespaces/leaving', { method: 'DELETE' });
    expect(gone.body.status.phase).toBe('Terminating');
    const late = await fixture.call('/api/v1/namespaces/leaving/configmaps', {
      body: { metadata: { name: 'a' } },
    });
    expect(late.body).toMatchObject({ code: 403, details: { causes: [{ reason: 'NamespaceTerminating' }] } });
    expect((await fixture.call('/api/v1/namespaces/default', { method: 'DELETE' })).status).toBe(403);
  });
});

describe('deletion', () => {
  it('ends a pod within its grace period, or at once', async () => {
    fixture.runPod('slow');
    const marked = await fixture.call(`${pods}/slow`, { method: 'DELETE' });
    expect(marked.body.metadata).toMatchObject({ deletionGracePeriodSeconds: 30 });
    expect(fixture.store.get('pods', 'default', 'slow')).toBeDefined();
    await fixture.call(`${pods}/slow?gracePeriodSeconds=0`, { method: 'DELETE' });
    expect(fixture.store.get('pods', 'default', 'slow')).toBeUndefined();
  });

  it('respects preconditions and finalizers', async () => {
    await fixture.call(configmaps, { body: { metadata: { name: 'held', finalizers: ['lab/hold'] } } });
    const stale = { preconditions: { uid: 'other' } };
    expect((await fixture.call(`${configmaps}/held`, { method: 'DELETE', body: stale })).status).toBe(409);
    const held = await fixture.call(`${configmaps}/held`, {
      method: 'DELETE',
      body: { propagationPolicy: 'Foreground' },
    });
    expect(held.body.metadata.finalizers).toEqual(['lab/hold', 'foregroundDeletion']);
    await fixture.call(`${configmaps}/held`, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/merge-patch+json' },
      body: { metadata: { finalizers: null } },
    });
    expect((await fixture.call(`${configmaps}/held`)).status).toBe(404);
  });

  it('deletes a collection by selector', async () => {
    for (const name of ['c1', 'c2'])
      await fixture.call(configmaps, { body: { metadata: { name, labels: { kill: name } } } });
    await fixture.call(`${configmaps}?labelSelector=kill%3Dc1`, { method: 'DELETE' });
    expect((await fixture.call(`${configmaps}/c1`)).status).toBe(404);
    expect((await fixture.call(`${configmaps}/c2`)).status).toBe(200);
  });
});

describe('selectors and watches', () => {
  it('filters by the fields that the kind supports', async () => {
    fixture.runPod('here');
    const names = async (selector: string) => {
      const { body } = await fixture.call(`/api/v1/pods?fieldSelector=${encodeURIComponent(selector)}`);
      return body.items?.map((it: { metadata: { name: string } }) => it.metadata.name) ?? body.message;
    };
    expect(await names('metadata.name=here')).toEqual(['here']);
    expect(await names('spec.nodeName=worker,status.phase!=Succeeded')).toContain('here');
    expect(await names('spec.nodeName=nowhere')).toEqual([]);
    expect(await names('spec.colour=red')).toBe('field label not supported: spec.colour');
  });

  it('reports an object that no longer matches the selector as deleted, and ends on time', async () => {
    const made = await fixture.call(configmaps, {
      body: { metadata: { name: 'moving', labels: { in: 'yes' } } },
    });
    const since = made.body.metadata.resourceVersion;
    const watching = fixture.call(
      `${configmaps}?watch=true&labelSelector=in%3Dyes&resourceVersion=${since}&timeoutSeconds=1&allowWatchBookmarks=true`,
    );
    const relabel = (value: string) =>
      fixture.store.update('configmaps', 'default', 'moving', (it) => {
        it.metadata.labels = { in: value };
      });
    relabel('no');
    relabel('yes');
    const events = (await watching).text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map((event) => event.type)).toEqual(['DELETED', 'ADDED', 'BOOKMARK']);
    expect(Number(events[2].object.metadata.resourceVersion)).toBeGreaterThan(Number(since));
  });
});

describe('the pod proxy', () => {
  it('passes a request to the port of a pod, without hop-by-hop headers and credentials', async () => {
    let seen: { url: string | undefined; headers: IncomingHttpHeaders } | undefined;
    const http = createServer((request, response) => {
      seen = { url: request.url, headers: request.headers };
      response.setHeader('Connection', 'close');
      response.setHeader('X-Answer', 'yes');
      response.end('# metrics');
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    fixture.agent.ports.set(9400, (http.address() as AddressInfo).port);
    fixture.runPod('metrics');
    const answer = await fixture.call(`${pods}/metrics:9400/proxy/metrics/all?deep=1`, {
      headers: { TE: 'trailers', 'X-Mine': 'kept' },
    });
    expect(answer).toMatchObject({ status: 200, text: '# metrics' });
    expect(answer.headers['x-answer']).toBe('yes');
    expect(seen?.url).toBe('/metrics/all?deep=1');
    expect(seen?.headers.authorization).toBeUndefined();
    expect(seen?.headers).toMatchObject({ 'x-mine': 'kept', host: '10.244.1.2:9400' });
    http.close();
    const refused = await fixture.call(`${pods}/metrics:1/proxy/`);
    expect(refused.body).toMatchObject({ code: 503, reason: 'ServiceUnavailable' });
  });
});

describe('logs', () => {
  it('explain why there are none', async () => {
    fixture.runPod('waiting', ({ status }) => {
      const [container] = status?.containerStatuses ?? [];
      if (container) container.state = { waiting: { reason: 'ErrImagePull' } };
    });
    const { body } = await fixture.call(`${pods}/waiting/log`);
    expect(body.message).toBe(
      'container "main" in pod "waiting" is waiting to start: trying and failing to pull image',
    );
    expect((await fixture.call(`${pods}/waiting/log?container=x`)).body.message).toBe(
      'container x is not valid for pod waiting',
    );
    expect((await fixture.call(`${pods}/waiting/log?tailLines=-1`)).status).toBe(400);
  });

  it('stop at limitBytes', async () => {
    fixture.runPod('limited');
    fixture.agent.append('0123456789');
    expect((await fixture.call(`${pods}/limited/log?limitBytes=4`)).text).toBe('0123');
  });
});

it('closes while everything is still open', async () => {
  const other = await startFixture();
  other.runPod('busy');
  const watching = other.call('/api/v1/pods?watch=true').catch((error: Error) => error);
  const following = other.call(`${pods}/busy/log?follow=true`).catch((error: Error) => error);
  const socket = new WebSocket(
    `${other.server.url.replace('https', 'wss')}${pods}/busy/exec?command=hang&stdout=true`,
    ['v5.channel.k8s.io'],
    { ca: other.authority, headers: { Authorization: `Bearer ${other.token}` } },
  );
  await once(socket, 'open');
  await vi.waitFor(() => expect(other.agent.execs).toHaveLength(1));
  const closed = once(socket, 'close');
  await other.close();
  await Promise.all([watching, following, closed, other.agent.aborted]);
  expect(other.logged).toEqual([]);
});

it('warned of a leak in the log of the cluster once eleven watches were open', async () => {
  const watching = Array.from({ length: 11 }, () =>
    fixture.call('/api/v1/namespaces/default/configmaps?watch=true&timeoutSeconds=1'),
  );
  expect((await Promise.all(watching)).map(({ status }) => status)).toEqual(Array(11).fill(200));
});

it('a request line that is too long was refused without a word', async () => {
  const answer = await fixture.call(`${pods}?labelSelector=${'a'.repeat(40_000)}`);
  expect(answer).toMatchObject({ status: 431, text: '431 Request Header Fields Too Large' });
});
