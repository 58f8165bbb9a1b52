import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { LoopbackListeners } from '../../../source/embedded/network/loopback-listeners.ts';

const opened: LoopbackListeners[] = [];
afterEach(async () => {
  for (const outside of opened.splice(0)) await outside.close();
});

async function reserve(ports = {}): Promise<LoopbackListeners> {
  const outside = await LoopbackListeners.reserve(ports);
  opened.push(outside);
  return outside;
}

async function firstBytes(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  try {
    const [data] = (await once(socket, 'data')) as [Buffer];
    return data.toString();
  } finally {
    socket.destroy();
  }
}

describe('the listeners on loopback', () => {
  it('reset a connection while nothing serves behind them', async () => {
    const outside = await reserve();
    await expect(firstBytes(outside.bootstrapPort)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('lead to the current provider, and stop when it withdraws', async () => {
    const outside = await reserve();
    const withdraw = outside.offer('zookeeper', (connection) => connection.end('imok'));
    expect(await firstBytes(outside.zookeeperPort)).toBe('imok');
    withdraw();
    await expect(firstBytes(outside.zookeeperPort)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('keep the port of a broker that comes back', async () => {
    const outside = await reserve();
    const first = await outside.open('kafka-0', (connection) => connection.end('1'));
    first.close();
    const second = await outside.open('kafka-0', (connection) => connection.end('2'));
    expect(second.port).toBe(first.port);
    expect(await firstBytes(second.port)).toBe('2');
  });

  it('use the requested ports, or others if those are taken', async () => {
    const first = await reserve();
    const other = await reserve({ kafka: first.bootstrapPort });
    expect(other.bootstrapPort).not.toBe(first.bootstrapPort);
    const ports = { kafka: first.bootstrapPort, zookeeper: first.zookeeperPort };
    await first.close();
    const again = await reserve(ports);
    expect({ kafka: again.bootstrapPort, zookeeper: again.zookeeperPort }).toEqual(ports);
  });
});
