import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import { describeLogDirs } from '../../../kafka/messages/describe-log-dirs.ts';
import { errorName } from '../../../kafka/messages/errors.ts';
import { writeText } from '../../shell/streams.ts';
import { withCluster } from '../command-line/cluster-access.ts';
import { javaException } from '../command-line/java-exceptions.ts';
import { hashCode, javaHashOrderBy, topicPartitionHash } from '../command-line/java-hash-order.ts';
import { UsageError } from '../command-line/options.ts';
import { terseTool } from '../command-line/terse-tool.ts';

const table = {
  'bootstrap-server': { value: 'required', help: 'REQUIRED: a broker to begin with, host:port.' },
  'broker-list': { value: 'required', help: 'The brokers to ask, 0,1,2; all without it.' },
  'command-config': { value: 'required', help: 'A file with settings for the client.' },
  describe: { value: 'none', help: 'REQUIRED: show the log directories of the brokers.' },
  help: { value: 'none', help: 'Show this.' },
  'topic-list': { value: 'required', help: 'The topics to show, topic1,topic2; all without it.' },
} as const;

/** `kafka-log-dirs`, as in Kafka 3.3: the size of each partition on each broker, as JSON. */
export const kafkaLogDirs = terseTool<keyof typeof table>(
  table,
  { terse: (message) => message, stream: 'stderr', heading: () => '' },
  async (context, options) => {
    if (options.has('help') || context.argv.length === 1)
      throw new UsageError('This tool helps to query log directory usage on the specified brokers.');
    const bootstrap = options.get('bootstrap-server');
    for (const [name, value] of [
      ['bootstrap-server', bootstrap],
      ['describe', options.has('describe') || undefined],
    ] as const)
      if (value === undefined) throw new UsageError(`Missing required argument "[${name}]"`);
    const topics = new Set((options.get('topic-list') ?? '').split(',').filter(Boolean));
    const access = {
      bootstrap: bootstrap!,
      clientId: 'log-dirs-tool',
      component: 'AdminClient',
      call: 'describeLogDirs',
    };
    const print = (line: string) => writeText(context.stdout, `${line}\n`);
    await withCluster(context, access, async (cluster) => {
      const { brokers } = await cluster.metadata([]);
      const existing = brokers.map(({ nodeId }) => nodeId).sort((a, b) => a - b);
      const asked = brokerIds(options.get('broker-list')) ?? existing;
      const missing = asked.filter((id) => !existing.includes(id));
      if (missing.length > 0) {
        await print(
          `ERROR: The given brokers do not exist from --broker-list: ${missing.join(',')}. Current existent brokers: ${existing.join(',')}`,
        );
        return;
      }
      await print('Querying brokers for log directories information');
      const answers = [];
      for (const broker of asked) answers.push({ broker, logDirs: await logDirsOf(cluster, broker, topics) });
      await print(`Received log directory information from brokers ${asked.join(',')}`);
      await print(JSON.stringify({ version: 1, brokers: answers }));
    });
  },
);

function brokerIds(text: string | undefined): number[] | undefined {
  const words = text?.split(',').filter(Boolean) ?? [];
  if (words.length === 0) return undefined;
  const wrong = words.find((word) => !/^\d{1,9}$/.test(word));
  if (wrong !== undefined)
    throw new UsageError(`For input string: "${wrong}"`, 'java.lang.NumberFormatException');
  return words.map(Number);
}

async function logDirsOf(cluster: ClusterClient, broker: number, topics: ReadonlySet<string>) {
  const connection = await cluster.broker(broker);
  const { results } = await connection.call(describeLogDirs, { topics: null });
  const ordered = javaHashOrderBy(results, ({ logDir }) => hashCode(logDir));
  return ordered.map(({ logDir, errorCode, topics: found }) => {
    const replicas = found.flatMap(({ name, partitions }) =>
      partitions.map((replica) => ({ topic: name, partition: replica.partitionIndex, replica })),
    );
    const shown = replicas.filter(({ topic }) => topics.size === 0 || topics.has(topic));
    return {
      logDir,
      error: errorCode === 0 ? null : javaException(errorName(errorCode)),
      partitions: javaHashOrderBy(shown, topicPartitionHash).map(({ topic, partition, replica }) => ({
        partition: `${topic}-${partition}`,
        size: replica.partitionSize,
        offsetLag: replica.offsetLag,
        isFuture: replica.isFutureKey,
      })),
    };
  });
}
