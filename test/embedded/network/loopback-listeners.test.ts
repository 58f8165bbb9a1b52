import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readPorts, writePorts } from '../../../source/embedded/network/kept-ports.ts';
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
  it('reset a connection while nobody serves behind them', async () => {
    const outside = await reserve();
    await expect(firstBytes(outside.bootstrapPort)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('lead to whoever offers, and stop when the offer is withdrawn', async () => {
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

  it('take the ports that are asked for, and others where those are taken', async () => {
    const first = await reserve();
    const other = await reserve({ kafka: first.bootstrapPort });
    expect(other.bootstrapPort).not.toBe(first.bootstrapPort);
    const ports = { kafka: first.bootstrapPort, zookeeper: first.zookeeperPort };
    await first.close();
    const again = await reserve(ports);
    expect({ kafka: again.bootstrapPort, zookeeper: again.zookeeperPort }).toEqual(ports);
  });

  it('have their ports kept in a file, and any where the file makes no sense', () => {
    const directory = mkdtempSync(join(tmpdir(), 'ports-'));
    const file = join(directory, 'ports.json');
    try {
      expect(readPorts(file)).toEqual({ kafka: 0, zookeeper: 0 });
      writePorts(file, { kafka: 40_001, zookeeper: 40_002 });
      expect(readPorts(file)).toEqual({ kafka: 40_001, zookeeper: 40_002 });
      for (const text of ['{"kafka":80,"zookeeper":"x"}', '[', 'null', '{"kafka":65536,"zookeeper":1.5}']) {
        writeFileSync(file, text);
        expect(readPorts(file), text).toEqual({ kafka: 0, zookeeper: 0 });
      }
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
