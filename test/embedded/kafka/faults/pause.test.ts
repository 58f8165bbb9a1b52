import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SharedCluster } from '../../../../source/embedded/kafka/broker/cluster/shared-cluster.ts';
import { KafkaConnection } from '../../../../source/embedded/kafka/client/kafka-connection.ts';
import { errorCodes } from '../../../../source/embedded/kafka/messages/errors.ts';
import { produce } from '../../../../source/embedded/kafka/messages/produce.ts';
import { encodeBatch } from '../../../../source/embedded/kafka/records/encode-batch.ts';
import type { ZooKeeperClient } from '../../../../source/embedded/zookeeper/client-api.ts';
import { LabCluster } from './lab-cluster.ts';

let directory: string;
let cluster: LabCluster;
let zooKeeper: ZooKeeperClient;
let shared: SharedCluster;

async function setUp(properties: Record<string, string> = {}): Promise<void> {
  cluster = await LabCluster.open(directory, properties);
  await vi.waitFor(() => expect(cluster.ready).toBe(true), { timeout: 5000 });
  zooKeeper = await cluster.watch();
  const { data } = await zooKeeper.getData('/cluster/id');
  shared = cluster.registry.cluster('10.244.1.2:2181', JSON.parse(data.toString()).id);
  await shared.controller!.createTopic({
    name: 't',
    numPartitions: -1,
    replicationFactor: -1,
    assignment: new Map([[0, [1, 2, 0]]]),
    config: {},
    validateOnly: false,
  });
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-pause-'));
});

afterEach(async () => {
  await zooKeeper.close();
  await cluster.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Sends one message to the leader of the partition, and returns what it responds. */
async function send(acks: number, timeoutMs = 5000): Promise<{ errorCode: number; baseOffset: number }> {
  const { leader } = state();
  const port = shared.outsidePorts.get(leader)!;
  const connection = await KafkaConnection.open(connect(port, '127.0.0.1'), { clientId: 'test' });
  const records = encodeBatch([{ value: 'v', timestamp: 1000 }]);
  const { responses } = await connection.call(produce, {
    transactionalId: null,
    acks,
    timeoutMs,
    topicData: [{ name: 't', partitionData: [{ index: 0, records }] }],
  });
  connection.close();
  const { errorCode, baseOffset } = responses[0]!.partitionResponses[0]!;
  return { errorCode, baseOffset: Number(baseOffset) };
}

/** A follower that is not the controller. */
const follower = () => [2, 0].find((id) => id !== shared.image.controllerId)!;

const state = () => shared.partition('t', 0)!.state!;
const isr = () => [...state().isr].sort();
const until = (check: () => void) => vi.waitFor(check, { timeout: 8000 });
const ids = async () => (await zooKeeper.getChildren('/brokers/ids')).children.sort();

it('a paused leader loses its session, its leadership and its place in the ISR, and gets them back', async () => {
  await setUp();
  await send(-1);
  const before = await zooKeeper.exists('/brokers/ids/1');
  cluster.broker(1).pause();
  await until(() => expect(state()).toMatchObject({ leader: 2, leaderEpoch: 1 }));
  expect(isr()).toEqual([0, 2]);
  expect(await ids()).toEqual(['0', '2']);
  expect(await send(-1)).toEqual({ errorCode: 0, baseOffset: 1 });
  cluster.broker(1).resume();
  await until(() => expect(isr()).toEqual([0, 1, 2]));
  expect(await ids()).toEqual(['0', '1', '2']);
  expect((await zooKeeper.exists('/brokers/ids/1'))!.czxid).toBeGreaterThan(before!.czxid);
  expect(cluster.lines.join('\n')).toContain('Session expired. Initializing a new session');
});

it('a paused controller is replaced, and those who wait for it are notified', async () => {
  await setUp();
  const first = JSON.parse((await zooKeeper.getData('/controller')).data.toString()).brokerid as number;
  cluster.broker(first).pause();
  const asked = shared.controller!.createTopic({
    name: 'new',
    numPartitions: 1,
    replicationFactor: 1,
    assignment: new Map(),
    config: {},
    validateOnly: false,
  });
  await expect(asked).rejects.toThrow(expect.objectContaining({ code: 'NOT_CONTROLLER' }));
  await vi.waitFor(
    async () => {
      const { data } = await zooKeeper.getData('/controller');
      expect(JSON.parse(data.toString()).brokerid).not.toBe(first);
    },
    { timeout: 8000 },
  );
  expect((await zooKeeper.getData('/controller_epoch')).data.toString()).toBe('2');
  cluster.broker(first).resume();
  await until(() => expect(shared.image.brokers.size).toBe(3));
  expect(shared.image.controllerId).not.toBe(first);
});

it('a follower that lags longer than replica.lag.time.max.ms leaves the ISR before its session expires, and comes back', async () => {
  await setUp({ 'replica.lag.time.max.ms': '200', 'zookeeper.session.timeout.ms': '2000' });
  await send(-1);
  const paused = follower();
  cluster.broker(paused).pause();
  // acks=all waits for the follower until it has left the ISR.
  expect(await send(-1)).toEqual({ errorCode: 0, baseOffset: 1 });
  expect(isr()).toEqual([0, 1, 2].filter((id) => id !== paused));
  expect(state()).toMatchObject({ leader: 1, leaderEpoch: 0 });
  expect(await ids()).toEqual(['0', '1', '2']);
  expect(cluster.lines.join('\n')).toMatch(
    /Shrinking ISR from 1,2,0 to 1,[02]\. Leader: \(highWatermark: 1, endOffset: 2\)/,
  );
  cluster.broker(paused).resume();
  await until(() => expect(isr()).toEqual([0, 1, 2]));
});

it('an up-to-date follower stays in the ISR however long it is silent', async () => {
  await setUp({ 'replica.lag.time.max.ms': '50', 'zookeeper.session.timeout.ms': '2000' });
  await send(-1);
  cluster.broker(0).pause();
  expect(shared.partition('t', 0)!.laggingFollowers(Number.POSITIVE_INFINITY)).toEqual([]);
  cluster.broker(0).resume();
  expect(isr()).toEqual([0, 1, 2]);
});

it('refuses acks=all if fewer than min.insync.replicas are left, and accepts acks=1', async () => {
  await setUp({ 'min.insync.replicas': '3' });
  await send(-1);
  const paused = follower();
  cluster.broker(paused).pause();
  await until(() => expect(isr()).toHaveLength(2));
  expect((await send(-1)).errorCode).toBe(errorCodes.NOT_ENOUGH_REPLICAS);
  expect(await send(1)).toEqual({ errorCode: 0, baseOffset: 1 });
  cluster.broker(paused).resume();
});

it('leadership returns to the preferred replica once it has been back for a while', async () => {
  await setUp({ 'leader.imbalance.check.interval.seconds': '1' });
  cluster.broker(1).pause();
  await until(() => expect(state()).toMatchObject({ leader: 2, leaderEpoch: 1 }));
  cluster.broker(1).resume();
  await until(() => expect(state().leader).toBe(1));
  expect(state().leaderEpoch).toBeGreaterThan(1);
  expect((await send(-1)).errorCode).toBe(0);
});

it('SIGTERM waits until a pause ends, SIGKILL does not', async () => {
  await setUp({ 'zookeeper.session.timeout.ms': '2000' });
  const [one, other] = [cluster.broker(1), cluster.broker(2)];
  let exited = false;
  void one.exited.then(() => {
    exited = true;
  });
  one.pause();
  one.terminate();
  other.pause();
  other.kill();
  expect(await other.exited).toEqual({ exitCode: 137, signal: 'SIGKILL' });
  expect(exited).toBe(false);
  one.resume();
  expect(await one.exited).toEqual({ exitCode: 143 });
});
