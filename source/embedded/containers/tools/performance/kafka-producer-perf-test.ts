import { setTimeout as delay } from 'node:timers/promises';
import { nextTurn } from '../../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../../bounds/slices.ts';
import { logLine } from '../../../zookeeper/log-line.ts';
import type { Program, ProgramContext } from '../../shell/program.ts';
import { writeText } from '../../shell/streams.ts';
import { producerSettings } from '../client/producer-settings.ts';
import { RecordProducer } from '../client/record-producer.ts';
import type { ClientLog } from '../client/topic-leaders.ts';
import { withCluster } from '../command-line/cluster-access.ts';
import { JavaError, thrownAs, thrownText } from '../command-line/java-main.ts';
import { UsageError } from '../command-line/options.ts';
import { propertyFile, readFile } from '../command-line/property-file.ts';
import { type Arguments, argumentsUsage, parseArguments } from './argparse.ts';
import { SendStatistics } from './send-statistics.ts';

const table = {
  '--topic': { value: 'one', required: true, metavar: 'TOPIC', help: 'the topic to write to' },
  '--num-records': {
    value: 'one',
    required: true,
    metavar: 'NUM-RECORDS',
    type: 'long',
    help: 'how many messages',
  },
  '--payload-delimiter': {
    value: 'one',
    metavar: 'PAYLOAD-DELIMITER',
    help: 'what ends a message of the payload file',
  },
  '--throughput': {
    value: 'one',
    required: true,
    metavar: 'THROUGHPUT',
    type: 'int',
    help: 'messages a second, -1 for no limit',
  },
  '--producer-props': { value: 'rest', metavar: 'PROP-NAME=PROP-VALUE', help: 'settings of the producer' },
  '--producer.config': { value: 'one', metavar: 'CONFIG-FILE', help: 'a file with settings of the producer' },
  '--print-metrics': { value: 'none', help: 'print the metrics at the end' },
  '--transactional-id': { value: 'one', metavar: 'TRANSACTIONAL-ID', help: 'the id of the transactions' },
  '--transaction-duration-ms': {
    value: 'one',
    metavar: 'TRANSACTION-DURATION',
    type: 'long',
    help: 'how long a transaction lasts',
  },
  '--record-size': { value: 'one', metavar: 'RECORD-SIZE', type: 'int', help: 'bytes of a message' },
  '--payload-file': { value: 'one', metavar: 'PAYLOAD-FILE', help: 'a file with messages' },
} as const;

type Given = Arguments<keyof typeof table>;
const program = 'producer-performance';
const reportMs = 5000;

/** `kafka-producer-perf-test`: sends many messages and says how fast. */
export const kafkaProducerPerfTest: Program = async (context) => {
  const argv = context.argv.slice(1);
  const usage = argumentsUsage(program, table);
  if (argv.length === 0 || argv.includes('-h') || argv.includes('--help')) {
    const rows = Object.entries(table).map(([name, { help }]) => `  ${name.padEnd(28)} ${help}`);
    const about = 'This tool is used to verify the producer performance.';
    await writeText(context.stdout, `${usage}\n${about}\n\nnamed arguments:\n${rows.join('\n')}\n`);
    return 0;
  }
  try {
    await run(context, checked(argv));
    return context.killed.aborted ? 130 : 0;
  } catch (error) {
    if (context.killed.aborted) return 130;
    if (error instanceof UsageError && error.exception === undefined) {
      await writeText(context.stderr, `${usage}${program}: error: ${error.message}\n`);
      return 1;
    }
    const thrown =
      error instanceof UsageError ? { exception: error.exception!, message: error.message } : thrownAs(error);
    if (thrown === undefined) throw error;
    await writeText(context.stderr, `Exception in thread "main" ${thrownText(thrown)}\n`);
    return 1;
  }
};

/** Throws UsageError. */
function checked(argv: readonly string[]): Given {
  const given = parseArguments(argv, table);
  const [size, file] = [given.has('--record-size'), given.has('--payload-file')];
  if (size && file) throw new UsageError('argument --payload-file: not allowed with argument --record-size');
  if (!size && !file) throw new UsageError('one of the arguments --record-size --payload-file is required');
  if (!given.has('--producer-props') && !given.has('--producer.config'))
    throw new UsageError('Either --producer-props or --producer.config must be specified.');
  return given;
}

async function run(context: ProgramContext, given: Given): Promise<void> {
  const payload = await payloadsOf(context, given);
  const properties = propertiesOf(context, given);
  const settings = producerSettings(properties);
  if ((given.number('--transaction-duration-ms') ?? 0) > 0 || settings.transactional)
    throw new JavaError(
      'org.apache.kafka.common.errors.UnsupportedVersionException',
      'The broker does not support transactions: the embedded cluster leaves them out.',
    );
  const bootstrap = properties['bootstrap.servers'];
  if (bootstrap === undefined)
    throw new JavaError(
      'org.apache.kafka.common.config.ConfigException',
      'Missing required configuration "bootstrap.servers" which has no default value.',
    );
  const access = { bootstrap, clientId: settings.clientId, component: 'Producer', call: 'fetchMetadata' };
  const log: ClientLog = (level, message, from) =>
    writeText(
      context.stderr,
      `${logLine(level, `[Producer clientId=${settings.clientId}] ${message}`, from)}\n`,
    );
  await withCluster(context, access, async (cluster) => {
    const producer = new RecordProducer(cluster, settings, context.killed, log);
    const statistics = await sendAll(context, given, producer, payload);
    await writeText(context.stdout, `${statistics.total()}\n`);
  });
  if (given.has('--print-metrics'))
    await writeText(context.stderr, 'The producer of the embedded image has no metrics to print.\n');
}

async function sendAll(
  context: ProgramContext,
  given: Given,
  producer: RecordProducer,
  payload: () => Buffer,
): Promise<SendStatistics> {
  const topic = given.get('--topic')!;
  const count = given.number('--num-records')!;
  const throughput = given.number('--throughput')!;
  const statistics = new SendStatistics(count);
  const failed = (error: unknown) => {
    const thrown = thrownAs(error);
    return writeText(context.stderr, `${thrown === undefined ? String(error) : thrownText(thrown)}\n`);
  };
  const begun = Date.now();
  for (let index = 0; index < count && !context.killed.aborted; index++) {
    const value = payload();
    const start = Date.now();
    const settle = () => statistics.record(index, Date.now() - start, value.length);
    try {
      const { delivered } = await producer.send({ topic, key: null, value });
      void delivered.then(settle, (error) => {
        settle();
        return failed(error);
      });
    } catch (error) {
      settle();
      await failed(error);
    }
    if (sharedSlice.isOver()) await nextTurn();
    const line = statistics.window(reportMs);
    if (line !== undefined) await writeText(context.stdout, `${line}\n`);
    const early = throughput > 0 ? begun + (1000 * (index + 1)) / throughput - Date.now() : 0;
    if (early > 1) await delay(early, undefined, { signal: context.killed });
  }
  await producer.flush();
  return statistics;
}

const mostRandomBytes = 64 * 1024;

/** Random capital letters of a size, or a random message of the file. Throws JavaError. */
async function payloadsOf(context: ProgramContext, given: Given): Promise<() => Buffer> {
  const path = given.get('--payload-file');
  if (path === undefined) {
    const size = given.number('--record-size')!;
    if (size < 0) throw new JavaError('java.lang.NegativeArraySizeException', String(size));
    return () => {
      const payload = Buffer.alloc(size);
      // Larger ones repeat: no record takes long to make.
      for (let at = 0; at < Math.min(size, mostRandomBytes); at++)
        payload[at] = 65 + Math.floor(Math.random() * 26);
      for (let at = mostRandomBytes; at < size; at += mostRandomBytes)
        payload.copy(payload, at, 0, mostRandomBytes);
      return payload;
    };
  }
  await writeText(context.stdout, `Reading payloads from: ${path}\n`);
  const text = textOf(context, path);
  if (text === '')
    throw new JavaError('java.lang.IllegalArgumentException', 'File does not exist or empty file provided.');
  const delimiter = given.get('--payload-delimiter') ?? '\\n';
  const messages = text
    .replace(/\n+$/, '')
    .split(delimiter === '\\n' ? '\n' : delimiter)
    .map((each) => Buffer.from(each));
  await writeText(context.stdout, `Number of messages read: ${messages.length}\n`);
  return () => messages[Math.floor(Math.random() * messages.length)]!;
}

function textOf(context: ProgramContext, path: string): string {
  try {
    return readFile(context, path);
  } catch (error) {
    if (error instanceof JavaError) return '';
    throw error;
  }
}

function propertiesOf(context: ProgramContext, given: Given): Record<string, string> {
  const properties: Record<string, string> = { 'client.id': 'perf-producer-client' };
  Object.assign(properties, propertyFile(context, given.get('--producer.config')));
  for (const property of given.all('--producer-props')) {
    const pieces = property.split('=');
    if (pieces.length !== 2 || pieces[1] === '')
      throw new JavaError('java.lang.IllegalArgumentException', `Invalid property: ${property}`);
    properties[pieces[0]!] = pieces[1]!;
  }
  return properties;
}
