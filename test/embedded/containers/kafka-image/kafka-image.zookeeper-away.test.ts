import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { kafkaImage } from '../../../../source/embedded/containers/kafka-image/kafka-image.ts';
import { zookeeperImage } from '../../../../source/embedded/containers/zookeeper-image/zookeeper-image.ts';
import { ClusterRegistry } from '../../../../source/embedded/kafka/broker/cluster/cluster-registry.ts';
import { eventually, PodWorld } from '../pod-world.ts';

it('a broker registers again when ZooKeeper comes back without its sessions', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'zookeeper-away-'));
  const world = await PodWorld.open();
  const { outside } = world;
  const registry = new ClusterRegistry({ directory });
  try {
    const startZooKeeper = (name: string) =>
      world.start(zookeeperImage('confluentinc/cp-zookeeper:7.3.5', { outside }), name, {
        env: { ZOOKEEPER_CLIENT_PORT: '2181', ZOOKEEPER_TICK_TIME: '100' },
        service: 'zk',
      });
    const ids = (pod: ReturnType<typeof startZooKeeper>) =>
      pod.exec(['zookeeper-shell', 'localhost:2181', 'ls', '/brokers/ids']);
    const first = startZooKeeper('zk-0');
    const broker = world.start(kafkaImage('confluentinc/cp-kafka:7.3.5', { outside, registry }), 'kafka-0', {
      env: {
        KAFKA_BROKER_ID: '0',
        KAFKA_ZOOKEEPER_CONNECT: 'zk:2181',
        KAFKA_ADVERTISED_LISTENERS: 'PLAINTEXT://kafka-0.kafka:9092',
      },
      service: 'kafka',
    });
    await eventually(
      () => ids(first),
      ({ stdout }) => stdout.endsWith('[0]\n'),
    );
    first.container.kill();
    await first.container.exited;
    const second = startZooKeeper('zk-1');
    const back = await eventually(
      () => ids(second),
      ({ stdout }) => stdout.endsWith('[0]\n'),
    );
    expect(back.code).toBe(0);
    const topics = await eventually(
      () => broker.exec(['kafka-topics', '--bootstrap-server', 'localhost:9092', '--create', '--topic', 't']),
      ({ code }) => code === 0,
    );
    expect(topics.stdout).toBe('Created topic t.\n');
  } finally {
    await world.close();
    registry.close();
    rmSync(directory, { recursive: true, force: true });
  }
});
