import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { askControlPort, askToEnd } from '../../source/processes/control-client.ts';
import { type ControlPort, openControlPort } from '../../source/processes/control-port.ts';

const key = { secret: 'a secret', place: '/home/a/clusters/kafka-lab' };
let control: ControlPort;
let ends: number;
beforeEach(async () => {
  ends = 0;
  control = await openControlPort(key, () => {
    ends += 1;
  });
});
afterEach(() => control.close());

const address = (change: object = {}) => ({ ...key, port: control.port, ...change });

it('responds to a client with the key, and stops when that client asks it to', async () => {
  expect(await askControlPort(address())).toMatchObject({ kind: 'answers' });
  expect(ends).toBe(0);
  expect(await askToEnd(address())).toMatchObject({ kind: 'answers' });
  expect(ends).toBe(1);
});

it.each([{ secret: 'another' }, { place: '/home/copy/clusters/kafka-lab' }])(
  'ignores a client with another key: %j',
  async (change) => {
    expect(await askControlPort(address(change))).toEqual({ kind: 'absent' });
    expect(await askToEnd(address(change))).toEqual({ kind: 'absent' });
    expect(ends).toBe(0);
  },
);

it('is absent when nothing listens any more', async () => {
  control.close();
  expect(await askControlPort(address())).toEqual({ kind: 'absent' });
});

it.each([
  ['a wrong proof', '{"nonce":"00000000000000000000000000000000"}\n{"proof":"00"}\n'],
  ['HTTP', 'GET / HTTP/1.1\r\n\r\n'],
  ['nothing', 'null\n'],
  ['too much', 'x'.repeat(100_000)],
  ['too many lines', '\n'.repeat(100)],
])('closes the connection of a client that sends %s', async (_, words) => {
  const client = connect(control.port, '127.0.0.1');
  // It may close before everything was sent.
  client.on('error', () => {});
  client.resume();
  client.write(words);
  await new Promise((resolve) => client.once('close', resolve));
  expect(ends).toBe(0);
  expect(await askControlPort(address())).toMatchObject({ kind: 'answers' });
});

it('does not trust a program that took over the port', async () => {
  const answers = ['HTTP/1.1 400 Bad Request\r\n\r\n', 'null\n', '{"nonce":1}\n{"ending":true}\n'];
  const impostor: Server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.write(answers.shift() ?? ''));
  });
  impostor.listen(0, '127.0.0.1');
  await once(impostor, 'listening');
  const { port } = impostor.address() as { port: number };
  for (let i = 0; i < 3; i++) expect(await askToEnd(address({ port }))).toEqual({ kind: 'absent' });
  expect(await askControlPort(address({ port }))).toEqual({ kind: 'silent' });
  impostor.close();
});
