import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kafkaImage } from '../../../../source/embedded/containers/kafka-image/kafka-image.ts';
import { zookeeperImage } from '../../../../source/embedded/containers/zookeeper-image/zookeeper-image.ts';
import { ClusterRegistry } from '../../../../source/embedded/kafka/broker/cluster/cluster-registry.ts';
import { eventually, PodWorld } from '../pod-world.ts';

const login = '-Djava.security.auth.login.config=/etc/kafka/jaas.conf';

describe('the listeners of a broker', () => {
  let directory: string;
  let world: PodWorld;
  let registry: ClusterRegistry;

  beforeAll(async () => {
    world = await PodWorld.open();
    directory = mkdtempSync(join(tmpdir(), 'listeners-'));
    registry = new ClusterRegistry({ directory });
    world.start(zookeeperImage('confluentinc/cp-zookeeper:7.3.5', { outside: world.outside }), 'zk-0', {
      env: { ZOOKEEPER_CLIENT_PORT: '2181' },
      service: 'zk',
    });
  });
  afterAll(async () => {
    await world.close();
    registry.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const start = (name: string, env: Record<string, string>) =>
    world.start(kafkaImage('confluentinc/cp-kafka:7.3.5', { outside: world.outside, registry }), name, {
      env: { KAFKA_ZOOKEEPER_CONNECT: `zk:2181/${name}`, KAFKA_BROKER_ID: '0', ...env },
      service: 'kafka-service',
    });

  it('use a free port for 0 and the pod’s full name for no host, and stay closed for SASL, which is logged', async () => {
    const pod = start('kafka-0', {
      KAFKA_LISTENERS: 'PLAINTEXT://:0,OUT://:9093',
      KAFKA_ADVERTISED_LISTENERS: 'PLAINTEXT://:0,OUT://kafka.example.com:9093',
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,OUT:SASL_PLAINTEXT',
      KAFKA_OPTS: login,
    });
    await eventually(
      () => pod.log.join('\n'),
      (log) => log.includes('[KafkaServer id=0] started'),
    );
    const log = pod.log.join('\n');
    const host = 'kafka-0.kafka-service.default.svc.cluster.local';
    const [, port] = new RegExp(
      `with addresses: PLAINTEXT://${host}:(\\d+),OUT://kafka.example.com:9093`,
    ).exec(log)!;
    const connection = await world.network.connect('host', host, Number(port));
    connection.destroy();
    expect(log).toContain(
      'WARN Listener OUT on 0.0.0.0:9093 stays closed: the embedded broker does not serve SASL_PLAINTEXT. ' +
        'Use a listener of PLAINTEXT, or run the lab with `--cluster kind`. (kafka.network.SocketServer)',
    );
    await expect(world.network.connect('host', pod.ip, 9093)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect((await pod.exec(['hostname', '-f'])).stdout).toBe(`${host}\n`);
    expect(log).toContain('INFO KafkaConfig values: \n\tadvertised.listeners = PLAINTEXT://:0,OUT://');
    expect(log).toContain('\tzookeeper.ssl.truststore.type = null\n (kafka.server.KafkaConfig)\n');
  });

  it('end a broker that would need SASL to talk to the others', async () => {
    const pod = start('kafka-1', {
      KAFKA_ADVERTISED_LISTENERS: 'IN://kafka-1:9092',
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'IN:SASL_SSL',
      KAFKA_INTER_BROKER_LISTENER_NAME: 'IN',
      KAFKA_OPTS: login,
    });
    expect(await pod.container.exited).toEqual({ exitCode: 1 });
    expect(pod.log.at(-1)).toBe(
      'java.lang.UnsupportedOperationException: the embedded broker does not serve SASL_SSL, the protocol of listener IN, which brokers ' +
        'use among themselves: make it PLAINTEXT in listener.security.protocol.map and advertised.listeners, or run the lab with `--cluster kind`',
    );
  });
});
