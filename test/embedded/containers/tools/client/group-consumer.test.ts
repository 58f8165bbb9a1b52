import { connect } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  decodeAssignment,
  keysOf,
} from '../../../../../source/embedded/containers/tools/client/assignment/consumer-protocol.ts';
import { consumerSettings } from '../../../../../source/embedded/containers/tools/client/consumer-settings.ts';
import { GroupConsumer } from '../../../../../source/embedded/containers/tools/client/group-consumer.ts';
import { ClusterClient } from '../../../../../source/embedded/kafka/client/cluster-client.ts';
import { describeGroups } from '../../../../../source/embedded/kafka/messages/describe-groups.ts';
import { connectTo } from '../../../kafka/broker/raw-client.ts';
import { TestCluster } from '../../../kafka/broker/test-cluster.ts';
import { eventually } from '../../pod-world.ts';

let cluster: TestCluster;
let members: Polling[];

beforeEach(async () => {
  members = [];
  cluster = await TestCluster.start([0], {
    'offsets.topic.replication.factor': '1',
    'group.initial.rebalance.delay.ms': '0',
  });
  const admin = cluster.kafka().admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 't', numPartitions: 4, replicationFactor: 1 }] });
  await admin.disconnect();
});

afterEach(async () => {
  for (const member of members) await member.end();
  await cluster.stop();
});

/** A consumer that polls until it is stopped. */
class Polling {
  readonly values: string[] = [];
  readonly #abort = new AbortController();
  readonly #client: ClusterClient;
  readonly #consumer: GroupConsumer;
  readonly #over: Promise<unknown>;
  #leaves = false;

  constructor(properties: Record<string, string>) {
    this.#client = new ClusterClient({
      bootstrap: [{ host: '127.0.0.1', port: cluster.outsidePort(0) }],
      clientId: 'test',
      dial: async (host, port) => connect(port, host),
    });
    const settings = consumerSettings({
      'group.id': 'g',
      'auto.offset.reset': 'earliest',
      'heartbeat.interval.ms': '100',
      'session.timeout.ms': '6000',
      'fetch.max.wait.ms': '50',
      ...properties,
    });
    this.#consumer = new GroupConsumer(this.#client, settings, async () => ['t'], this.#abort.signal);
    this.#over = this.#poll().catch((error: unknown) => error);
    members.push(this);
  }

  async #poll(): Promise<void> {
    try {
      while (!this.#leaves)
        for (const record of await this.#consumer.poll(100)) {
          this.values.push(String(record.value));
          this.#consumer.consumed(record);
        }
    } finally {
      await this.#consumer.close();
    }
  }

  /** Resolves with the error that ended it. */
  get over(): Promise<unknown> {
    return this.#over;
  }

  /** Commits and leaves, as the tool does when it has read enough. */
  async leave(): Promise<void> {
    this.#leaves = true;
    await this.#over;
    this.#client.close();
  }

  async end(): Promise<void> {
    this.#abort.abort();
    this.#client.close();
    await this.#over;
  }
}

interface View {
  readonly state: string;
  readonly protocol: string;
  /** The partitions of each member, sorted. */
  readonly shares: readonly (readonly string[])[];
}

async function view(): Promise<View> {
  const connection = await connectTo(cluster);
  const { groups } = await connection.call(describeGroups, { groups: ['g'] });
  connection.close();
  const { groupState, protocolData, members: found } = groups[0]!;
  const shares = found.map(({ memberAssignment }) => keysOf(decodeAssignment(memberAssignment)).sort());
  return { state: groupState, protocol: protocolData, shares };
}

const stable = (count: number) =>
  eventually(
    view,
    ({ state, shares }) => state === 'Stable' && shares.length === count && shares.flat().length === 4,
  );

const generations = () =>
  cluster.lines.filter((line) => line.includes('Stabilized group g generation')).length;

const produce = async (...values: string[]) => {
  const producer = cluster.kafka().producer();
  await producer.connect();
  await producer.send({
    topic: 't',
    messages: values.map((value, index) => ({ value, partition: index % 4 })),
  });
  await producer.disconnect();
};

const strategy = (name: string) => ({
  'partition.assignment.strategy': `org.apache.kafka.clients.consumer.${name}`,
});

it.each([
  [
    'RangeAssignor',
    'range',
    [
      ['t/0', 't/1'],
      ['t/2', 't/3'],
    ],
  ],
  [
    'RoundRobinAssignor',
    'roundrobin',
    [
      ['t/0', 't/2'],
      ['t/1', 't/3'],
    ],
  ],
])('two members with the %s share four partitions', async (name, protocol, wanted) => {
  for (let count = 0; count < 2; count++) new Polling(strategy(name));
  const { protocol: chosen, shares } = await stable(2);
  expect(chosen).toBe(protocol);
  expect([...shares].sort()).toEqual(wanted);
});

it('members that support both protocols use the first that is common to all', async () => {
  new Polling({});
  await stable(1);
  expect((await view()).protocol).toBe('range');
});

it('a cooperative group takes two rebalances for a new member, and reads every message once', async () => {
  const first = new Polling(strategy('CooperativeStickyAssignor'));
  await stable(1);
  const before = generations();
  await produce('a', 'b', 'c', 'd');
  await eventually(
    () => first.values.length,
    (count) => count === 4,
  );
  const second = new Polling(strategy('CooperativeStickyAssignor'));
  const { protocol, shares } = await stable(2);
  expect(protocol).toBe('cooperative-sticky');
  expect(shares.map((share) => share.length)).toEqual([2, 2]);
  expect(generations() - before).toBe(2);
  await produce('e', 'f', 'g', 'h');
  await eventually(
    () => first.values.length + second.values.length,
    (count) => count >= 8,
  );
  expect([...first.values, ...second.values].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
});

it('a static member that rejoins gets its old partitions without a rebalance', async () => {
  const properties = (id: string) => ({ ...strategy('RangeAssignor'), 'group.instance.id': id });
  new Polling(properties('one'));
  const two = new Polling(properties('two'));
  const before = await stable(2);
  const count = generations();
  await two.leave();
  expect((await view()).shares).toHaveLength(2);
  new Polling(properties('two'));
  await produce('a', 'b', 'c', 'd');
  await eventually(
    () => members.flatMap((member) => member.values).length,
    (read) => read === 4,
  );
  expect((await stable(2)).shares).toEqual(before.shares);
  expect(generations()).toBe(count);
});

it('a member whose instance id another one takes over ends with FENCED_INSTANCE_ID', async () => {
  const properties = { ...strategy('RangeAssignor'), 'group.instance.id': 'one' };
  const first = new Polling(properties);
  await stable(1);
  new Polling(properties);
  expect(await first.over).toMatchObject({ code: 'FENCED_INSTANCE_ID' });
});

it('sticky members keep their partitions when another one leaves', async () => {
  for (let count = 0; count < 3; count++) new Polling(strategy('StickyAssignor'));
  const before = await stable(3);
  await members[0]!.leave();
  const { shares } = await stable(2);
  const kept = before.shares.filter((share) => shares.some((now) => share.every((key) => now.includes(key))));
  expect(kept.length).toBeGreaterThanOrEqual(2);
});
