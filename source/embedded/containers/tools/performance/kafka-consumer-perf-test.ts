import { nextTurn } from '../../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../../bounds/slices.ts';
import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import type { ProgramContext } from '../../shell/program.ts';
import { writeText } from '../../shell/streams.ts';
import { type ConsumerSettings, consumerSettings } from '../client/consumer-settings.ts';
import { GroupConsumer } from '../client/group-consumer.ts';
import { withCluster } from '../command-line/cluster-access.ts';
import { JavaError, javaMain, thrownText } from '../command-line/java-main.ts';
import { type Options, UsageError } from '../command-line/options.ts';
import { propertyFile } from '../command-line/property-file.ts';
import { ReceiveStatistics, type ReceiveTotals } from './receive-statistics.ts';
import { dateFormat } from './simple-date-format.ts';

const table = {
  'bootstrap-server': {
    value: 'required',
    named: 'server to connect to',
    help: 'REQUIRED: the brokers, host:port,…',
  },
  'broker-list': { value: 'required', named: 'broker-list', help: 'An older name of --bootstrap-server.' },
  'consumer.config': {
    value: 'required',
    named: 'config file',
    help: 'A file with settings of the consumer.',
  },
  'date-format': {
    value: 'required',
    named: 'date format',
    initial: 'yyyy-MM-dd HH:mm:ss:SSS',
    help: 'How times are shown.',
  },
  'fetch-size': {
    value: 'required',
    type: 'Integer',
    named: 'size',
    initial: '1048576',
    help: 'Bytes of a fetch.',
  },
  'from-latest': { value: 'none', help: 'Without a committed offset, start with the latest message.' },
  group: { value: 'required', named: 'gid', help: 'The consumer group.' },
  'hide-header': { value: 'none', help: 'Leave the header out.' },
  messages: { value: 'required', type: 'Long', named: 'count', help: 'REQUIRED: how many messages to read.' },
  'num-fetch-threads': { value: 'required', type: 'Integer', named: 'count', help: 'Without effect.' },
  'print-metrics': { value: 'none', help: 'Print the metrics.' },
  'reporting-interval': {
    value: 'required',
    type: 'Integer',
    named: 'interval_ms',
    initial: '5000',
    help: 'How often --show-detailed-stats reports.',
  },
  'show-detailed-stats': { value: 'none', help: 'Report at each interval.' },
  'socket-buffer-size': {
    value: 'required',
    type: 'Integer',
    named: 'size',
    help: 'The size of the receive buffer.',
  },
  threads: { value: 'required', type: 'Integer', named: 'count', help: 'Without effect.' },
  timeout: {
    value: 'optional',
    type: 'Long',
    named: 'milliseconds',
    initial: '10000',
    help: 'End when nothing came for this long.',
  },
  topic: { value: 'required', named: 'topic', help: 'REQUIRED: the topic to read.' },
} as const;

type Given = Options<keyof typeof table>;
const extraColumns = 'rebalance.time.ms, fetch.time.ms, fetch.MB.sec, fetch.nMsg.sec';

/** `kafka-consumer-perf-test`: reads many messages and says how fast. */
export const kafkaConsumerPerfTest = javaMain<keyof typeof table>({
  table,
  about: 'This tool helps in performance test for the full zookeeper consumer',
  malformed: 'usage',
  missing: (options) =>
    options.has('bootstrap-server') || options.has('broker-list') || options.has('help')
      ? undefined
      : 'Missing required option(s) [bootstrap-server]',
  async run(context, options) {
    const say = (line: string) => writeText(context.stdout, `${line}\n`);
    if (options.has('threads') || options.has('num-fetch-threads'))
      await say(
        'WARNING: option [threads] and [num-fetch-threads] have been deprecated and will be ignored by the test',
      );
    for (const name of ['topic', 'messages'] as const)
      if (!options.has(name)) throw new UsageError(`Missing required argument "[${name}]"`);
    const intervalMs = options.integer('reporting-interval') ?? 5000;
    if (intervalMs <= 0)
      throw new JavaError('java.lang.IllegalArgumentException', 'Reporting interval must be greater than 0.');
    const format = dateFormat(options.get('date-format') ?? table['date-format'].initial);
    const settings = settingsOf(context, options);
    const isDetailed = options.has('show-detailed-stats');
    if (!options.has('hide-header'))
      await say(
        `${isDetailed ? 'time, threadId' : 'start.time, end.time'}, data.consumed.in.MB, MB.sec, data.consumed.in.nMsg, nMsg.sec, ${extraColumns}`,
      );
    const access = {
      bootstrap: options.get('bootstrap-server') ?? options.get('broker-list') ?? '',
      clientId: settings.clientId,
      component: 'Consumer',
      call: 'fetchMetadata',
    };
    const start = Date.now();
    const totals = await withCluster(context, access, (cluster) =>
      consume(context, options, cluster, settings, intervalMs, format),
    );
    if (!isDetailed) await say(totalLine(start, Date.now(), totals, format));
    if (options.has('print-metrics'))
      await writeText(context.stderr, 'The consumer of the embedded image has no metrics to print.\n');
    return context.killed.aborted ? 130 : 0;
  },
  async failed(context, thrown) {
    await writeText(context.stderr, `Exception in thread "main" ${thrownText(thrown)}\n`);
    return 1;
  },
});

function settingsOf(context: ProgramContext, options: Given): ConsumerSettings {
  return consumerSettings({
    'client.id': 'perf-consumer-client',
    ...propertyFile(context, options.get('consumer.config')),
    'group.id': options.get('group') ?? `perf-consumer-${Math.floor(Math.random() * 100_000)}`,
    'max.partition.fetch.bytes': String(options.integer('fetch-size') ?? 1_048_576),
    'auto.offset.reset': options.has('from-latest') ? 'latest' : 'earliest',
  });
}

async function consume(
  context: ProgramContext,
  options: Given,
  cluster: ClusterClient,
  settings: ConsumerSettings,
  intervalMs: number,
  format: (ms: number) => string,
): Promise<ReceiveTotals> {
  const topic = options.get('topic')!;
  const count = options.integer('messages', 64)!;
  const timeoutMs = options.integer('timeout', 64) ?? 10_000;
  const statistics = new ReceiveStatistics(intervalMs, format);
  const consumer = new GroupConsumer(cluster, settings, async () => [topic], context.killed);
  let lastConsumed = Date.now();
  try {
    while (statistics.messages < count && Date.now() - lastConsumed <= timeoutMs && !context.killed.aborted) {
      const records = await consumer.poll(100);
      if (records.length > 0) lastConsumed = Date.now();
      for (const record of records) {
        consumer.consumed(record);
        statistics.record((record.key?.length ?? 0) + (record.value?.length ?? 0));
        const line = statistics.report(consumer.joinMs);
        if (line !== undefined && options.has('show-detailed-stats'))
          await writeText(context.stdout, `${line}\n`);
      }
      if (sharedSlice.isOver()) await nextTurn();
    }
  } finally {
    await consumer.close();
  }
  if (statistics.messages < count)
    await writeText(
      context.stdout,
      `WARNING: Exiting before consuming the expected number of messages: timeout (${timeoutMs} ms) exceeded. You can use the --timeout option to increase the timeout.\n`,
    );
  return { messages: statistics.messages, bytes: statistics.bytes, joinMs: Math.round(consumer.joinMs) };
}

function totalLine(
  start: number,
  end: number,
  { messages, bytes, joinMs }: ReceiveTotals,
  format: (ms: number) => string,
): string {
  const megabytes = bytes / 1_048_576;
  const seconds = (end - start) / 1000;
  const fetchMs = end - start - joinMs;
  const rate = (amount: number, per: number) => (amount / per).toFixed(4);
  return [
    format(start),
    format(end),
    megabytes.toFixed(4),
    rate(megabytes, seconds),
    messages,
    rate(messages, seconds),
    joinMs,
    fetchMs,
    rate(megabytes, fetchMs / 1000),
    rate(messages, fetchMs / 1000),
  ].join(', ');
}
