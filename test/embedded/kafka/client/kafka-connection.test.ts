import { describe, expect, it } from 'vitest';
import { KafkaConnection } from '../../../../source/embedded/kafka/client/kafka-connection.ts';
import { apiVersions } from '../../../../source/embedded/kafka/messages/api-versions.ts';
import { describeCluster } from '../../../../source/embedded/kafka/messages/describe-cluster.ts';
import { listGroups } from '../../../../source/embedded/kafka/messages/list-groups.ts';
import { metadata } from '../../../../source/embedded/kafka/messages/metadata.ts';
import { produce } from '../../../../source/embedded/kafka/messages/produce.ts';
import { type Asked, offering, ScriptedBroker } from './scripted-broker.ts';

const options = { clientId: 'tool', timeoutMs: 10_000 };
const versions = offering([metadata, 0, 9], [listGroups, 0, 2], [produce, 0, 9]);

/** Responds to ApiVersions, and to everything else with `answer`. */
function serving(answer: (asked: Asked) => Record<string, unknown> | undefined): ScriptedBroker {
  return new ScriptedBroker((asked) => (asked.api.key === apiVersions.key ? versions : answer(asked)));
}

describe('KafkaConnection', () => {
  it('uses the newest version that both sides support', async () => {
    const broker = serving(({ api }) =>
      api.key === metadata.key ? { clusterId: 'c', controllerId: 2 } : { groups: [] },
    );
    const connection = await KafkaConnection.open(broker.client, options);
    expect(await connection.call(metadata, { topics: null })).toMatchObject({
      clusterId: 'c',
      controllerId: 2,
    });
    await connection.call(listGroups, {});
    expect(
      broker.asked.map(({ api, header }) => [api.name, header.requestApiVersion, header.clientId]),
    ).toEqual([
      ['ApiVersions', 3, 'tool'],
      ['Metadata', 9, 'tool'],
      ['ListGroups', 2, 'tool'],
    ]);
    connection.close();
    expect(connection.closed).toBe(true);
  });

  it('retries with an older version if the newest is refused in version 0', async () => {
    const old = { apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 2 }] };
    const broker: ScriptedBroker = new ScriptedBroker((asked) => {
      if (asked.header.requestApiVersion === 2) return old;
      broker.reply(asked, { ...old, errorCode: 35 }, 0);
      return undefined;
    });
    const connection = await KafkaConnection.open(broker.client, options);
    expect(broker.asked.map(({ header }) => header.requestApiVersion)).toEqual([3, 2]);
    expect(connection.versions.get(18)).toMatchObject({ maxVersion: 2 });
    connection.close();
  });

  it('matches responses that arrive out of order', async () => {
    const held: Asked[] = [];
    const broker = serving((asked) => {
      held.push(asked);
      return undefined;
    });
    const connection = await KafkaConnection.open(broker.client, options);
    const first = connection.call(metadata, { topics: [{ name: 'first' }] });
    const second = connection.call(metadata, { topics: [{ name: 'second' }] });
    await expect.poll(() => held.length).toBe(2);
    for (const asked of held.reverse()) {
      const [topic] = (asked.request as { topics: { name: string }[] }).topics;
      broker.reply(asked, { clusterId: topic!.name });
    }
    expect([(await first).clusterId, (await second).clusterId]).toEqual(['first', 'second']);
    connection.close();
  });

  it('rejects an API that the broker does not serve', async () => {
    const connection = await KafkaConnection.open(serving(() => undefined).client, options);
    await expect(connection.call(describeCluster, {})).rejects.toMatchObject({ code: 'unsupported' });
    connection.close();
  });

  it('rejects a call that times out, and drops its late response', async () => {
    const late: Asked[] = [];
    const broker = serving((asked) => {
      if (late.push(asked) === 1) return undefined;
      return { clusterId: 'second' };
    });
    const connection = await KafkaConnection.open(broker.client, options);
    await expect(connection.call(metadata, {}, { timeoutMs: 1 })).rejects.toMatchObject({ code: 'timeout' });
    await expect.poll(() => late.length).toBe(1);
    broker.reply(late[0]!, { clusterId: 'late' });
    expect((await connection.call(metadata, {})).clusterId).toBe('second');
    connection.close();
  });

  it.each([
    ['an impossible length', Buffer.from('7fffffff', 'hex')],
    ['a response without a request', Buffer.from('00000005000003e700', 'hex')],
    ['a truncated response', Buffer.from('000000050000000200', 'hex')],
    ['a response without a header', Buffer.from('0000000100', 'hex')],
  ])('closes the connection after %s', async (_name, bytes) => {
    const broker = serving(() => undefined);
    const connection = await KafkaConnection.open(broker.client, options);
    const call = connection.call(metadata, {});
    broker.server.write(bytes);
    await expect(call).rejects.toMatchObject({ code: 'protocol' });
    expect(broker.client.destroyed).toBe(true);
    await expect(connection.call(metadata, {})).rejects.toMatchObject({ code: 'protocol' });
  });

  it('rejects all pending calls when the broker closes the connection', async () => {
    const broker = serving(() => undefined);
    const connection = await KafkaConnection.open(broker.client, options);
    const calls = [connection.call(metadata, {}), connection.call(listGroups, {})];
    broker.server.end();
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'closed' });
    expect(connection.closed).toBe(true);
  });

  it('rejects opening on a stream that ends at once, and closes it', async () => {
    const broker = new ScriptedBroker(() => undefined);
    broker.server.end();
    await expect(KafkaConnection.open(broker.client, options)).rejects.toMatchObject({ code: 'closed' });
    expect(broker.client.destroyed).toBe(true);
  });

  it('does not wait for a response if there is none', async () => {
    const broker = serving(({ api }) => (api.key === metadata.key ? {} : undefined));
    const connection = await KafkaConnection.open(broker.client, options);
    connection.send(produce, { acks: 0, topicData: [] });
    await connection.call(metadata, {});
    expect(broker.asked.map(({ api }) => api.name)).toEqual(['ApiVersions', 'Produce', 'Metadata']);
    connection.close();
  });
});
