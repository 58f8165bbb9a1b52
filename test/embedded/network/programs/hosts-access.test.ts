import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HostsAccess } from '../../../../source/embedded/network/programs/hosts-access.ts';
import { LoopbackRange } from '../../../../source/embedded/network/programs/loopback-range.ts';
import { broker, client, hear, networkWithBroker } from './network-with-broker.ts';

describe.skipIf(process.platform !== 'linux')('the names and ports of the cluster for a program', () => {
  let directory: string;
  let range: LoopbackRange;
  const troubles: string[] = [];
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'kafka-lab-hosts-'));
    range = (await LoopbackRange.claim())!;
    troubles.length = 0;
  });
  afterEach(() => {
    range.close();
    rmSync(directory, { recursive: true });
  });

  async function open() {
    const world = networkWithBroker();
    const file = join(directory, 'hosts');
    const onTrouble = (text: string) => troubles.push(text);
    const access = (await HostsAccess.open({ network: world.network, range, pod: client, file, onTrouble }))!;
    const addressOf = (name: string) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .find((line) => line.endsWith(` ${name}`))
        ?.split(' ')[0];
    return { ...world, access, addressOf };
  }

  it('are those in the manifest, and the broker sees which pod connects', async () => {
    const { access, addressOf } = await open();
    for (const name of [broker.host, 'kafka-0.kafka-service', 'kafka-service.default']) {
      expect(addressOf(name), name).toMatch(/^127\.\d+\.0\.2$/);
      expect(await hear(addressOf(name)!, 9092)).toBe(`from ${client.ip}`);
    }
    access.close();
  });

  it('disappear and come back with the pod', async () => {
    const { access, addressOf, publish, listener, network } = await open();
    const address = addressOf(broker.host)!;
    publish();
    listener.close();
    await expect.poll(() => addressOf(broker.host)).toBeUndefined();
    await expect.poll(() => hear(address, 9092)).toBe('ECONNREFUSED');
    publish(broker.name);
    network.listen(broker.ip, 9093, (connection) => connection.end('again'));
    await expect.poll(() => addressOf(broker.host)).toBe(address);
    await expect.poll(() => hear(address, 9093)).toBe('again');
    access.close();
  });

  it('end with the program', async () => {
    const { access, addressOf } = await open();
    const address = addressOf(broker.host)!;
    access.close();
    expect(await hear(address, 9092)).toBe('ECONNREFUSED');
  });

  it('are not provided if another program uses the port on all addresses', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, '0.0.0.0', done));
    const { port } = other.address() as { port: number };
    const { network } = networkWithBroker();
    network.listen(broker.ip, port, (connection) => connection.end());
    const onTrouble = (text: string) => troubles.push(text);
    const file = join(directory, 'hosts');
    expect(await HostsAccess.open({ network, range, pod: client, file, onTrouble })).toBeUndefined();
    expect(troubles).toEqual([expect.stringContaining(`port ${port} of the cluster cannot be reached`)]);
    other.close();
  });
});

describe.skipIf(process.platform !== 'linux')('the loopback addresses of two clusters', () => {
  it('are different', async () => {
    const ranges = [await LoopbackRange.claim(), await LoopbackRange.claim()];
    const [one, two] = ranges.map((range) => range!.take());
    expect(one).not.toBe(two);
    for (const range of ranges) range!.close();
  });
});
