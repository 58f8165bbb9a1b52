import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import { type ErrorName, errorName, KafkaError } from '../../../kafka/messages/errors.ts';
import { offsetDelete } from '../../../kafka/messages/offset-delete.ts';
import type { ProgramContext } from '../../shell/program.ts';
import { writeText } from '../../shell/streams.ts';
import { partitionsOfTopics, type TopicPartition } from '../client/topic-partitions.ts';
import { javaException, javaMessage } from '../command-line/java-exceptions.ts';
import { thrownText } from '../command-line/java-main.ts';
import { namedPartitions } from './reset-offsets.ts';

type Result = TopicPartition & { readonly error: ErrorName | undefined };

/** Deletes a group's offsets of these topics, `topic` or `topic:0,1`, and prints what became of each partition. */
export async function deleteOffsets(
  context: ProgramContext,
  cluster: ClusterClient,
  group: string,
  topics: readonly string[],
): Promise<void> {
  const partitions = topics.filter((text) => text.includes(':')).flatMap(namedPartitions);
  const results: Result[] = [];
  for (const topic of topics.filter((text) => !text.includes(':'))) {
    try {
      partitions.push(...(await partitionsOfTopics(cluster, [topic])));
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      results.push({ topic, partition: -1, error: error.code });
    }
  }
  const { overall, each } = await remove(cluster, group, partitions);
  results.push(...each);
  const head =
    overall === 'NONE'
      ? `Request succeed for deleting offsets with topic ${topics.join(', ')} group ${group}`
      : `\nError: ${refusal(overall, group)}`;
  const row = (topic: string, partition: string, status: string) =>
    `${topic.padEnd(30)} ${partition.padEnd(15)} ${status.padEnd(15)}\n`;
  const order = ({ topic, partition }: Result) => topic + partition;
  const rows = results
    .sort((a, b) => (order(a) < order(b) ? -1 : 1))
    .map(({ topic, partition, error }) =>
      row(
        topic,
        partition < 0 ? 'Not Provided' : String(partition),
        error === undefined
          ? 'Successful'
          : `Error: ${thrownText({ exception: javaException(error), message: javaMessage(new KafkaError(error)) })}`,
      ),
    );
  await writeText(context.stdout, `${head}\n\n${row('TOPIC', 'PARTITION', 'STATUS')}${rows.join('')}`);
}

async function remove(
  cluster: ClusterClient,
  group: string,
  partitions: readonly TopicPartition[],
): Promise<{ overall: ErrorName; each: Result[] }> {
  const names = [...new Set(partitions.map(({ topic }) => topic))];
  const coordinator = await cluster.coordinator(group);
  const answer = await coordinator.call(offsetDelete, {
    groupId: group,
    topics: names.map((name) => ({
      name,
      partitions: partitions
        .filter(({ topic }) => topic === name)
        .map(({ partition }) => ({ partitionIndex: partition })),
    })),
  });
  const results = new Map(
    answer.topics.flatMap(({ name, partitions: list }) =>
      list.map(({ partitionIndex, errorCode }): [string, number] => [`${name}/${partitionIndex}`, errorCode]),
    ),
  );
  const each = partitions.map(({ topic, partition }): Result => {
    const code = answer.errorCode !== 0 ? answer.errorCode : (results.get(`${topic}/${partition}`) ?? 0);
    return { topic, partition, error: code === 0 ? undefined : errorName(code) };
  });
  const first = each.find(({ error }) => error !== undefined)?.error;
  return { overall: answer.errorCode === 0 ? (first ?? 'NONE') : errorName(answer.errorCode), each };
}

function refusal(code: ErrorName, group: string): string {
  switch (code) {
    case 'INVALID_GROUP_ID':
      return `'${group}' is not valid.`;
    case 'GROUP_ID_NOT_FOUND':
      return `'${group}' does not exist.`;
    case 'NON_EMPTY_GROUP':
      return `Deleting offsets of a consumer group '${group}' is forbidden if the group is not empty.`;
    case 'GROUP_SUBSCRIBED_TO_TOPIC':
    case 'UNKNOWN_TOPIC_OR_PARTITION':
      return 'Encounter some partition level error, see the follow-up details:';
    default:
      return `Encounter some unknown error: ${code}`;
  }
}
