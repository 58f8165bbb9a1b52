import { describe, expect, it } from 'vitest';
import { MappedAccess } from '../../../../source/embedded/network/programs/mapped-access.ts';
import { broker, client, hear, networkWithBroker } from './network-with-broker.ts';

describe('the cluster for a program that resolves names on this machine', () => {
  it('is at a port of 127.0.0.1, which the broker’s responses name as well', async () => {
    const { network } = networkWithBroker();
    const access = await MappedAccess.open(network, client);
    const at = access.reach(broker.host, 9092)!;
    expect(at.host).toBe('127.0.0.1');
    expect(await hear(at.host, at.port)).toBe(`from ${client.ip} at 127.0.0.1:${at.port}`);
    access.close();
    expect(await hear(at.host, at.port)).toBe('ECONNREFUSED');
  });

  it.each(['kafka-9.kafka-service.default.svc.cluster.local', 'kafka.example.com', '192.0.2.1'])(
    'keeps an address unchanged that does not resolve: %s',
    async (host) => {
      const access = await MappedAccess.open(networkWithBroker().network, client);
      expect(access.reach(host, 9092)).toEqual({ host, port: 9092 });
      access.close();
    },
  );

  it('has a port for each of many addresses, though not at once', async () => {
    const access = await MappedAccess.open(networkWithBroker().network, client);
    const ports = Array.from({ length: 20 }, (_, index) => 9_000 + index);
    await expect.poll(() => ports.every((port) => access.reach(broker.host, port) !== undefined)).toBe(true);
    expect(new Set(ports.map((port) => access.reach(broker.host, port)?.port)).size).toBe(20);
    access.close();
  });
});
