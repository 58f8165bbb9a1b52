import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterClient } from '../../kafka/client/cluster-client.ts';
import { errorName, isRetriable, KafkaError } from '../../kafka/messages/errors.ts';
import { metadata } from '../../kafka/messages/metadata.ts';
import { logLine } from '../../zookeeper/log-line.ts';
import type { ProgramContext } from '../shell/program.ts';
import { writeText } from '../shell/streams.ts';
import { withCluster } from './cluster-access.ts';
import { listTimestamps, offsetsAt } from './end-offsets.ts';
import { GroupMember } from './group-member.ts';
import { type MessageFormat, messageText } from './message-text.ts';
import { type Options, UsageError } from './options.ts';
import { type FetchedRecord, PartitionFetcher, splitKey } from './partition-fetcher.ts';
import { kafkaTool } from './run-tool.ts';

const table = {
  'bootstrap-server': { value: 'required', help: 'REQUIRED: a broker to begin with, host:port.' },
  'consumer-property': {
    value: 'many',
    help: 'A setting of the consumer, name=value; group.id and auto.offset.reset are obeyed.',
  },
  'from-beginning': { value: 'none', help: 'Without a committed offset, start with the earliest message.' },
  group: { value: 'required', help: 'The consumer group.' },
  help: { value: 'none', help: 'Show this.' },
  'isolation-level': { value: 'required', help: 'read_committed or read_uncommitted.' },
  'max-messages': { value: 'required', help: 'How many messages to read before the end.' },
  offset: { value: 'required', help: 'With --partition: an offset, earliest or latest.' },
  partition: { value: 'required', help: 'Read this partition alone, outside any group.' },
  property: {
    value: 'many',
    help: 'print.key, print.value, print.partition, print.offset, print.timestamp, print.headers, key.separator, line.separator.',
  },
  'timeout-ms': { value: 'required', help: 'End when nothing came for this long.' },
  topic: { value: 'required', help: 'REQUIRED: the topic to read.' },
} as const;

type Name = keyof typeof table;
const commitIntervalMs = 5000;

/** `kafka-console-consumer`: prints messages until it is stopped or has enough. */
export const kafkaConsoleConsumer = kafkaTool<Name>(
  table,
  'kafka.tools.ConsoleConsumer$',
  (message) => message,
  async (context, options) => {
    if (options.has('help'))
      throw new UsageError(
        'This tool helps to read data from Kafka topics and outputs it to standard output.',
      );
    const bootstrap = options.get('bootstrap-server');
    if (bootstrap === undefined) throw new UsageError('Missing required argument "[bootstrap-server]"');
    const topic = options.get('topic');
    if (topic === undefined) throw new UsageError('Exactly one of --include/--topic is required.');
    const partition = options.integer('partition');
    if (options.has('offset') && partition === undefined)
      throw new UsageError('The partition is required when offset is specified.');
    if (partition !== undefined && options.has('group'))
      throw new UsageError('Options group and partition cannot be specified together.');
    const properties = options.pairs('consumer-property');
    const group = options.get('group') ?? properties['group.id'];
    const clientId = 'console-consumer';
    const access = { bootstrap, clientId, component: 'Consumer', call: 'fetchMetadata' };
    const printer = new Printer(context, options);
    try {
      await withCluster(context, access, async (cluster) => {
        await waitForTopic(context, cluster, topic);
        const earliest = options.has('from-beginning') || properties['auto.offset.reset'] === 'earliest';
        const reset = earliest ? 'earliest' : 'latest';
        const isolation = options.get('isolation-level') === 'read_committed' ? 1 : 0;
        const fetcher = new PartitionFetcher(cluster, reset, isolation);
        if (partition !== undefined) {
          await readPartition(
            context,
            cluster,
            fetcher,
            { topic, partition, offset: options.get('offset') ?? reset },
            printer,
          );
          return;
        }
        const name = group ?? `console-consumer-${Math.floor(Math.random() * 100_000)}`;
        await readAsMember(
          context,
          cluster,
          fetcher,
          { topic, group: name, reset, commits: group !== undefined },
          printer,
        );
      });
    } catch (error) {
      if (!(error instanceof ConsumeTimeout)) {
        if (!context.killed.aborted) throw error;
      } else {
        const line = logLine(
          'ERROR',
          'Error processing message, terminating consumer process: ',
          'kafka.tools.ConsoleConsumer$',
        );
        await writeText(context.stderr, `${line}\norg.apache.kafka.common.errors.TimeoutException\n`);
      }
    }
    await writeText(context.stderr, `Processed a total of ${printer.count} messages\n`);
    return context.killed.aborted ? 130 : 0;
  },
);

/** `--timeout-ms` expired. */
class ConsumeTimeout extends Error {}

/** Prints records up to the limit. */
class Printer {
  count = 0;
  readonly #context: ProgramContext;
  readonly #most: number;
  readonly #timeoutMs: number;
  readonly #format: MessageFormat;
  #last = performance.now();

  constructor(context: ProgramContext, options: Options<Name>) {
    this.#context = context;
    this.#most = options.integer('max-messages', -1) ?? -1;
    this.#timeoutMs = options.integer('timeout-ms', -1) ?? -1;
    this.#format = options.pairs('property');
  }

  get done(): boolean {
    return this.#most >= 0 && this.count >= this.#most;
  }

  /** The time left for a fetch. Throws ConsumeTimeout if there is none. */
  waitMs(): number {
    if (this.#timeoutMs < 0) return 500;
    const left = this.#last + this.#timeoutMs - performance.now();
    if (left <= 0) throw new ConsumeTimeout();
    return Math.max(1, Math.min(500, Math.ceil(left)));
  }

  /** Prints up to the limit; returns the next position of each partition. */
  async print(records: readonly FetchedRecord[], positions: Map<string, number>): Promise<void> {
    for (const record of records) {
      if (this.done || this.#context.killed.aborted) return;
      await writeText(this.#context.stdout, messageText(record, this.#format), this.#context.killed);
      this.count++;
      this.#last = performance.now();
      positions.set(`${record.topic}/${record.partition}`, record.offset + 1);
    }
  }
}

/** Requests the topic's metadata until it exists, which makes brokers create it. */
async function waitForTopic(context: ProgramContext, cluster: ClusterClient, topic: string): Promise<void> {
  for (let attempt = 2; ; attempt++) {
    const connection = await cluster.any();
    const answer = await connection.call(metadata, {
      topics: [{ name: topic }],
      allowAutoTopicCreation: true,
    });
    const code = errorName(answer.topics[0]?.errorCode ?? 0);
    if (code === 'NONE') return;
    if (!isRetriable(code)) throw new KafkaError(code);
    const text = `[Consumer clientId=console-consumer] Error while fetching metadata with correlation id ${attempt} : {${topic}=${code}}`;
    await writeText(context.stderr, `${logLine('WARN', text, 'org.apache.kafka.clients.NetworkClient')}\n`);
    await delay(100, undefined, { signal: context.killed });
  }
}

async function readPartition(
  context: ProgramContext,
  cluster: ClusterClient,
  fetcher: PartitionFetcher,
  from: { readonly topic: string; readonly partition: number; readonly offset: string },
  printer: Printer,
): Promise<void> {
  const { topic, partition, offset } = from;
  const key = `${topic}/${partition}`;
  if (offset === 'earliest' || offset === 'latest') {
    const found = (await offsetsAt(cluster, [{ topic, partition }], listTimestamps[offset])).get(key);
    if (found === undefined)
      throw new UsageError(`Topic ${topic} has no partition ${partition} with a leader`);
    fetcher.positions.set(key, found);
  } else if (/^\d{1,15}$/.test(offset)) fetcher.positions.set(key, Number(offset));
  else
    throw new UsageError(
      `The provided offset value '${offset}' is incorrect. Valid values are 'earliest', 'latest', or a non-negative long.`,
    );
  const printed = new Map<string, number>();
  while (!printer.done && !context.killed.aborted)
    await printer.print(await fetcher.poll(printer.waitMs(), context.killed), printed);
}

async function readAsMember(
  context: ProgramContext,
  cluster: ClusterClient,
  fetcher: PartitionFetcher,
  from: {
    readonly topic: string;
    readonly group: string;
    readonly reset: 'earliest' | 'latest';
    readonly commits: boolean;
  },
  printer: Printer,
): Promise<void> {
  const member = new GroupMember(cluster, from.group, [from.topic], context.killed);
  const printed = new Map<string, number>();
  const commit = async () => {
    if (from.commits)
      await member.commit(new Map([...printed].filter(([key]) => fetcher.positions.has(key))));
  };
  let lastCommit = performance.now();
  try {
    while (!printer.done && !context.killed.aborted) {
      const waitMs = printer.waitMs();
      if (member.rebalanceNeeded) {
        await commit();
        await takeAssignment(cluster, fetcher, member, from.reset);
        printed.clear();
        continue;
      }
      await printer.print(await fetcher.poll(waitMs, context.killed), printed);
      if (performance.now() - lastCommit > commitIntervalMs) {
        await commit();
        lastCommit = performance.now();
      }
    }
  } finally {
    // A stopped consumer leaves cleanly if it can; one without a connection cannot.
    if (!context.killed.aborted) {
      await commit();
      await member.leave();
    }
    member.stop();
  }
}

async function takeAssignment(
  cluster: ClusterClient,
  fetcher: PartitionFetcher,
  member: GroupMember,
  reset: 'earliest' | 'latest',
): Promise<void> {
  const assignment = await member.join();
  const keys = [...assignment].flatMap(([topic, partitions]) =>
    partitions.map((partition) => `${topic}/${partition}`),
  );
  const committed = await member.committed(assignment);
  const missing = keys.filter((key) => !committed.has(key));
  const starts = await offsetsAt(cluster, missing.map(splitKey), listTimestamps[reset]);
  fetcher.positions.clear();
  for (const key of keys) fetcher.positions.set(key, committed.get(key) ?? starts.get(key) ?? 0);
}
