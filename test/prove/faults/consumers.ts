import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { AssignerProtocol, type Consumer, type Kafka, type PartitionAssigner } from 'kafkajs';
import { untilStopped } from '../../../source/clients/keep-consuming.ts';
import type { History } from '../../embedded/kafka/faults/history.ts';
import type { CommitHistory } from './commit-history.ts';
import { partitions, topic } from './producers.ts';

const timing = {
  sessionTimeout: 1_500,
  rebalanceTimeout: 1_500,
  heartbeatInterval: 200,
  maxWaitTimeInMs: 100,
};

/** Assigns one partition to the only member of a group: kafkajs has no `assign`. */
const onePartition =
  (partition: number): PartitionAssigner =>
  () => ({
    name: 'OnePartition',
    version: 0,
    protocol: ({ topics }) => ({
      name: 'OnePartition',
      metadata: AssignerProtocol.MemberMetadata.encode({ version: 0, topics, userData: Buffer.alloc(0) }),
    }),
    assign: async ({ members }) =>
      members.map(({ memberId }, index) => ({
        memberId,
        memberAssignment: AssignerProtocol.MemberAssignment.encode({
          version: 0,
          assignment: index === 0 ? { [topic]: [partition] } : {},
          userData: Buffer.alloc(0),
        }),
      })),
  });

/** Reads one partition from its start, without commits, until `stop`; continues after every crash. */
export async function readPartition(
  kafka: Kafka,
  partition: number,
  history: History,
  stop: AbortSignal,
): Promise<void> {
  let next = 0;
  await consumeAgain(stop, async (ended) => {
    const consumer = kafka.consumer({
      groupId: `reader-${partition}-${randomUUID()}`,
      partitionAssigners: [onePartition(partition)],
      ...timing,
    });
    consumer.on(consumer.events.GROUP_JOIN, () => consumer.seek({ topic, partition, offset: String(next) }));
    await ended(consumer, async () => {
      await consumer.run({
        autoCommit: false,
        eachMessage: async ({ message }) => {
          history.poll(partition, Number(message.offset), message.value!.toString());
          next = Math.max(next, Number(message.offset) + 1);
        },
      });
    });
  });
}

/** The commits of all members that have no answer yet. */
const commitsUnderway = new Set<{ readonly partition: number; readonly next: number }>();

const underway = (partition: number): number[] =>
  [...commitsUnderway].filter((commit) => commit.partition === partition).map(({ next }) => next);

/** Reads as a member of a group and commits after each batch, until `stop`. */
export async function readAsMember(
  kafka: Kafka,
  group: string,
  history: History,
  commits: CommitHistory,
  stop: AbortSignal,
): Promise<void> {
  await consumeAgain(stop, async (ended) => {
    const consumer = kafka.consumer({ groupId: group, ...timing });
    let owned: readonly number[] = [];
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      owned = payload.memberAssignment[topic] ?? [];
    });
    await ended(consumer, async () => {
      await consumer.run({
        autoCommit: false,
        eachBatch: async ({ batch, resolveOffset, heartbeat, isRunning, isStale }) => {
          for (const { offset, value } of batch.messages) {
            if (!isRunning() || isStale()) return;
            history.poll(batch.partition, Number(offset), value!.toString());
            resolveOffset(offset);
          }
          const next = Number(batch.lastOffset()) + 1;
          // A rebalance may have given the partition to another member while this batch was handled. kafkajs would then commit it with the
          // new generation, which Kafka accepts of any member.
          if (!owned.includes(batch.partition)) return;
          // Records that come again after a rebalance were committed by another member: our client never resets to them.
          if (next <= Math.max(commits.known(batch.partition), ...underway(batch.partition))) return;
          const settled = commits.committing(batch.partition, next);
          let isAcknowledged = false;
          const commit = { partition: batch.partition, next };
          commitsUnderway.add(commit);
          try {
            await consumer.commitOffsets([{ topic, partition: batch.partition, offset: String(next) }]);
            isAcknowledged = true;
          } finally {
            commitsUnderway.delete(commit);
            settled(isAcknowledged);
          }
          await heartbeat();
        },
      });
    });
  });
}

/** Reads every partition again from its start to `ends`; gives up after `withinMs` without a message. */
export async function readToEnds(
  kafka: Kafka,
  history: History,
  ends: ReadonlyMap<number, number>,
  withinMs: number,
): Promise<void> {
  const stop = new AbortController();
  const readers = partitions.map((partition) => readPartition(kafka, partition, history, stop.signal));
  const count = () => partitions.reduce((sum, partition) => sum + history.polledOf(partition), 0);
  const isRead = () =>
    partitions.every((partition) => history.highest(partition) + 1 >= ends.get(partition)!);
  let last = { count: 0, at: performance.now() };
  while (!isRead() && performance.now() - last.at < withinMs) {
    await delay(50);
    if (count() > last.count) last = { count: count(), at: performance.now() };
  }
  stop.abort();
  await Promise.all(readers);
}

type Ended = (consumer: Consumer, run: () => Promise<void>) => Promise<void>;

/** A consumer that stopped for good is replaced by another until `stop`. */
async function consumeAgain(stop: AbortSignal, consume: (ended: Ended) => Promise<void>): Promise<void> {
  const stopping = new Promise<void>((resolve) => {
    if (stop.aborted) resolve();
    stop.addEventListener('abort', () => resolve(), { once: true });
  });
  const ended: Ended = async (consumer, run) => {
    const stopped = untilStopped(consumer);
    try {
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await run();
      await Promise.race([stopping, stopped]);
    } finally {
      await Promise.race([consumer.disconnect().catch(() => {}), delay(5_000)]);
    }
  };
  while (!stop.aborted) {
    await consume(ended).catch(() => {});
    if (!stop.aborted) await delay(100);
  }
}
