import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kafkaImage } from '../../../../source/embedded/containers/kafka-image/kafka-image.ts';
import { zookeeperImage } from '../../../../source/embedded/containers/zookeeper-image/zookeeper-image.ts';
import { ClusterRegistry } from '../../../../source/embedded/kafka/broker/cluster/cluster-registry.ts';
import { eventually, PodWorld, type RunningPod } from '../pod-world.ts';

describe('kill in a pod', () => {
  let directory: string;
  let world: PodWorld;
  let registry: ClusterRegistry;
  let zookeeper: RunningPod;
  let brokers: RunningPod[];

  beforeAll(async () => {
    world = await PodWorld.open();
    const { outside } = world;
    directory = mkdtempSync(join(tmpdir(), 'lab-faults-'));
    registry = new ClusterRegistry({ directory });
    zookeeper = world.start(zookeeperImage('confluentinc/cp-zookeeper:7.3.5', { outside }), 'zookeeper-0', {
      env: { ZOOKEEPER_CLIENT_PORT: '2181', ZOOKEEPER_TICK_TIME: '100' },
      service: 'zookeeper-service',
    });
    brokers = [0, 1].map((id) =>
      world.start(kafkaImage('confluentinc/cp-kafka:7.3.5', { outside, registry }), `kafka-${id}`, {
        env: {
          KAFKA_BROKER_ID: String(id),
          KAFKA_ZOOKEEPER_CONNECT: 'zookeeper-service:2181',
          // The most that ticks of 100 ms allow: a broker that is merely slow must keep its session.
          KAFKA_ZOOKEEPER_SESSION_TIMEOUT_MS: '2000',
          KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://kafka-${id}.kafka-service:9092`,
        },
        service: 'kafka-service',
      }),
    );
    await registered('[0, 1]');
  }, 30_000);

  afterAll(async () => {
    await world.close();
    registry.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const registered = (ids: string) =>
    eventually(
      () => zookeeper.exec(['zookeeper-shell', 'localhost:2181', 'ls', '/brokers/ids']),
      ({ stdout }) => stdout.endsWith(`${ids}\n`),
    );

  it('prints an error for what it does not support', async () => {
    expect(await brokers[0]!.exec(['kill', '-STOP', '7'])).toMatchObject({
      code: 1,
      stderr: 'kill: (7) - No such process\n',
    });
    expect(await zookeeper.exec(['kill', '-STOP', '1'])).toMatchObject({
      code: 1,
      stderr: 'kill: (1) - Operation not permitted\n',
    });
    expect((await brokers[0]!.exec(['kill', '-NONE', '1'])).stderr).toContain('invalid signal');
    expect((await brokers[0]!.exec(['kill', '-0', '1'])).code).toBe(0);
  });

  it('-STOP lets a broker drop out of the cluster, and -CONT lets it back in', async () => {
    expect((await brokers[1]!.exec(['kill', '-STOP', '1'])).code).toBe(0);
    await registered('[0]');
    expect((await brokers[1]!.exec(['sh', '-c', 'kill -CONT 1'])).code).toBe(0);
    await registered('[0, 1]');
    expect(brokers[1]!.log.join('\n')).toContain('Initializing a new session');
  });

  it('-9 ends a container with 137, and its broker stays registered until its session expires', async () => {
    expect((await brokers[1]!.exec(['kill', '-9', '1'])).code).toBe(0);
    expect(await brokers[1]!.container.exited).toMatchObject({ exitCode: 137 });
    await registered('[0]');
  });

  it('without a signal sends SIGTERM', async () => {
    await brokers[0]!.exec(['kill', '1']);
    expect(await brokers[0]!.container.exited).toMatchObject({ exitCode: 143 });
  });
});
