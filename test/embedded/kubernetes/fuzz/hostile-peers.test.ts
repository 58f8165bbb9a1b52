import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { afterEach, expect, it } from 'vitest';
import { type InMemoryServer, startInMemoryServer } from './in-memory-server.ts';

let server: InMemoryServer;
afterEach(() => {
  server.close();
  expect(server.logged).toEqual([]);
});

/** What a peer receives until the connection is closed. */
async function heard(connection: Duplex): Promise<string> {
  let text = '';
  connection.on('data', (piece: Buffer) => {
    text += piece.toString('latin1');
  });
  await once(connection, 'end');
  return text;
}

const post = (headers: string, body = '') =>
  `POST /api/v1/namespaces/default/configmaps HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${body}`;

it('closes the connection on a header of 100 MB after the first few kilobytes, with a 431', async () => {
  server = startInMemoryServer();
  const connection = server.open();
  const answer = heard(connection);
  connection.write('GET /livez HTTP/1.1\r\nHost: localhost\r\n');
  let sent = 0;
  const line = `X-Fill: ${'x'.repeat(8000)}\r\n`;
  while (sent < 100_000_000 && connection.writable && !connection.readableEnded) {
    sent += line.length;
    if (!connection.write(line)) await Promise.race([once(connection, 'drain'), answer]);
  }
  expect(await answer).toMatch(/^HTTP\/1\.1 431 /);
  expect(sent).toBeLessThan(200_000);
});

it('closes the connection on a header that trickles in', async () => {
  server = startInMemoryServer({ headersTimeout: 60, requestTimeout: 60, connectionsCheckingInterval: 10 });
  const connection = server.open();
  connection.write('GET /livez HTTP/1.1\r\nHost: local');
  expect(await heard(connection)).toMatch(/^HTTP\/1\.1 408 /);
});

it('closes the connection on a body that never ends', async () => {
  server = startInMemoryServer({ headersTimeout: 60, requestTimeout: 60, connectionsCheckingInterval: 10 });
  const connection = server.open();
  connection.write(post('Content-Length: 1000', '{"metadata":'));
  expect(await heard(connection)).toMatch(/^HTTP\/1\.1 408 /);
});

it('refuses a body of 100 GB by its length, before any of it arrives', async () => {
  server = startInMemoryServer();
  const connection = server.open();
  connection.write(post('Content-Length: 100000000000'));
  expect(await heard(connection)).toMatch(/^HTTP\/1\.1 413 [\s\S]*limit is 3145728/);
});

it('refuses a chunked body as soon as it exceeds the limit', async () => {
  server = startInMemoryServer();
  const connection = server.open();
  const answer = heard(connection);
  connection.write(post('Transfer-Encoding: chunked'));
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  let sent = 0;
  while (sent < 100_000_000 && connection.writable && !connection.readableEnded) {
    sent += chunk.length;
    if (!connection.write(chunk)) await Promise.race([once(connection, 'drain'), answer]);
  }
  expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(sent).toBeLessThan(8_000_000);
});

it.each([
  ['a chunk whose length is not a number', post('Transfer-Encoding: chunked', 'zz\r\n')],
  [
    'a length and chunks at once',
    post('Content-Length: 3\r\nTransfer-Encoding: chunked', '1\r\nx\r\n0\r\n\r\n'),
  ],
  ['two lengths', post('Content-Length: 3\r\nContent-Length: 4', 'xxxx')],
  ['a header without a colon', 'GET /livez HTTP/1.1\r\nHost localhost\r\n\r\n'],
  ['a NUL in a header', 'GET /livez HTTP/1.1\r\nHost: local\0host\r\n\r\n'],
  ['an unknown method', 'GRAB /livez HTTP/1.1\r\nHost: localhost\r\n\r\n'],
])('refuses %s with a 400, and closes', async (_what, bytes) => {
  server = startInMemoryServer();
  const connection = server.open();
  connection.write(bytes);
  expect(await heard(connection)).toMatch(/^HTTP\/1\.1 400 /);
});

it.each([
  ['JSON', 'application/json', '['.repeat(1_000_000)],
  ['JSON that closes', 'application/json', `{"metadata":${'['.repeat(5000)}${']'.repeat(5000)}}`],
  ['YAML', 'application/yaml', `a: ${'['.repeat(5000)}${']'.repeat(5000)}`],
])('refuses %s that is nested too deep with a 400', async (_what, type, body) => {
  server = startInMemoryServer();
  const connection = server.open();
  connection.write(
    post(`Connection: close\r\nContent-Length: ${body.length}`, body).replace('application/json', type),
  );
  expect(await heard(connection)).toMatch(/^HTTP\/1\.1 400 /);
});

it.each(['websocket', 'SPDY/3.1', 'h2c', 'nonsense'])(
  'refuses an upgrade to %s that sends nothing more',
  async (to) => {
    server = startInMemoryServer();
    const connection = server.open();
    connection.write(
      `GET /api/v1/namespaces/default/pods/target/exec?command=cat HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: ${to}\r\n\r\n`,
    );
    expect(await heard(connection)).toMatch(/^HTTP\/1\.1 400 /);
  },
);
