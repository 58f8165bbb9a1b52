import { logLine } from '../../../zookeeper/log-line.ts';
import type { ProgramContext } from '../../shell/program.ts';
import { readLines, writeText } from '../../shell/streams.ts';
import { isTerminal } from '../../shell/terminal.ts';
import type { Properties } from '../client/client-config.ts';
import type { OutgoingRecord } from '../client/outgoing-record.ts';
import { producerSettings } from '../client/producer-settings.ts';
import { RecordProducer } from '../client/record-producer.ts';
import type { ClientLog } from '../client/topic-leaders.ts';
import { withCluster } from '../command-line/cluster-access.ts';
import { isHostPortList } from '../command-line/host-ports.ts';
import { JavaError, javaMain, thrownAs, thrownText } from '../command-line/java-main.ts';
import { keyValues } from '../command-line/key-values.ts';
import { type Options, UsageError } from '../command-line/options.ts';
import { propertyFile } from '../command-line/property-file.ts';
import { LineReader } from './line-reader.ts';

const table = {
  'batch-size': {
    value: 'required',
    type: 'Integer',
    named: 'size',
    initial: '16384',
    help: 'Bytes of a batch; --max-partition-memory-bytes takes precedence.',
  },
  'bootstrap-server': {
    value: 'required',
    named: 'server to connect to',
    help: 'REQUIRED: the brokers, host:port,…',
  },
  'broker-list': { value: 'required', named: 'broker-list', help: 'An older name of --bootstrap-server.' },
  'compression-codec': {
    value: 'optional',
    named: 'compression-codec',
    help: 'none, gzip, snappy, lz4 or zstd; gzip if no value is given.',
  },
  'line-reader': {
    value: 'required',
    named: 'reader_class',
    initial: 'kafka.tools.ConsoleProducer$LineMessageReader',
    help: 'The class that reads standard input.',
  },
  'max-block-ms': {
    value: 'required',
    type: 'Long',
    initial: '60000',
    help: 'How long a send waits (max.block.ms).',
  },
  'max-memory-bytes': {
    value: 'required',
    type: 'Long',
    initial: '33554432',
    help: 'Bytes that wait to be sent (buffer.memory).',
  },
  'max-partition-memory-bytes': {
    value: 'required',
    type: 'Integer',
    initial: '16384',
    help: 'Bytes of a batch (batch.size).',
  },
  'message-send-max-retries': {
    value: 'required',
    type: 'Integer',
    initial: '3',
    help: 'How often a batch is sent again (retries).',
  },
  'metadata-expiry-ms': {
    value: 'required',
    type: 'Long',
    initial: '300000',
    help: 'When metadata is asked for again (metadata.max.age.ms).',
  },
  'producer-property': {
    value: 'many',
    named: 'producer_prop',
    help: 'A setting of the producer, name=value.',
  },
  'producer.config': {
    value: 'required',
    named: 'config file',
    help: 'A file with settings of the producer; --producer-property takes precedence.',
  },
  property: {
    value: 'many',
    named: 'prop',
    help: 'parse.key, parse.headers, ignore.error, key.separator, headers.delimiter, headers.separator, headers.key.separator, null.marker.',
  },
  'request-required-acks': { value: 'required', initial: '-1', help: 'all, -1, 0 or 1 (acks).' },
  'request-timeout-ms': {
    value: 'required',
    type: 'Integer',
    initial: '1500',
    help: 'How long an answer may take (request.timeout.ms).',
  },
  'retry-backoff-ms': {
    value: 'required',
    type: 'Long',
    initial: '100',
    help: 'The pause before a batch is sent again (retry.backoff.ms).',
  },
  'socket-buffer-size': {
    value: 'required',
    type: 'Integer',
    initial: '102400',
    help: 'The size of the send buffer (send.buffer.bytes).',
  },
  sync: { value: 'none', help: 'Wait for each message.' },
  timeout: {
    value: 'required',
    type: 'Long',
    named: 'timeout_ms',
    initial: '1000',
    help: 'How long a message waits for others (linger.ms).',
  },
  topic: { value: 'required', named: 'topic', help: 'REQUIRED: the topic to write to.' },
} as const;

type Name = keyof typeof table;
const logger = 'org.apache.kafka.clients.producer.internals.ErrorLoggingCallback';

/** `kafka-console-producer`: each line of standard input is a message. */
export const kafkaConsoleProducer = javaMain<Name>({
  table,
  about: 'This tool helps to read data from standard input and publish it to Kafka.',
  malformed: 'usage',
  missing: (options) =>
    options.has('bootstrap-server') || options.has('broker-list') || options.has('help')
      ? undefined
      : 'Missing required option(s) [bootstrap-server]',
  async run(context, options) {
    const topic = options.get('topic');
    if (topic === undefined) throw new UsageError('Missing required argument "[topic]"');
    const brokers = options.get('bootstrap-server') ?? options.get('broker-list') ?? '';
    if (!isHostPortList(brokers))
      throw new UsageError('Please provide valid host:port like host1:9091,host2:9092\n ');
    const readerClass = options.get('line-reader') ?? table['line-reader'].initial;
    if (readerClass !== table['line-reader'].initial)
      throw new JavaError('java.lang.ClassNotFoundException', readerClass);
    const reader = new LineReader(topic, keyValues(options.all('property')));
    const settings = producerSettings(plainly(() => producerProperties(context, options)));
    const access = {
      bootstrap: brokers,
      clientId: settings.clientId,
      component: 'Producer',
      call: 'fetchMetadata',
    };
    await withCluster(context, access, async (cluster) => {
      const log: ClientLog = (level, message, from) => {
        const line = `[Producer clientId=${settings.clientId}] ${message}`;
        return writeText(context.stderr, `${logLine(level, line, from)}\n`);
      };
      const producer = new RecordProducer(cluster, settings, context.killed, log);
      if (settings.transactional)
        throw new JavaError(
          'java.lang.IllegalStateException',
          "Cannot perform a 'send' before completing a call to initTransactions when transactions are enabled.",
        );
      try {
        await sendLines(context, reader, producer, options.has('sync'));
      } finally {
        await producer.flush();
      }
    });
    return context.killed.aborted ? 130 : 0;
  },
  async failed(context, thrown) {
    await writeText(context.stderr, `${thrownText(thrown)}\n`);
    return 1;
  },
});

/** A value that does not fit its option is told in one line here. */
function plainly<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UsageError) || error.exception === undefined) throw error;
    throw new JavaError('', error.message);
  }
}

/** The tool's own defaults give way to a file and to `--producer-property`; the options of the command line take precedence. */
function producerProperties(context: ProgramContext, options: Options<Name>): Properties {
  const given = {
    ...propertyFile(context, options.get('producer.config')),
    ...keyValues(options.all('producer-property')),
  };
  const merged: Record<string, string> = { 'client.id': 'console-producer', ...given };
  const merge = (key: string, name: Name, value: string | number | undefined) => {
    if (value !== undefined) merged[key] = String(value);
    else if (!Object.hasOwn(given, key)) merged[key] = table[name as 'timeout'].initial;
  };
  merge('linger.ms', 'timeout', options.integer('timeout', 64));
  merge('acks', 'request-required-acks', options.get('request-required-acks'));
  merge('request.timeout.ms', 'request-timeout-ms', options.integer('request-timeout-ms'));
  merge('retries', 'message-send-max-retries', options.integer('message-send-max-retries'));
  merge('retry.backoff.ms', 'retry-backoff-ms', options.integer('retry-backoff-ms', 64));
  merge('send.buffer.bytes', 'socket-buffer-size', options.integer('socket-buffer-size'));
  merge('buffer.memory', 'max-memory-bytes', options.integer('max-memory-bytes', 64));
  merge('metadata.max.age.ms', 'metadata-expiry-ms', options.integer('metadata-expiry-ms', 64));
  merge('max.block.ms', 'max-block-ms', options.integer('max-block-ms', 64));
  const batch = options.integer('max-partition-memory-bytes') ?? options.integer('batch-size');
  merge('batch.size', 'batch-size', batch);
  const codec = options.get('compression-codec');
  merged['compression.type'] = options.has('compression-codec') ? codec || 'gzip' : 'none';
  return merged;
}

async function sendLines(
  context: ProgramContext,
  reader: LineReader,
  producer: RecordProducer,
  sync: boolean,
): Promise<void> {
  const prompt = async () => {
    if (isTerminal(context.stdin)) await writeText(context.stdout, '>');
  };
  await prompt();
  for await (const read of readLines(context.stdin, context.killed)) {
    // A carriage return ends a line as well, alone or before a newline.
    for (const line of read.replace(/\r$/, '').split('\r')) {
      const record = await reader.read(line);
      if (sync) await sendInSync(producer, record);
      else await sendSoon(context, producer, record);
    }
    await prompt();
  }
}

/** The first failure ends the tool. */
async function sendInSync(producer: RecordProducer, record: OutgoingRecord): Promise<void> {
  try {
    const { delivered } = await producer.send(record);
    await producer.flush();
    await delivered;
  } catch (error) {
    const thrown = thrownAs(error);
    if (thrown === undefined) throw error;
    throw new JavaError('java.util.concurrent.ExecutionException', thrownText(thrown));
  }
}

/** A failure is logged, and the next message sent. */
async function sendSoon(
  context: ProgramContext,
  producer: RecordProducer,
  record: OutgoingRecord,
): Promise<void> {
  const report = async (error: unknown) => {
    if (context.killed.aborted) return;
    const thrown = thrownAs(error);
    const [key, value] = [record.key, record.value].map((part) =>
      part === null ? 'null' : `${part.length} bytes`,
    );
    const text = `Error when sending message to topic ${record.topic} with key: ${key}, value: ${value} with error:`;
    const why = thrown === undefined ? String(error) : thrownText(thrown);
    await writeText(context.stderr, `${logLine('ERROR', text, logger)}\n${why}\n`);
  };
  try {
    const { delivered } = await producer.send(record);
    void delivered.catch(report);
  } catch (error) {
    await report(error);
  }
}
