import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Consumer, Kafka, logLevel, type Producer } from 'kafkajs';
import { afterEach, expect, it, vi } from 'vitest';
import type { SharedCluster } from '../../../../source/embedded/kafka/broker/cluster/shared-cluster.ts';
import { Random } from '../random.ts';
import { History } from './history.ts';
import { brokerIds, LabCluster } from './lab-cluster.ts';

process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';

/** CHAOS_SECONDS=600 for a long run, CHAOS_SEED for another seed. */
const chaosMs = Number(process.env.CHAOS_SECONDS ?? 3) * 1000;
const seed = Number(process.env.CHAOS_SEED ?? 20_231);
const partitions = [0, 1, 2, 3];
const leastAcknowledged = 20;

let directory: string;
let cluster: LabCluster;

afterEach(async () => {
  await cluster.close();
  rmSync(directory, { recursive: true, force: true });
});

const client = (clientId: string) =>
  new Kafka({
    brokers: [cluster.bootstrap],
    clientId,
    logLevel: logLevel.NOTHING,
    connectionTimeout: 500,
    requestTimeout: 1500,
    retry: { initialRetryTime: 30, maxRetryTime: 200, retries: 10, restartOnFailure: async () => true },
    // kafkajs adds another `connect` listener whenever it gives a connection up.
    socketFactory: ({ host, port, onConnect }) => connect({ host, port }, onConnect).setMaxListeners(0),
  });

/** Breaks one broker after the other; all are healthy again when it returns. */
async function hurt(random: Random, over: () => boolean): Promise<Record<string, number>> {
  const done: Record<string, number> = { terminate: 0, kill: 0, pause: 0 };
  while (!over()) {
    const broker = cluster.broker(brokerIds[random.below(brokerIds.length)]!);
    const fault = (['terminate', 'kill', 'pause'] as const)[random.below(3)]!;
    done[fault]!++;
    broker[fault]();
    await delay(100 + random.below(800));
    if (fault === 'pause') broker.resume();
    await delay(random.below(300));
  }
  return done;
}

async function produce(producer: Producer, id: number, history: History, over: () => boolean): Promise<void> {
  for (let sequence = 0; !over(); sequence++) {
    // One send for each partition: kafkajs may resolve a send to several although some were not written.
    const partition = sequence % partitions.length;
    const value = history.sending(id, sequence, partition);
    try {
      const [answer] = await producer.send({ topic: 'test', acks: -1, messages: [{ value, partition }] });
      if (answer?.errorCode === 0) history.sent(value, Number(answer.baseOffset));
    } catch {
      // It failed, or its acknowledgement was lost: the message may be there or not.
    }
  }
}

function watchEpochs(
  shared: SharedCluster,
  broken: string[],
): { elections: () => number; shrinks: () => number } {
  let elections = 0;
  let shrinks = 0;
  shared.image.listen({
    partitionChanged: ({ topic, partition, state }, before) => {
      if (!state || !before?.state) return;
      const place = `${topic}-${partition}`;
      if (state.leaderEpoch < before.state.leaderEpoch)
        broken.push(`${place} went from epoch ${before.state.leaderEpoch} to ${state.leaderEpoch}`);
      if (state.leader !== before.state.leader) {
        elections++;
        if (state.leaderEpoch === before.state.leaderEpoch)
          broken.push(`${place} has two leaders in one epoch`);
      }
      if (state.isr.length < before.state.isr.length) shrinks++;
    },
  });
  return { elections: () => elections, shrinks: () => shrinks };
}

it(
  `no acknowledged message is lost while brokers are terminated, killed and paused (seed ${seed})`,
  async () => {
    directory = mkdtempSync(join(tmpdir(), 'kafka-lab-chaos-'));
    cluster = await LabCluster.open(directory, {
      'replica.lag.time.max.ms': '300',
      'min.insync.replicas': '2',
    });
    await vi.waitFor(() => expect(cluster.ready).toBe(true), { timeout: 5000 });
    const kafka = client('producer');
    const zooKeeper = await cluster.watch();
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: 'test' }] });
    await admin.disconnect();
    const { data } = await zooKeeper.getData('/cluster/id');
    const shared = cluster.registry.cluster('10.244.1.2:2181', JSON.parse(data.toString()).id);
    const broken: string[] = [];
    const seen = watchEpochs(shared, broken);

    const history = new History();
    const producers = [kafka.producer(), kafka.producer()];
    const consumers: Consumer[] = ['a', 'b'].map((clientId) =>
      client(clientId).consumer({
        groupId: 'g',
        sessionTimeout: 2000,
        rebalanceTimeout: 2000,
        heartbeatInterval: 200,
        maxWaitTimeInMs: 100,
      }),
    );
    for (const producer of producers) await producer.connect();
    for (const consumer of consumers) {
      await consumer.connect();
      await consumer.subscribe({ topic: 'test', fromBeginning: true });
      await consumer.run({
        autoCommitInterval: 100,
        eachMessage: async ({ partition, message }) =>
          history.poll(partition, Number(message.offset), message.value!.toString()),
      });
    }

    const until = performance.now() + chaosMs;
    // On a slow machine, continue until there is something to lose.
    const over = () => performance.now() >= until && history.acknowledged > leastAcknowledged;
    const [faults] = await Promise.all([
      hurt(new Random(seed), over),
      ...producers.map((producer, id) => produce(producer, id, history, over)),
    ]);

    const tell = () => cluster.lines.slice(-40).join('\n');
    await vi.waitFor(
      () => {
        for (const partition of partitions)
          expect([...shared.partition('test', partition)!.state!.isr].sort(), tell()).toEqual([...brokerIds]);
      },
      { timeout: 30_000 },
    );
    expect((await zooKeeper.getChildren('/brokers/ids')).children.sort()).toEqual(['0', '1', '2']);
    await vi.waitFor(
      () => {
        for (const partition of partitions)
          expect(history.highest(partition), tell()).toBe(shared.partition('test', partition)!.endOffset - 1);
      },
      { timeout: 60_000 },
    );
    for (const client of [...producers, ...consumers]) await client.disconnect();
    await zooKeeper.close();
    console.info(
      `chaos: ${JSON.stringify(faults)}, ${seen.elections()} elections, ${seen.shrinks()} times an ISR shrank, ` +
        `${history.acknowledged} sends acknowledged, ${history.failed} not`,
    );
    expect([...broken, ...history.check()]).toEqual([]);
    expect(history.acknowledged).toBeGreaterThan(leastAcknowledged);
    expect(seen.elections()).toBeGreaterThan(0);
  },
  chaosMs + 120_000,
);
