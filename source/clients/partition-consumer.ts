import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Admin, PartitionAssigner } from 'kafkajs';
import { AssignerProtocol } from 'kafkajs';
import { createKafka } from './kafka.ts';
import { keepConsuming, untilStopped } from './keep-consuming.ts';
import { log } from './log.ts';
import type { Settings } from './settings.ts';
import type { Tally } from './tally.ts';
import { untilAborted } from './until-aborted.ts';

const partition = 0;

/** Assigns only partition 0, to the group's only member: kafkajs has no `assign`. */
const partitionZeroAlone: PartitionAssigner = () => ({
  name: 'PartitionZeroAlone',
  version: 0,
  protocol: ({ topics }) => ({
    name: 'PartitionZeroAlone',
    metadata: AssignerProtocol.MemberMetadata.encode({ version: 0, topics, userData: Buffer.alloc(0) }),
  }),
  assign: async ({ members, topics }) =>
    members.map(({ memberId }, index) => ({
      memberId,
      memberAssignment: AssignerProtocol.MemberAssignment.encode({
        version: 0,
        assignment: index === 0 ? Object.fromEntries(topics.map((topic) => [topic, [partition]])) : {},
        userData: Buffer.alloc(0),
      }),
    })),
});

/**
 * Reads partition 0 from its newest offset on, and no other partition. Its group is a fresh one at each start and nothing is
 * ever committed, so it behaves as a consumer without a group.
 */
export async function consumePartitionZero(
  settings: Settings,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { topic, brokers } = settings;
  const kafka = createKafka(settings);
  let received = 0;
  let next: number | undefined;
  const read = async () => {
    const consumer = kafka.consumer({
      groupId: `${topic}-partition-0-${randomUUID()}`,
      partitionAssigners: [partitionZeroAlone],
      allowAutoTopicCreation: true,
      maxWaitTimeInMs: 500,
    });
    const stopped = untilStopped(consumer);
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: false });
    next ??= await startAtNewest(kafka.admin(), topic, tally, signal);
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition: from, message }) => {
        tally.count(from, Number(message.offset));
        next = Number(message.offset) + 1;
        if (++received % 1_000 === 0)
          log(`${topic}: received ${received} messages, last (${message.value?.toString() ?? ''})`);
      },
    });
    consumer.seek({ topic, partition, offset: String(next) });
    log(`${topic}: start receiving messages from ${brokers.join(',')}`);
    await Promise.race([untilAborted(signal), stopped]);
  };
  // Nothing is committed and the group has no other member, so ending needs no wait.
  await Promise.race([keepConsuming(read, signal, settings), untilAborted(signal)]);
}

/** Begins the tally of each partition at its newest offset; that of partition 0. */
async function startAtNewest(
  admin: Admin,
  topic: string,
  tally: Tally,
  signal: AbortSignal,
): Promise<number> {
  try {
    await admin.connect();
    const newest = await newestOffsets(admin, topic, signal);
    for (const [each, offset] of newest) tally.start(each, offset);
    return newest.get(partition) ?? 0;
  } finally {
    await admin.disconnect().catch((error: Error) => log(`${topic}: ${error.message}`));
  }
}

/** End offset by partition; waits for a topic that is only now being created. */
async function newestOffsets(admin: Admin, topic: string, signal: AbortSignal): Promise<Map<number, number>> {
  for (let attempt = 1; ; attempt++) {
    try {
      const offsets = await admin.fetchTopicOffsets(topic);
      return new Map(offsets.map((entry) => [entry.partition, Number(entry.high)]));
    } catch (error) {
      if (attempt === 50 || signal.aborted) throw error;
      await delay(200, undefined, { signal });
    }
  }
}
