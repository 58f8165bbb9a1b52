import { writeText } from '../shell/streams.ts';
import { withCluster } from './cluster-access.ts';
import { listTimestamps, offsetsAt } from './end-offsets.ts';
import { type Options, UsageError } from './options.ts';
import { TerseError, terseTool } from './terse-tool.ts';

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
type Accepts = (topic: string, partition: number) => boolean;

const namedTimes: Readonly<Record<string, number>> = { ...listTimestamps, 'max-timestamp': -3 };

/** `kafka-get-offsets` (GetOffsetShell), as in Kafka 3.3: `topic:partition:offset` of each partition, at a time or an end. */
export const kafkaGetOffsets = terseTool<Name>(
  table,
  { terse: (message) => `Error occurred: ${message}`, stream: 'stdout', heading: () => '' },
  async (context, options) => {
    if (options.has('help'))
      throw new UsageError('An interactive shell for getting topic-partition offsets.');
    const bootstrap = options.get('bootstrap-server') ?? options.get('broker-list');
    if (bootstrap === undefined) throw new TerseError('Missing required option(s) [bootstrap-server]');
    const accepts = filterOf(options);
    const timestamp = timeOf(options.get('time') ?? 'latest');
    const access = { bootstrap, clientId: 'GetOffsetShell', component: 'AdminClient', call: 'listOffsets' };
    await withCluster(context, access, async (cluster) => {
      const { topics } = await cluster.metadata();
      const asked = topics
        .filter(({ isInternal }) => !(isInternal && options.has('exclude-internal-topics')))
        .flatMap(({ name, partitions }) =>
          partitions.map(({ partitionIndex }) => ({ topic: name ?? '', partition: partitionIndex })),
        )
        .filter(({ topic, partition }) => accepts(topic, partition))
        .sort((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1));
      if (asked.length === 0)
        throw new TerseError('Could not match any topic-partitions with the specified filters');
      const offsets = await offsetsAt(cluster, asked, timestamp);
      for (const { topic, partition } of asked) {
        const offset = offsets.get(`${topic}/${partition}`);
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
    return (topic, partition) => all.some((accepts) => accepts(topic, partition));
  }
  const topic = patternOf(options.get('topic') ?? '.*');
  const partitions = options.get('partitions')?.split(',').map(numberOf);
  return (name, partition) => topic.test(name) && (partitions?.includes(partition) ?? true);
}

/** `topic`, `topic:2`, `topic:2-5` (5 excluded), `topic:-5`, `topic:2-`. */
function ruleOf(text: string): Accepts {
  const match = /^([^:,]*)(?::(?:(\d+)|(\d*)-(\d*)))?$/.exec(text);
  if (match === null) throw new TerseError(`Invalid rule specification: ${text}`);
  const [, name, one, from, to] = match;
  const topic = patternOf(name === '' || name === undefined ? '.*' : name);
  return (other, partition) => {
    if (!topic.test(other)) return false;
    if (one !== undefined) return partition === Number(one);
    return partition >= Number(from ?? 0) && (to === undefined || to === '' || partition < Number(to));
  };
}

function patternOf(text: string): RegExp {
  try {
    return new RegExp(`^(?:${text.trim().replace(/,/g, '|')})$`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new TerseError(`${text} is an invalid regex.`);
  }
}

function numberOf(text: string): number {
  if (/^\d{1,9}$/.test(text.trim())) return Number(text);
  throw new TerseError(
    `--partitions expects a comma separated list of numeric partition ids, but received: ${text}`,
  );
}
