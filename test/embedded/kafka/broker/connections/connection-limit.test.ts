import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { TestCluster } from '../test-cluster.ts';

test('a broker closes connections beyond its limit, logs it once, and accepts new ones when there is room', async () => {
  const cluster = await TestCluster.start([0], { 'max.connections.per.ip': '2' });
  const sockets: Socket[] = [];
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await cluster.stop();
  });
  const open = async () => {
    const socket = connect(cluster.outsidePort(0), '127.0.0.1');
    socket.on('error', () => {});
    socket.resume();
    sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  const rejections = () => cluster.lines.filter((line) => line.includes('Rejected connection from'));
  const first = await open();
  const second = await open();
  for (let refused = 0; refused < 3; refused++) await once(await open(), 'close');
  expect(rejections()).toEqual([
    expect.stringMatching(/from \/\S*127\.0\.0\.1, address already has the configured maximum of 2 /),
  ]);
  expect([first.closed, second.closed]).toEqual([false, false]);
  first.destroy();
  await vi.waitFor(async () => {
    const third = await open();
    // An ApiVersions request, version 0: only an accepted connection gets a response.
    third.write(Buffer.from('0000000a00120000000000010000', 'hex'));
    const event = await Promise.race([
      once(third, 'data').then(() => 'answer'),
      once(third, 'close').then(() => 'end'),
    ]);
    expect(event).toBe('answer');
  });
});
