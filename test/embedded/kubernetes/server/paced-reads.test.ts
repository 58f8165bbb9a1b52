import { once } from 'node:events';
import { createServer, IncomingMessage } from 'node:http';
import { type AddressInfo, connect, Socket } from 'node:net';
import { expect, it, vi } from 'vitest';
import { countedSlice } from '../../../../source/embedded/bounds/slices.ts';
import {
  countChunks,
  hasTooManyChunks,
  mostChunks,
} from '../../../../source/embedded/kubernetes/api/body-chunks.ts';
import { PacedReads } from '../../../../source/embedded/kubernetes/server/paced-reads.ts';

const head = (target: string) => `POST ${target} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n`;
const tiny = '1\r\n \r\n'.repeat(300_000);

/** Serves on loopback, with slices that end after each read. */
async function serve(onRequest: (request: IncomingMessage) => void) {
  const server = createServer((request, response) => {
    onRequest(request);
    response.end();
  });
  const turns: number[] = [];
  let isCounting = false;
  new PacedReads(server, { isOver: () => slice.isOver() });
  const slice = countedSlice(1);
  server.on('connection', (socket: Socket) =>
    socket.on('data', () => {
      if (!isCounting) {
        isCounting = true;
        turns.push(0);
        setImmediate(() => {
          isCounting = false;
        });
      }
      turns[turns.length - 1]! += 1;
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.on('error', () => {});
  return { server, client, turns };
}

it('limits the reads in a turn, however many one-byte chunks follow, even if nobody reads the body', async () => {
  const { server, client, turns } = await serve(() => {});
  client.write(`${head('/')}${tiny}0\r\n\r\nGET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  let answers = '';
  client.on('data', (chunk: Buffer) => {
    answers += chunk.toString();
  });
  await once(client, 'end');
  expect(answers.match(/HTTP\/1.1 200/g)).toHaveLength(2);
  expect(turns.length).toBeGreaterThan(10);
  // Without a pause there are 30 and more: a turn here may see the last read of one pause and the first after it.
  expect(Math.max(...turns)).toBeLessThanOrEqual(4);
  client.destroy();
  server.close();
});

it('stops reading a body whose buffer is full until someone reads it', async () => {
  let body: IncomingMessage | undefined;
  const { server, client } = await serve(() => {});
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage) => {
    body = request;
  });
  client.write(`${head('/')}${tiny}0\r\n\r\n`);
  await vi.waitFor(() => expect(body?.readableLength).toBeGreaterThanOrEqual(body!.readableHighWaterMark));
  const full = body!.readableLength;
  let bytes = 0;
  for await (const chunk of body!) bytes += (chunk as Buffer).length;
  expect(full).toBeLessThan(200_000);
  expect(bytes).toBe(300_000);
  client.destroy();
  server.close();
});

it('parses the input of one connection in a turn whose slice is over, not that of each', async () => {
  const { server, client, turns } = await serve(() => {});
  const { port } = server.address() as AddressInfo;
  const clients = [client, ...Array.from({ length: 19 }, () => connect(port, '127.0.0.1'))];
  const connections = () =>
    new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)));
  await vi.waitFor(async () => expect(await connections()).toBe(clients.length));
  // Loopback delivers everything before the event loop polls for input.
  for (const each of clients) each.resume().write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  await Promise.all(clients.map((each) => once(each, 'close')));
  expect(turns.reduce((sum, reads) => sum + reads, 0)).toBe(clients.length);
  expect(Math.max(...turns)).toBeLessThanOrEqual(2);
  server.close();
});

it('answers a small request after a few reads, however many clients upload a body', async () => {
  const { server, client, turns } = await serve((request) => request.resume());
  const reads = () => turns.reduce((sum, each) => sum + each, 0);
  const { port } = server.address() as AddressInfo;
  const uploads = Array.from({ length: 20 }, () => connect(port, '127.0.0.1'));
  const body = Buffer.alloc(4_000_000, ' ');
  for (const upload of uploads) {
    upload
      .on('error', () => {})
      .write(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n`);
    upload.write(body);
  }
  // Each of them is in the middle of its body.
  await vi.waitFor(() => expect(reads()).toBeGreaterThan(60), { interval: 1 });
  const before = reads();
  client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await once(client, 'data');
  expect(reads() - before).toBeLessThanOrEqual(10);
  for (const each of [client, ...uploads]) each.destroy();
  server.close();
});

it('counts the chunks of a body, and accepts a body of normal chunks', () => {
  const request = new IncomingMessage(new Socket());
  countChunks(request);
  request.resume();
  for (let chunk = 0; chunk < mostChunks; chunk++) request.push(Buffer.from(' '));
  expect(hasTooManyChunks(request)).toBe(false);
  request.push(Buffer.from(' '));
  expect(hasTooManyChunks(request)).toBe(true);
});
