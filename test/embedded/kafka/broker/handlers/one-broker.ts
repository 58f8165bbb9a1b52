import { afterAll, beforeAll, expect } from 'vitest';
import type { KafkaConnection } from '../../../../../source/embedded/kafka/client/kafka-connection.ts';
import { createTopics } from '../../../../../source/embedded/kafka/messages/create-topics.ts';
import { connectTo } from '../raw-client.ts';
import { TestCluster } from '../test-cluster.ts';

export interface OneBroker {
  readonly cluster: () => TestCluster;
  readonly connection: () => KafkaConnection;
  /** Makes a topic of one partition, and returns its name. */
  newTopic(configs?: Readonly<Record<string, string>>): Promise<string>;
}

/** A cluster of one broker for all tests of a file. */
export function oneBroker(): OneBroker {
  let cluster: TestCluster;
  let connection: KafkaConnection;
  let topics = 0;
  beforeAll(async () => {
    cluster = await TestCluster.start([0], {
      'default.replication.factor': '1',
      'offsets.topic.replication.factor': '1',
    });
    connection = await connectTo(cluster);
  });
  afterAll(async () => {
    connection.close();
    await cluster.stop();
  });
  return {
    cluster: () => cluster,
    connection: () => connection,
    async newTopic(configs = {}) {
      const name = `t${topics++}`;
      const entries = Object.entries(configs).map(([key, value]) => ({ name: key, value }));
      const answer = await connection.call(createTopics, {
        topics: [{ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: entries }],
        timeoutMs: 1000,
        validateOnly: false,
      });
      expect(answer.topics[0]!.errorCode).toBe(0);
      return name;
    },
  };
}
