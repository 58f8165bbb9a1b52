import { writeText } from '../../shell/streams.ts';
import { listTimestamps, offsetsAt } from '../client/end-offsets.ts';
import { withCluster } from '../command-line/cluster-access.ts';
import { isHostPortList } from '../command-line/host-ports.ts';
import { JavaError } from '../command-line/java-main.ts';
import { topicFilter } from '../command-line/java-pattern.ts';
import { type Options, UsageError } from '../command-line/options.ts';
import { TerseError, terseTool } from '../command-line/terse-tool.ts';

const table = {
  'bootstrap-server': { value: 'required', help: 'REQUIRED: a broker to begin with, host:port.' },
  'broker-list': { value: 'required', help: 'The older name of --bootstrap-server.' },
  'command-config': { value: 'required', help: 'A file with settings for the client.' },
  'exclude-internal-topics': { value: 'none', help: 'Leave internal topics out.' },
  help: { value: 'none', help: 'Show this.' },
  partitions: { value: 'required', help: 'Partitions to ask for, 0,1,2; all without it.' },
  time: { value: 'required', help: 'A time in ms, or latest (-1), earliest (-2), max-timestamp (-3).' },
  topic: { value: 'required', help: 'The topics to ask for, a pattern; all without it.' },
  'topic-partitions': { value: 'required', help: 'Patterns of topics with partitions, topic:0,other:2-5.' },
} as const;

type Name = keyof typeof table;
type Accepts = (topic: string, partition: number) => Promise<boolean>;

const namedTimes: Readonly<Record<string, number>> = { ...listTimestamps, 'max-timestamp': -3 };

/** `kafka-get-offsets` (GetOffsetShell), as in Kafka 3.3: `topic:partition:offset` of each partition, at a time or an end. */
export const kafkaGetOffsets = terseTool<Name>(
  table,
  {
    terse: (message) => `Error occurred: ${message}`,
    stream: 'stdout',
    tellsOptions: true,
    heading: () => '',
  },
  async (context, options) => {
    if (options.has('help'))
      throw new UsageError('An interactive shell for getting topic-partition offsets.');
    if (context.argv.length === 1)
      throw new UsageError('An interactive shell for getting topic-partition offsets.');
    const bootstrap = options.get('bootstrap-server') ?? options.get('broker-list');
    if (bootstrap === undefined) throw new TerseError('Missing required option(s) [bootstrap-server]');
    if (!isHostPortList(bootstrap))
      throw new UsageError('Please provide valid host:port like host1:9091,host2:9092\n ');
    const accepts = filterOf(options);
    const timestamp = timeOf(options.get('time') ?? 'latest');
    const access = { bootstrap, clientId: 'GetOffsetShell', component: 'AdminClient', call: 'listOffsets' };
    await withCluster(context, access, async (cluster) => {
      const { topics } = await cluster.metadata();
      const all = topics
        .filter(({ isInternal }) => !(isInternal && options.has('exclude-internal-topics')))
        .flatMap(({ name, partitions }) =>
          partitions.map(({ partitionIndex }) => ({ topic: name ?? '', partition: partitionIndex })),
        )
        .sort((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1));
      const asked: typeof all = [];
      for (const each of all) if (await accepts(each.topic, each.partition)) asked.push(each);
      if (asked.length === 0)
        throw new TerseError('Could not match any topic-partitions with the specified filters');
      const offsets = await offsetsAt(cluster, asked, timestamp);
      for (const { topic, partition } of asked) {
        const offset = offsets.get(`${topic}/${partition}`)?.offset;
        if (offset !== undefined && offset >= 0)
          await writeText(context.stdout, `${topic}:${partition}:${offset}\n`);
      }
    });
  },
);

function timeOf(text: string): number {
  const named = namedTimes[text];
  if (named !== undefined) return named;
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  throw new TerseError(
    `Malformed time argument ${text}, please use -1 or latest / -2 or earliest / -3 or max-timestamp, or a specified long format timestamp`,
  );
}

function filterOf(options: Options<Name>): Accepts {
  const rules = options.get('topic-partitions');
  if (rules !== undefined) {
    if (options.has('topic') || options.has('partitions'))
      throw new TerseError('--topic-partitions cannot be used with --topic or --partitions');
    const all = rules.split(',').map(ruleOf);
    return async (topic, partition) => {
      for (const accepts of all) if (await accepts(topic, partition)) return true;
      return false;
    };
  }
  const topic = patternOf(options.get('topic') ?? '.*');
  const partitions = options.get('partitions')?.split(',').map(numberOf);
  return async (name, partition) => (partitions?.includes(partition) ?? true) && (await topic(name));
}

/** `topic`, `topic:2`, `topic:2-5` (5 excluded), `topic:-5`, `topic:2-`. */
function ruleOf(text: string): Accepts {
  const match = /^([^:,]*)(?::(?:(\d*)|(\d*)-(\d*)))?$/.exec(text);
  if (match === null) throw new TerseError(`Invalid rule specification: ${text}`);
  const [, name, one, from, to] = match;
  const topic = patternOf(name || '.*');
  return async (other, partition) => {
    const isWanted = one
      ? partition === Number(one)
      : partition >= Number(from || 0) && (!to || partition < Number(to));
    return isWanted && (await topic(other));
  };
}

/** Throws TerseError. */
function patternOf(text: string): (topic: string) => Promise<boolean> {
  try {
    return topicFilter(text);
  } catch (error) {
    if (!(error instanceof JavaError)) throw error;
    throw new TerseError(error.message);
  }
}

function numberOf(text: string): number {
  if (/^\d{1,9}$/.test(text.trim())) return Number(text);
  throw new TerseError(
    `--partitions expects a comma separated list of numeric partition ids, but received: ${text}`,
  );
}
