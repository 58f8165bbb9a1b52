import { once } from 'node:events';
import { connect } from 'node:tls';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Fixture, startFixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
  fixture.runPod('target');
});
afterAll(async () => {
  await fixture.close();
  expect(fixture.logged).toEqual([]);
});

const alive = async () => expect((await fixture.call('/livez')).status).toBe(200);

it('answers any path with success or a client error, never with a server error', async () => {
  const segment = fc.oneof(
    fc.constantFrom(
      'api',
      'apis',
      'v1',
      'apps',
      'namespaces',
      'default',
      'pods',
      'target',
      'log',
      'status',
      'proxy',
      'scale',
      '..',
      '%00',
      '%2f',
      '%',
      '__proto__',
      'constructor',
      '',
    ),
    fc.webSegment(),
  );
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD');
  const query = fc.webQueryParameters();
  await fc.assert(
    fc.asyncProperty(method, fc.array(segment, { maxLength: 9 }), query, async (verb, segments, text) => {
      if (/watch|follow/.test(text)) return;
      const answer = await fixture.call(`/${segments.join('/')}?${text}`, { method: verb });
      expect(answer.status).toBeLessThan(504);
      expect(answer.status === 500 || answer.status === 502).toBe(false);
    }),
    { numRuns: 100, seed: 20261122 },
  );
  await alive();
});

it('answers any body with success or a client error', async () => {
  const paths = [
    '/api/v1/namespaces/default/pods',
    '/apis/apps/v1/namespaces/default/deployments',
    '/api/v1/namespaces/default/services',
    '/api/v1/namespaces',
  ];
  const type = fc.constantFrom(
    'application/json',
    'application/yaml',
    'application/merge-patch+json',
    'application/strategic-merge-patch+json',
    'application/json-patch+json',
  );
  const body = fc.oneof(
    fc.json(),
    fc.string(),
    fc.constantFrom(
      '['.repeat(100_000),
      '{"a":'.repeat(5000),
      '{"metadata":{"name":"x"},"spec":[]}',
      '{"metadata":"x"}',
      '{"metadata":{"name":["x"]}}',
      '&a [*a]',
      '{"spec":{"template":null,"selector":[]},"metadata":{"name":"x"}}',
      '{"__proto__":{"metadata":{}}}',
    ),
  );
  const method = fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE');
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), method, type, body, async (path, verb, contentType, raw) => {
      const target = verb === 'POST' ? path : `${path}/target`;
      const answer = await fixture.call(target, {
        method: verb,
        raw,
        headers: { 'Content-Type': contentType },
      });
      expect(answer.status, `${verb} ${target} ${raw.slice(0, 200)}: ${answer.text}`).toBeLessThan(500);
    }),
    { numRuns: 100, seed: 20261122 },
  );
  await alive();
});

it('survives bytes that are not HTTP, and messages that belong to no channel', async () => {
  for (const bytes of [
    '\0\x01\x02',
    'GET\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\n',
    `GET /${'x'.repeat(40_000)} HTTP/1.1\r\n\r\n`,
  ]) {
    const socket = connect({ port: fixture.server.port, host: '127.0.0.1', ca: fixture.authority });
    await once(socket, 'secureConnect');
    socket.on('error', () => {});
    socket.resume().end(bytes);
    await once(socket, 'close');
  }
  fixture.runPod('shell');
  const socket = new WebSocket(
    `${fixture.server.url.replace('https', 'wss')}/api/v1/namespaces/default/pods/shell/exec?command=cat&stdin=true&stdout=true`,
    ['v5.channel.k8s.io'],
    { ca: fixture.authority, headers: { Authorization: `Bearer ${fixture.token}` } },
  );
  await once(socket, 'open');
  for (const message of [[], [255], [255, 9], [3, 1, 2], [4, 123], [9], [0, 104, 105], [255, 0], [0, 1, 2]])
    socket.send(Buffer.from(message));
  const closed = once(socket, 'close');
  const seen: Buffer[] = [];
  socket.on('message', (data: Buffer) => seen.push(data));
  await closed;
  expect(seen.map((it) => it[0])).toEqual([1, 3]);
  await alive();
});
