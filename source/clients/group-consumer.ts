import { type Admin, PartitionAssigners } from 'kafkajs';
import { createKafka } from './kafka.ts';
import { keepConsuming, untilStopped } from './keep-consuming.ts';
import { log } from './log.ts';
import type { Settings } from './settings.ts';
import type { Tally } from './tally.ts';
import { untilAborted } from './until-aborted.ts';

/**
 * Reads all partitions as a member of a consumer group: round robin, from the committed offset or the oldest, with automatic
 * commits. When `signal` aborts it commits, leaves the group and resolves.
 */
export async function consumeAsGroup(settings: Settings, tally: Tally, signal: AbortSignal): Promise<void> {
  let received = 0;
  const onMessage = (): number => ++received;
  await keepConsuming(() => consumeOnce(settings, tally, onMessage, signal), signal, settings);
}

/** Until `signal` aborts, or the consumer stops. */
async function consumeOnce(
  settings: Settings,
  tally: Tally,
  onMessage: () => number,
  signal: AbortSignal,
): Promise<void> {
  const { topic, brokers, group } = settings;
  const kafka = createKafka(settings);
  const consumer = kafka.consumer({
    groupId: group,
    partitionAssigners: [PartitionAssigners.roundRobin],
    allowAutoTopicCreation: true,
    maxWaitTimeInMs: 500,
    // with each heartbeat a member learns whether the group rebalances
    heartbeatInterval: 1_000,
  });
  const stopped = untilStopped(consumer);
  const admin = kafka.admin();
  consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberAssignment, memberId } }) => {
    const owned = memberAssignment[topic] ?? [];
    for (const partition of owned) tally.assigned(partition);
    log(`${topic}: joined group ${group} as ${memberId}, partitions [${owned.join(' ')}]`);
    // The first batch of each partition sets its start as well.
    void rememberStart(admin, settings, tally, owned).catch((error: Error) => {
      if (!signal.aborted) log(`${topic}: the committed offsets are unknown: ${error.message}`);
    });
  });
  try {
    await Promise.all([consumer.connect(), admin.connect()]);
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommitInterval: 1_000,
      eachBatchAutoResolve: false,
      eachBatch: async ({
        batch,
        resolveOffset,
        heartbeat,
        commitOffsetsIfNecessary,
        isRunning,
        isStale,
      }) => {
        const [first] = batch.messages;
        if (first) tally.start(batch.partition, Number(first.offset));
        for (const { offset, value } of batch.messages) {
          if (!isRunning() || isStale()) break;
          tally.count(batch.partition, Number(offset));
          resolveOffset(offset);
          const received = onMessage();
          if (received % 1_000 === 0)
            log(
              `${topic}: received ${received} messages, partition ${batch.partition}, offset ${offset}, value: ${value?.toString() ?? ''}`,
            );
        }
        await heartbeat();
        await commitOffsetsIfNecessary();
      },
    });
    log(`${topic}: start receiving messages from ${brokers.join(',')}`);
    await Promise.race([untilAborted(signal), stopped]);
  } finally {
    await Promise.allSettled([consumer.disconnect(), admin.disconnect()]);
  }
}

/** Where this member starts to read its assigned partitions: the committed offset, or the oldest one. */
async function rememberStart(
  admin: Admin,
  { group, topic }: Settings,
  tally: Tally,
  owned: readonly number[],
): Promise<void> {
  const [committed, limits] = await Promise.all([
    admin.fetchOffsets({ groupId: group, topics: [topic] }),
    admin.fetchTopicOffsets(topic),
  ]);
  for (const partition of owned) {
    const offset = Number(
      committed[0]?.partitions.find((entry) => entry.partition === partition)?.offset ?? -1,
    );
    const oldest = Number(limits.find((entry) => entry.partition === partition)?.low ?? 0);
    tally.start(partition, offset >= 0 ? offset : oldest);
  }
}
