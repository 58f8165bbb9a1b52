import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { LoopbackDoors } from '../../../source/embedded/network/doors.ts';

const opened: LoopbackDoors[] = [];
afterEach(async () => {
  for (const doors of opened.splice(0)) await doors.close();
});

async function reserve(ports = {}): Promise<LoopbackDoors> {
  const doors = await LoopbackDoors.reserve(ports);
  opened.push(doors);
  return doors;
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

describe('the doors on loopback', () => {
  it('reset a connection while nobody serves behind them', async () => {
    const doors = await reserve();
    await expect(firstBytes(doors.bootstrapPort)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('lead to whoever offers, and stop when the offer is withdrawn', async () => {
    const doors = await reserve();
    const withdraw = doors.offer('zookeeper', (connection) => connection.end('imok'));
    expect(await firstBytes(doors.zookeeperPort)).toBe('imok');
    withdraw();
    await expect(firstBytes(doors.zookeeperPort)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('keep the port of a broker that comes back', async () => {
    const doors = await reserve();
    const first = await doors.open('kafka-0', (connection) => connection.end('1'));
    first.close();
    const second = await doors.open('kafka-0', (connection) => connection.end('2'));
    expect(second.port).toBe(first.port);
    expect(await firstBytes(second.port)).toBe('2');
  });

  it('say that a port is taken', async () => {
    const doors = await reserve();
    await expect(reserve({ kafka: doors.bootstrapPort })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
