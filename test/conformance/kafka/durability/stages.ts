import { Kafka, logLevel } from 'kafkajs';
import { TestCluster } from '../../../embedded/kafka/broker/test-cluster.ts';
import { smallJvm } from '../java-tools.ts';
import { startRealKafka } from '../real-kafka.ts';
import type { Stage } from './stage.ts';

const ids = [0, 1, 2] as const;
/** Long enough for a busy machine, short enough to wait for. */
const settings = {
  'zookeeper.session.timeout.ms': '12000',
  'auto.leader.rebalance.enable': 'false',
  'offsets.topic.num.partitions': '1',
  'offsets.topic.replication.factor': '3',
  'auto.create.topics.enable': 'false',
};

/** Embedded brokers in this process. The session of a killed broker ends at once. */
export async function embeddedStage(): Promise<Stage> {
  const cluster = await TestCluster.start(ids, settings);
  const live = new Set<number>(ids);
  return {
    addresses: () => ids.map((id) => (live.has(id) ? `127.0.0.1:${cluster.outsidePort(id)}` : undefined)),
    async kill(id) {
      const { sessionId } = cluster.sessions.get(id)!;
      live.delete(id);
      cluster.brokers.get(id)!.kill();
      cluster.zooKeeper.expire(sessionId);
    },
    async start(id) {
      cluster.lines.length = 0;
      cluster.startBroker(id, settings);
      await cluster.ready([id]);
      live.add(id);
    },
    pause: (id) => cluster.brokers.get(id)!.pause(),
    resume: (id) => cluster.brokers.get(id)!.resume(),
    close: () => cluster.stop(),
  };
}

/** Real Kafka 3.3.2. */
export async function realStage(classpath: string): Promise<Stage> {
  const kafka = await startRealKafka(classpath, smallJvm, settings);
  const addresses = kafka.bootstrap.split(',');
  const live = new Set<number>(ids);
  const brokers = async () => {
    const up = addresses.filter((_, id) => live.has(id));
    const admin = new Kafka({ brokers: up, logLevel: logLevel.NOTHING, retry: { retries: 1 } }).admin();
    try {
      await admin.connect();
      return (await admin.describeCluster()).brokers.map(({ nodeId }) => nodeId);
    } catch {
      return undefined;
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  };
  const until = async (holds: (registered: readonly number[]) => boolean) => {
    const deadline = Date.now() + 180_000;
    for (;;) {
      const registered = await brokers();
      if (registered !== undefined && holds(registered)) return;
      if (Date.now() > deadline) throw new Error(`after 180 s the brokers are ${registered}`);
      await new Promise((next) => setTimeout(next, 200));
    }
  };
  return {
    addresses: () => addresses.map((address, id) => (live.has(id) ? address : undefined)),
    async kill(id) {
      live.delete(id);
      await kafka.kill(id);
    },
    async start(id) {
      kafka.startAgain(id);
      live.add(id);
      await until((registered) => registered.includes(id));
    },
    pause: (id) => kafka.signal(id, 'SIGSTOP'),
    resume: (id) => kafka.signal(id, 'SIGCONT'),
    close: () => kafka.close(),
  };
}
