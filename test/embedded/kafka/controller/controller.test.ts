import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ClusterImage, type TopicImage } from '../../../../source/embedded/kafka/controller/cluster-image.ts';
import type { Controller } from '../../../../source/embedded/kafka/controller/controller.ts';
import { ControllerElection } from '../../../../source/embedded/kafka/controller/controller-election.ts';
import { createIfAbsent } from '../../../../source/embedded/kafka/controller/zk-operations.ts';
import * as znodes from '../../../../source/embedded/kafka/controller/znodes.ts';
import type { ZooKeeperClient } from '../../../../source/embedded/zookeeper/client-api.ts';
import { MemoryZooKeeper } from './memory-zookeeper.ts';

let server: MemoryZooKeeper;
let image: ClusterImage;
let controllers: Map<number, Controller | undefined>;
const sessions = new Map<number, ZooKeeperClient>();
const elections = new Map<number, ControllerElection>();

async function startBroker(id: number, startIndex?: (brokers: number) => number): Promise<void> {
  const zooKeeper = server.connect();
  sessions.set(id, zooKeeper);
  for (const path of znodes.persistentPaths) await createIfAbsent(zooKeeper, path);
  const endpoints = [{ name: 'PLAINTEXT', host: `kafka-${id}`, port: 9092 }];
  const registration = znodes.encodeBroker(endpoints, () => 'PLAINTEXT', 1);
  await zooKeeper.create(znodes.brokerPath(id), registration, { ephemeral: true });
  const election = new ControllerElection({
    brokerId: id,
    zooKeeper,
    image,
    now: () => 7,
    log: () => {},
    onChange: (controller) => controllers.set(id, controller),
    ...(startIndex ? { startIndex } : {}),
  });
  elections.set(id, election);
  await election.run();
}

async function killBroker(id: number): Promise<void> {
  elections.get(id)!.stop();
  server.expire(sessions.get(id)!.sessionId);
}

const active = () => [...controllers.values()].find((one) => one?.active)!;
const topic = (name: string, options: Partial<Parameters<Controller['createTopic']>[0]> = {}) => ({
  name,
  numPartitions: 4,
  replicationFactor: 3,
  assignment: new Map(),
  config: {},
  validateOnly: false,
  ...options,
});
const stateOf = (name: string, partition: number) => server.json(znodes.statePath(name, partition));
const caughtBy = (code: string) => expect.objectContaining({ code });

beforeEach(async () => {
  server = new MemoryZooKeeper();
  image = new ClusterImage();
  controllers = new Map();
  for (const id of [0, 1, 2]) await startBroker(id, () => 1);
  await vi.waitFor(() => expect(image.brokers.size).toBe(3));
});

describe('topics', () => {
  it('are written to ZooKeeper as Kafka writes them', async () => {
    const { topicId } = await active().createTopic(topic('test'));
    expect(server.nodes.get('/brokers/topics/test')!.data.toString()).toBe(
      `{"partitions":{"0":[1,0,2],"1":[2,1,0],"2":[0,2,1],"3":[1,2,0]},"topic_id":"${topicId}","adding_replicas":{},"removing_replicas":{},"version":3}`,
    );
    expect(topicId).toMatch(/^[\w-]{22}$/);
    expect(server.nodes.get('/brokers/topics/test/partitions/0/state')!.data.toString()).toBe(
      '{"controller_epoch":1,"leader":1,"version":1,"leader_epoch":0,"isr":[1,0,2]}',
    );
    expect(server.nodes.get('/config/topics/test')!.data.toString()).toBe('{"version":1,"config":{}}');
    expect(server.nodes.get('/controller')!.data.toString()).toBe(
      '{"version":1,"brokerid":0,"timestamp":"7"}',
    );
  });

  it('are refused with the reason', async () => {
    await active().createTopic(topic('test'));
    await expect(active().createTopic(topic('test'))).rejects.toEqual(caughtBy('TOPIC_ALREADY_EXISTS'));
    await expect(active().createTopic(topic('a', { replicationFactor: 4 }))).rejects.toThrow(
      'Replication factor: 4 larger than available brokers: 3.',
    );
    await expect(active().createTopic(topic('a', { numPartitions: 0 }))).rejects.toEqual(
      caughtBy('INVALID_PARTITIONS'),
    );
    await expect(active().createTopic(topic('a/b'))).rejects.toEqual(caughtBy('INVALID_TOPIC_EXCEPTION'));
    await expect(active().createTopic(topic('a', { assignment: new Map([[0, [0, 0]]]) }))).rejects.toEqual(
      caughtBy('INVALID_REPLICA_ASSIGNMENT'),
    );
    await active().createTopic(topic('dry', { validateOnly: true }));
    expect([...image.topics.keys()]).toEqual(['test']);
  });

  it('may have replicas on brokers that are not up yet', async () => {
    await active().createTopic(topic('ahead', { assignment: new Map([[0, [0, 9]]]) }));
    const [partition] = image.topics.get('ahead')!.partitions;
    expect(partition).toMatchObject({ replicas: [0, 9], state: { leader: 0, isr: [0] } });
    await active().deleteTopic('ahead');
    const assignments = [[0], [9]];
    await active().createTopic(topic('test', { numPartitions: 1, replicationFactor: 1 }));
    await expect(
      active().createPartitions({ topic: 'test', count: 3, assignments, validateOnly: false }),
    ).rejects.toThrow('Unknown broker(s) in replica assignment: 9.');
  });

  it('got partitions with another number of replicas than their first one has', async () => {
    await active().createTopic(topic('test', { numPartitions: 1, replicationFactor: 2 }));
    const grow = (assignments: number[][]) =>
      active().createPartitions({
        topic: 'test',
        count: 1 + assignments.length,
        assignments,
        validateOnly: false,
      });
    await expect(grow([[0, 1], [1]])).rejects.toThrow(
      'Inconsistent replication factor between partitions, partition 0 has 2 while partitions [2] have replication factors [1], respectively.',
    );
    await expect(grow([[1, 1]])).rejects.toThrow('assignment: 1, 1 for partition id 1.');
    await expect(grow([[]])).rejects.toThrow('Cannot have replication factor of 0 for partition id 1.');
  });

  it.each([
    ['Duplicate replica assignment found: HashMap(0 -> ArrayBuffer(0, 0))', [[0, [0, 0]]]],
    [
      'All partitions should have the same number of replicas',
      [
        [0, [0, 1]],
        [1, [1]],
      ],
    ],
    [
      'partitions should be a consecutive 0-based integer sequence',
      [
        [0, [0]],
        [2, [1]],
      ],
    ],
    ['No replicas are given', [[0, []]]],
  ] satisfies [string, [number, number[]][]][])('are not created where %s', async (why, assignment) => {
    await expect(active().createTopic(topic('test', { assignment: new Map(assignment) }))).rejects.toThrow(
      why,
    );
  });

  it('leave nothing in ZooKeeper when they are deleted', async () => {
    await active().createTopic(topic('test'));
    await active().deleteTopic('test');
    expect([...server.nodes.keys()].filter((path) => path.includes('/test'))).toEqual([]);
    expect(image.topics.size).toBe(0);
  });

  it('are deleted on request through ZooKeeper', async () => {
    await active().createTopic(topic('test'));
    await server.connect().create('/admin/delete_topics/test', Buffer.alloc(0));
    await vi.waitFor(() => expect(image.topics.size).toBe(0));
    await vi.waitFor(() => expect(server.nodes.has('/admin/delete_topics/test')).toBe(false));
  });

  it('can get more partitions', async () => {
    await active().createTopic(topic('test', { numPartitions: 1 }));
    await active().createPartitions({ topic: 'test', count: 3, assignments: null, validateOnly: false });
    expect(image.topics.get('test')!.partitions.map((one) => one.state?.leader)).toHaveLength(3);
    expect(stateOf('test', 2)).toMatchObject({ leader_epoch: 0 });
    await expect(
      active().createPartitions({ topic: 'test', count: 2, assignments: null, validateOnly: false }),
    ).rejects.toEqual(caughtBy('INVALID_PARTITIONS'));
  });
});

describe('brokers that come and go', () => {
  it('lose their leaderships to in-sync replicas, and rejoin the ISR when they are back', async () => {
    await active().createTopic(topic('test'));
    await killBroker(2);
    await vi.waitFor(() =>
      expect(stateOf('test', 1)).toMatchObject({ leader: 1, leader_epoch: 1, isr: [1, 0] }),
    );
    await vi.waitFor(() => expect(stateOf('test', 0)).toMatchObject({ leader: 1, isr: [1, 0] }));
    await startBroker(2, () => 1);
    await vi.waitFor(() =>
      expect(stateOf('test', 1)).toMatchObject({ leader: 1, leader_epoch: 1, isr: [1, 0, 2] }),
    );
  });

  it('leave a partition without a leader if no in-sync replica is alive', async () => {
    await active().createTopic(topic('test', { numPartitions: 1, replicationFactor: 1 }));
    expect(stateOf('test', 0)).toMatchObject({ leader: 1 });
    await killBroker(1);
    await vi.waitFor(() => expect(stateOf('test', 0)).toMatchObject({ leader: -1, isr: [1] }));
    await startBroker(1, () => 1);
    await vi.waitFor(() =>
      expect(stateOf('test', 0)).toMatchObject({ leader: 1, isr: [1], leader_epoch: 2 }),
    );
  });

  it('hand over before a controlled shutdown', async () => {
    await active().createTopic(topic('test'));
    expect(await active().controlledShutdown(1)).toBe(0);
    for (const { state } of image.topics.get('test')!.partitions) {
      expect(state!.leader).not.toBe(1);
      expect(state!.isr).not.toContain(1);
    }
  });
});

describe('the controller', () => {
  it('is replaced with a higher epoch when it dies, and the new one moves its leaderships', async () => {
    await active().createTopic(topic('test'));
    const first = active();
    await killBroker(0);
    await vi.waitFor(() => expect(active()?.brokerId).toBeGreaterThan(0));
    expect(first.active).toBe(false);
    await vi.waitFor(() =>
      expect(stateOf('test', 2)).toMatchObject({ controller_epoch: 2, leader: 2, isr: [2, 1] }),
    );
    expect(server.nodes.get('/controller_epoch')!.data.toString()).toBe('2');
    await expect(first.createTopic(topic('late'))).rejects.toEqual(caughtBy('NOT_CONTROLLER'));
  });

  it('steps down when its node is deleted, and a new one is elected', async () => {
    const first = active();
    await server.connect().delete('/controller');
    await vi.waitFor(() => expect(active() && active() !== first).toBe(true));
    expect(first.active).toBe(false);
    expect(active().epoch).toBe(2);
  });
});

it('starts each topic at the next broker, so that the same commands give the same leaders', async () => {
  for (const id of [0, 1, 2]) await killBroker(id);
  for (const id of [0, 1, 2]) await startBroker(id);
  await vi.waitFor(() => expect(active()).toBeDefined());
  await vi.waitFor(() => expect(image.brokers.size).toBe(3));
  for (const name of ['a', 'b', 'c', 'd'])
    await active().createTopic(topic(name, { numPartitions: 1, replicationFactor: 1 }));
  const leaders = ['a', 'b', 'c', 'd'].map((name) => image.topics.get(name)!.partitions[0]!.replicas);
  expect(leaders).toEqual([[0], [1], [2], [0]]);
});

it('lets a broker continue that was paused, and replaced as the controller, during its election', async () => {
  for (const id of [0, 1, 2]) await killBroker(id);
  const paused = { ...server.connect(), getChildren: () => new Promise<never>(() => {}) };
  const election = new ControllerElection({
    brokerId: 3,
    zooKeeper: paused,
    image,
    now: () => 7,
    log: () => {},
    onChange: (controller) => controllers.set(3, controller),
  });
  const elected = election.run();
  await vi.waitFor(() => expect(controllers.get(3)?.active).toBe(true));
  image.claim(4, controllers.get(3)!.epoch + 1, false);
  await elected;
  expect(controllers.get(3)?.active).toBe(false);
  election.stop();
});

describe('the logs of an earlier run', () => {
  /** Starts brokers on ZooKeeper as it is: broker 3 becomes their controller. */
  async function restart(openLogs: (topics: readonly TopicImage[]) => Promise<void>): Promise<() => void> {
    for (const id of [0, 1, 2]) await killBroker(id);
    image = new ClusterImage();
    const election = new ControllerElection({
      brokerId: 3,
      zooKeeper: server.connect(),
      image,
      now: () => 7,
      log: () => {},
      onChange: (controller) => controllers.set(3, controller),
      openLogs,
    });
    await election.run();
    return () => election.stop();
  }

  it('are opened before the image has their topics', async () => {
    await active().createTopic(topic('test'));
    const opened: string[] = [];
    const stop = await restart(async (topics) => {
      opened.push(...topics.map(({ name }) => name));
      expect(image.topics.size).toBe(0);
    });
    expect(opened).toEqual(['test']);
    expect([...image.topics.keys()]).toEqual(['test']);
    stop();
  });

  it('took so long to open that another broker was the controller, whose topics were replaced with old ones', async () => {
    await active().createTopic(topic('test'));
    const stop = await restart(async () => {
      image.claim(4, controllers.get(3)!.epoch + 1);
    });
    expect(image.topics.size).toBe(0);
    stop();
  });
});
