import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { nextTurn } from '../../../../source/embedded/bounds/lanes/cluster.ts';
import {
  ConnectionLimiter,
  maxConnections,
} from '../../../../source/embedded/kubernetes/server/connection-limiter.ts';

class FakeSocket extends Duplex {
  readonly remotePort: number;

  constructor(remotePort: number) {
    super({ read() {}, write: (_chunk, _encoding, done) => done() });
    this.remotePort = remotePort;
  }
}

function setUp() {
  const server = new EventEmitter();
  const begun: FakeSocket[] = [];
  server.on('connection', (socket: FakeSocket) => begun.push(socket));
  // The limiter only uses the events of a server.
  const limiter = new ConnectionLimiter(server as unknown as Server);
  const connect = (port: number) => {
    const socket = new FakeSocket(port);
    server.emit('connection', socket);
    return socket;
  };
  return { limiter, begun, connect };
}

test('simultaneous connections begin their handshakes one per turn', async () => {
  const { begun, connect } = setUp();
  for (let port = 1; port <= 5; port++) connect(port);
  expect(begun).toHaveLength(0);
  await nextTurn();
  expect(begun.length).toBeLessThanOrEqual(5);
  for (let turn = 0; turn < 6; turn++) await nextTurn();
  expect(begun).toHaveLength(5);
});

test('a client that holds all connections cannot keep others out, and unauthenticated ones are closed first', () => {
  const { limiter, connect } = setUp();
  const sockets = Array.from({ length: maxConnections }, (_, index) => connect(index + 1));
  limiter.trust(1);
  limiter.trust(2);
  const newcomer = connect(60_000);
  expect(newcomer.destroyed).toBe(false);
  expect(sockets.map(({ destroyed }) => destroyed).indexOf(true)).toBe(2);
  for (let port = 1; port <= maxConnections; port++) limiter.trust(port);
  limiter.trust(60_000);
  connect(60_001);
  expect(sockets[0]?.destroyed).toBe(true);
});

test('a connection that breaks off before its turn begins no handshake', async () => {
  const { begun, connect } = setUp();
  connect(1).destroy(new Error('read ECONNRESET'));
  for (let turn = 0; turn < 3; turn++) await nextTurn();
  expect(begun).toHaveLength(0);
});
