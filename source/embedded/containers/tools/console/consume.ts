import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import { logLine } from '../../../zookeeper/log-line.ts';
import type { ProgramContext } from '../../shell/program.ts';
import { writeText } from '../../shell/streams.ts';
import { listTimestamps, offsetsAt } from '../client/end-offsets.ts';
import { GroupConsumer } from '../client/group-consumer.ts';
import { PartitionFetcher } from '../client/partition-fetcher.ts';
import { type ClientLog, topicExists } from '../client/topic-leaders.ts';
import type { ConsumerPlan } from './consumer-options.ts';
import type { MessagePrinter } from './message-printer.ts';

type Source<Kind> = Extract<ConsumerPlan['source'], { kind: Kind }>;

/** Reads what the plan says until the printer is done. Throws ConsumeTimeout, `KafkaError`, JavaError. */
export async function consume(
  context: ProgramContext,
  cluster: ClusterClient,
  plan: ConsumerPlan,
  printer: MessagePrinter,
): Promise<void> {
  const { source, settings } = plan;
  if (source.kind === 'partition') {
    await waitForTopic(context, cluster, plan, source.topic, printer);
    const fetcher = new PartitionFetcher(cluster, settings.reset, settings.fetch);
    await readPartition(context, cluster, fetcher, source, printer);
    return;
  }
  if (source.kind === 'topic') await waitForTopic(context, cluster, plan, source.topic, printer);
  const subscription =
    source.kind === 'topic' ? async () => [source.topic] : patternSubscription(cluster, plan, source);
  await readAsMember(context, cluster, { plan, subscription }, printer);
}

/** Asks for the topic's metadata until it exists, which makes brokers create it. */
async function waitForTopic(
  context: ProgramContext,
  cluster: ClusterClient,
  { settings }: ConsumerPlan,
  topic: string,
  printer: MessagePrinter,
): Promise<void> {
  const { clientId, member, autoCreateTopics: creates } = settings;
  const log: ClientLog = (level, message, from) => {
    const line = `[Consumer clientId=${clientId}, groupId=${member.groupId}] ${message}`;
    return writeText(context.stderr, `${logLine(level, line, from)}\n`);
  };
  for (let attempt = 2; !printer.done; attempt++) {
    if (await topicExists(cluster, topic, { creates, attempt, log })) return;
    await delay(Math.min(100, printer.waitMs()), undefined, { signal: context.killed });
  }
}

function patternSubscription(
  cluster: ClusterClient,
  { settings }: ConsumerPlan,
  { accepts }: Source<'pattern'>,
): () => Promise<string[]> {
  return async () => {
    const { topics } = await cluster.metadata();
    const found: string[] = [];
    for (const { name, isInternal } of topics)
      if (name !== null && !(isInternal && settings.excludeInternalTopics) && (await accepts(name)))
        found.push(name);
    return found.sort();
  };
}

async function readPartition(
  context: ProgramContext,
  cluster: ClusterClient,
  fetcher: PartitionFetcher,
  { topic, partition, offset }: Source<'partition'>,
  printer: MessagePrinter,
): Promise<void> {
  const key = `${topic}/${partition}`;
  while (!printer.done) {
    const waitMs = printer.waitMs();
    if (!fetcher.positions.has(key)) {
      // A partition that is not there, or has no leader, may come.
      const found =
        typeof offset === 'number'
          ? offset
          : (await offsetsAt(cluster, [{ topic, partition }], listTimestamps[offset])).get(key)?.offset;
      if (found !== undefined) fetcher.positions.set(key, found);
      else await delay(Math.min(100, waitMs), undefined, { signal: context.killed });
      continue;
    }
    await printer.print(await fetcher.poll(waitMs, context.killed));
  }
}

async function readAsMember(
  context: ProgramContext,
  cluster: ClusterClient,
  from: { readonly plan: ConsumerPlan; readonly subscription: () => Promise<readonly string[]> },
  printer: MessagePrinter,
): Promise<void> {
  const consumer = new GroupConsumer(cluster, from.plan.settings, from.subscription, context.killed);
  const { process, terminated } = context;
  // As with Kafka's own tool, a signal has it commit and leave the group; only SIGKILL makes the others wait for its session to end.
  if (process !== undefined) process.isGraceful = true;
  try {
    while (!printer.done && !terminated.aborted) {
      const records = await unlessTerminated(terminated, consumer.poll(printer.waitMs()));
      if (records !== undefined) await printer.print(records, (record) => consumer.consumed(record));
    }
  } finally {
    await consumer.close();
  }
}

/** What a promise resolves with; undefined as soon as the signal aborts. */
async function unlessTerminated<T>(terminated: AbortSignal, promise: Promise<T>): Promise<T | undefined> {
  const over = new AbortController();
  const aborted = once(terminated, 'abort', { signal: over.signal }).then(
    () => undefined,
    // Given up, because the promise was first.
    () => undefined,
  );
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    over.abort();
    // Whatever it does from now on, nobody waits for it.
    promise.catch(() => {});
  }
}
