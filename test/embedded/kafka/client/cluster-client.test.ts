import { describe, expect, it } from 'vitest';
import { ClusterClient } from '../../../../source/embedded/kafka/client/cluster-client.ts';
import { findCoordinator } from '../../../../source/embedded/kafka/messages/find-coordinator.ts';
import { metadata } from '../../../../source/embedded/kafka/messages/metadata.ts';
import { type Asked, offering, ScriptedBroker } from './scripted-broker.ts';

/** Three brokers on ports 1, 2 and 3; broker 3 is the controller and coordinates every group. */
function cluster(down: readonly number[] = []) {
  const dialed: number[] = [];
  const brokers: ScriptedBroker[] = [];
  const client = new ClusterClient({
    bootstrap: [1, 2].map((port) => ({ host: 'h', port })),
    clientId: 'tool',
    timeoutMs: 10_000,
    dial: async (_host, port) => {
      dialed.push(port);
      if (down.includes(port)) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
      const broker = new ScriptedBroker(answer);
      brokers.push(broker);
      return broker.client;
    },
  });
  return { client, dialed, brokers };
}

function answer({ api }: Asked): Record<string, unknown> {
  if (api.key === metadata.key) {
    return { controllerId: 3, brokers: [1, 2, 3].map((port) => ({ nodeId: port, host: 'h', port })) };
  }
  if (api.key === findCoordinator.key) return { coordinators: [{ key: 'g', nodeId: 3, host: 'h', port: 3 }] };
  return offering([metadata, 0, 12], [findCoordinator, 0, 4]);
}

describe('ClusterClient', () => {
  it('tries the next bootstrap broker if one is down', async () => {
    const { client, dialed } = cluster([1]);
    await client.any();
    expect(dialed).toEqual([1, 2]);
    client.close();
  });

  it('is unreachable if all are down', async () => {
    const { client } = cluster([1, 2]);
    await expect(client.any()).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('h:1,h:2'),
      cause: expect.objectContaining({ code: 'ECONNREFUSED' }),
    });
    client.close();
  });

  it('finds the controller and the coordinator, with one connection to each broker', async () => {
    const { client, dialed } = cluster();
    const [controller, coordinator] = await Promise.all([client.controller(), client.coordinator('g')]);
    expect(coordinator).toBe(controller);
    expect(dialed).toEqual([1, 3]);
    await expect(client.broker(9)).rejects.toMatchObject({ code: 'unreachable' });
    client.close();
  });

  it('reconnects if a connection has closed', async () => {
    const { client, dialed } = cluster();
    (await client.any()).close();
    expect((await client.any()).closed).toBe(false);
    expect(dialed).toEqual([1, 1]);
    client.close();
  });

  it('closes its connections, and opens no new ones', async () => {
    const { client, brokers } = cluster();
    await client.controller();
    client.close();
    await expect.poll(() => brokers.map((broker) => broker.client.destroyed)).toEqual([true, true]);
    await expect(client.connect({ host: 'h', port: 1 })).rejects.toMatchObject({ code: 'closed' });
  });
});
