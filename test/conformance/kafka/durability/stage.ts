import { once } from 'node:events';
import { connect } from 'node:net';
import { Kafka, logLevel } from 'kafkajs';
import { resourceTypes } from '../../../../source/embedded/kafka/broker/config/config-resources.ts';
import { KafkaClientError } from '../../../../source/embedded/kafka/client/client-error.ts';
import { KafkaConnection } from '../../../../source/embedded/kafka/client/kafka-connection.ts';
import { incrementalAlterConfigs } from '../../../../source/embedded/kafka/messages/incremental-alter-configs.ts';
import { metadata } from '../../../../source/embedded/kafka/messages/metadata.ts';

/** Three brokers, 0 to 2, to which faults can be applied. */
export interface Stage {
  /** host:port of each broker by its id; undefined while it has no address. */
  readonly addresses: () => readonly (string | undefined)[];
  /** Sends SIGKILL. Resolves when the process is gone, which the others may not know yet. */
  kill(broker: number): Promise<void>;
  /** Resolves when a killed broker has registered again. */
  start(broker: number): Promise<void>;
  /** The process of the broker no longer runs, and nobody is notified. */
  pause(broker: number): void;
  resume(broker: number): void;
  close(): Promise<void>;
}

/** A client of the brokers that are up. Failures are left to the caller; `retries` limits its retries. */
export function clientOf(stage: Stage, retries: number): Kafka {
  return new Kafka({
    clientId: 'durability',
    brokers: stage.addresses().filter((address) => address !== undefined),
    logLevel: logLevel.NOTHING,
    connectionTimeout: 10_000,
    requestTimeout: 30_000,
    retry: { retries, initialRetryTime: 100, maxRetryTime: 500 },
  });
}

export interface PartitionView {
  readonly leader: number;
  readonly isr: readonly number[];
}

/** Tries one broker after the other: kafkajs does not while a topic has no leader. Undefined if none responds. */
async function ask<Answer>(
  stage: Stage,
  request: (connection: KafkaConnection) => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  for (const address of stage.addresses()) {
    if (address === undefined) continue;
    const [host = '', port] = address.split(':');
    const socket = connect(Number(port), host);
    try {
      await once(socket, 'connect');
      const connection = await KafkaConnection.open(socket, { clientId: 'durability', timeoutMs: 5000 });
      const answer = await request(connection);
      if (answer !== undefined) return answer;
    } catch (error) {
      // The next broker may respond, or this one later.
      if (!(error instanceof KafkaClientError) && !(error instanceof Error && 'code' in error)) throw error;
    } finally {
      socket.destroy();
    }
  }
  return undefined;
}

/** Leader and in-sync replicas of partition 0 of each topic; undefined if no broker knows them all. */
function viewOf(
  stage: Stage,
  topics: readonly string[],
): Promise<ReadonlyMap<string, PartitionView> | undefined> {
  return ask(stage, async (connection) => {
    const { topics: found } = await connection.call(metadata, { topics: topics.map((name) => ({ name })) });
    const views = new Map<string, PartitionView>();
    for (const { name, partitions } of found)
      if (partitions[0] !== undefined)
        views.set(name ?? '', { leader: partitions[0].leaderId, isr: partitions[0].isrNodes });
    return views.size === topics.length ? views : undefined;
  });
}

/** Sets one value of a topic's configuration. */
export async function configure(stage: Stage, topic: string, name: string, value: string): Promise<void> {
  const code = await ask(stage, async (connection) => {
    const { responses } = await connection.call(incrementalAlterConfigs, {
      resources: [
        {
          resourceType: resourceTypes.topic,
          resourceName: topic,
          configs: [{ name, configOperation: 0, value }],
        },
      ],
      validateOnly: false,
    });
    return responses[0]?.errorCode;
  });
  if (code !== 0) throw new Error(`setting ${name} of ${topic} failed with ${code}`);
}

/** Waits until the metadata of every topic satisfies `holds`. */
export async function untilView(
  stage: Stage,
  topics: readonly string[],
  holds: (view: PartitionView) => boolean,
  what: string,
): Promise<void> {
  const deadline = Date.now() + 180_000;
  for (;;) {
    const views = await viewOf(stage, topics);
    if (views !== undefined && topics.every((topic) => holds(views.get(topic)!))) return;
    if (Date.now() > deadline)
      throw new Error(`not ${what} after 180 s: ${JSON.stringify([...(views ?? [])])}`);
    await new Promise((next) => setTimeout(next, 100));
  }
}
