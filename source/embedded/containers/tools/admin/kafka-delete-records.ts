import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import { deleteRecords } from '../../../kafka/messages/delete-records.ts';
import { type ErrorName, errorName, KafkaError } from '../../../kafka/messages/errors.ts';
import type { ProgramContext } from '../../shell/program.ts';
import { writeText } from '../../shell/streams.ts';
import { keyOf, type TopicPartition } from '../client/topic-partitions.ts';
import { javaException, javaMessage } from '../command-line/java-exceptions.ts';
import { javaHashOrderBy, topicPartitionHash } from '../command-line/java-hash-order.ts';
import { JavaError, javaMain, thrownText } from '../command-line/java-main.ts';
import { UsageError } from '../command-line/options.ts';
import { failUncaught, withAdmin } from './admin-access.ts';
import { integerIn, partitionsInFile, textIn } from './json-file.ts';

const table = {
  'bootstrap-server': {
    value: 'required',
    named: 'server(s) to use for bootstrapping',
    help: 'REQUIRED: the brokers.',
  },
  'command-config': {
    value: 'required',
    named: 'command config property file path',
    help: 'Settings of the client.',
  },
  'offset-json-file': {
    value: 'required',
    named: 'Offset json file path',
    help: 'REQUIRED: {"partitions": [{"topic": "foo", "partition": 1, "offset": 1}], "version": 1}',
  },
} as const;

type Wanted = TopicPartition & { readonly offset: number };

const operationError = (message: string) => new JavaError('kafka.admin.AdminOperationException', message);

/** `kafka-delete-records`: deletes the records of partitions before an offset. */
export const kafkaDeleteRecords = javaMain<keyof typeof table>({
  table,
  about: 'This tool helps to delete records of the given partitions down to the specified offset.',
  malformed: 'uncaught',
  async run(context, options) {
    for (const name of ['bootstrap-server', 'offset-json-file'] as const)
      if (!options.has(name)) throw new UsageError(`Missing required argument "[${name}]"`);
    const wanted = wantedIn(context, options.get('offset-json-file')!);
    await withAdmin(context, options.get('bootstrap-server')!, 'deleteRecords', async (cluster) => {
      await writeText(context.stdout, 'Executing records delete operation\n');
      const results = await remove(cluster, wanted);
      await writeText(context.stdout, 'Records delete operation completed:\n');
      for (const each of javaHashOrderBy(wanted, topicPartitionHash, 1)) {
        const result = results.get(keyOf(each)) ?? 'LEADER_NOT_AVAILABLE';
        const text = typeof result === 'number' ? `low_watermark: ${result}` : `error: ${errorText(result)}`;
        await writeText(context.stdout, `partition: ${each.topic}-${each.partition}\t${text}\n`);
      }
    });
    return 0;
  },
  failed: failUncaught,
});

function wantedIn(context: ProgramContext, path: string): Wanted[] {
  const { version, partitions } = partitionsInFile(context, path, {
    invalid: operationError('The input string is not a valid JSON'),
    missing: operationError('Missing partitions field'),
  });
  if (version !== undefined && version !== 1)
    throw operationError(`Not supported version field value ${JSON.stringify(version)}`);
  const wanted = partitions.map((entry) => ({
    topic: textIn(entry, 'topic'),
    partition: integerIn(entry, 'partition'),
    offset: integerIn(entry, 'offset'),
  }));
  const seen = new Set<string>();
  const twice = wanted.filter((each) => seen.size === seen.add(keyOf(each)).size);
  if (twice.length > 0) {
    const names = [...new Set(twice.map(({ topic, partition }) => `${topic}-${partition}`))];
    throw new JavaError(
      'kafka.common.AdminCommandFailedException',
      `Offset json file contains duplicate topic partitions: ${names.join(',')}`,
    );
  }
  return wanted;
}

/** The low watermark of each partition by `topic/partition`, or its error; nothing for one without a leader. */
async function remove(
  cluster: ClusterClient,
  wanted: readonly Wanted[],
): Promise<Map<string, number | ErrorName>> {
  const results = new Map<string, number | ErrorName>();
  if (wanted.length === 0) return results;
  const { topics } = await cluster.metadata([...new Set(wanted.map(({ topic }) => topic))]);
  const byLeader = new Map<number, Wanted[]>();
  for (const each of wanted) {
    const topic = topics.find(({ name }) => name === each.topic);
    if (topic !== undefined && topic.errorCode !== 0) results.set(keyOf(each), errorName(topic.errorCode));
    const leader =
      topic?.partitions.find(({ partitionIndex }) => partitionIndex === each.partition)?.leaderId ?? -1;
    if (leader >= 0) byLeader.set(leader, [...(byLeader.get(leader) ?? []), each]);
  }
  for (const [leader, list] of byLeader) {
    const connection = await cluster.broker(leader);
    const answer = await connection.call(deleteRecords, {
      topics: [...new Set(list.map(({ topic }) => topic))].map((name) => ({
        name,
        partitions: list
          .filter(({ topic }) => topic === name)
          .map(({ partition, offset }) => ({ partitionIndex: partition, offset })),
      })),
      timeoutMs: 30_000,
    });
    for (const { name, partitions } of answer.topics)
      for (const { partitionIndex, errorCode, lowWatermark } of partitions)
        results.set(`${name}/${partitionIndex}`, errorCode === 0 ? lowWatermark : errorName(errorCode));
  }
  return results;
}

function errorText(code: ErrorName): string {
  return thrownText({ exception: javaException(code), message: javaMessage(new KafkaError(code)) });
}
