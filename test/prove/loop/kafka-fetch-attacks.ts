import type { KafkaConnection } from '../../../source/embedded/kafka/client/kafka-connection.ts';
import { createPartitions } from '../../../source/embedded/kafka/messages/create-partitions.ts';
import { fetch, initialSessionEpoch } from '../../../source/embedded/kafka/messages/fetch.ts';
import { metadata } from '../../../source/embedded/kafka/messages/metadata.ts';
import { encodeBatch } from '../../../source/embedded/kafka/records/encode-batch.ts';
import type { LoopAttack, Target } from './attack.ts';
import { open, overController, produceTo, quietly, times, topic, withTopic } from './kafka-target.ts';

interface Leader {
  readonly connection: KafkaConnection;
  /** `HOST:PORT` */
  readonly address: string;
  /** Those that it leads. */
  readonly partitions: readonly number[];
}

/** Runs `use` with a topic of many partitions that one broker leads, and that nobody has used yet. */
function withManyPartitions(
  target: Target,
  count: number,
  use: (leader: Leader) => Promise<unknown>,
): Promise<void> {
  return withTopic(target, {}, async (connection) => {
    const { brokers, topics } = await connection.call(metadata, {
      topics: [{ name: topic }],
      allowAutoTopicCreation: false,
    });
    const known = topics[0]?.partitions ?? [];
    const id = known.find(({ partitionIndex }) => partitionIndex === 0)?.leaderId;
    const broker = brokers.find(({ nodeId }) => nodeId === id);
    if (id === undefined || broker === undefined) return;
    const more = Array.from({ length: count }, (_, index) => known.length + index);
    await overController(target, (controller) =>
      controller.call(createPartitions, {
        topics: [
          { name: topic, count: known.length + count, assignments: more.map(() => ({ brokerIds: [id] })) },
        ],
        timeoutMs: 20_000,
        validateOnly: false,
      }),
    );
    const address = `${broker.host}:${broker.port}`;
    await quietly(use({ connection, address, partitions: [0, ...more] }));
  });
}

const fetchAll = (
  connection: KafkaConnection,
  partitions: readonly number[],
  { epoch = -1, maxWaitMs = 0 } = {},
) =>
  connection.call(
    fetch,
    {
      replicaId: -1,
      maxWaitMs,
      minBytes: 1,
      maxBytes: 16_000_000,
      sessionId: 0,
      sessionEpoch: epoch,
      topics: [
        {
          topic,
          partitions: partitions.map((partition) => ({
            partition,
            fetchOffset: 0,
            partitionMaxBytes: 1000,
          })),
        },
      ],
    },
    { version: 7, timeoutMs: 30_000 },
  );

/** Fetches from many connections that wait together, until one record comes. */
const wokenByOneRecord = (epoch: number) => (target: Target, scale: number) =>
  withManyPartitions(target, times(1900, scale), async ({ connection, address, partitions }) => {
    await fetchAll(connection, partitions);
    const waiting: KafkaConnection[] = [];
    const answers: Promise<void>[] = [];
    for (let index = 0; index < times(150, scale); index++) {
      const one = await open({ ...target, bootstrap: address });
      waiting.push(one);
      answers.push(quietly(fetchAll(one, partitions, { epoch, maxWaitMs: 20_000 })));
    }
    // All of them have been read by the time that the last one has been.
    await fetchAll(connection, partitions);
    await produceTo(connection, [encodeBatch([{ value: 'v', timestamp: 1 }])]);
    await Promise.all(answers);
    for (const one of waiting) one.close();
  });

/** Fetches of thousands of partitions: the first ones, and those that wait. */
export const kafkaFetchAttacks: readonly LoopAttack[] = [
  {
    name: 'kafka-first-fetch-of-many-partitions',
    run: (target, scale) =>
      withManyPartitions(target, times(1900, scale), ({ connection, partitions }) =>
        fetchAll(connection, partitions),
      ),
  },
  { name: 'kafka-waiting-fetches-woken-by-one-record', run: wokenByOneRecord(-1) },
  { name: 'kafka-waiting-sessions-woken-by-one-record', run: wokenByOneRecord(initialSessionEpoch) },
];
