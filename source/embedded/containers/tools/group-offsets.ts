import type { ClusterClient } from '../../kafka/client/cluster-client.ts';
import { checkErrorCode, errorName } from '../../kafka/messages/errors.ts';
import { offsetCommit } from '../../kafka/messages/offset-commit.ts';
import { offsetDelete } from '../../kafka/messages/offset-delete.ts';
import { logLine } from '../../zookeeper/log-line.ts';
import type { ProgramContext } from '../shell/program.ts';
import { writeText } from '../shell/streams.ts';
import { listTimestamps, offsetsAt } from './end-offsets.ts';
import { committedOffsets, describedGroup } from './group-lookup.ts';
import { UsageError } from './options.ts';
import { ToolError } from './run-tool.ts';

/** The target of `--reset-offsets` or `--delete-offsets`; a topic is `name` or `name:0,1`. */
export type OffsetChange =
  | { readonly kind: 'delete'; readonly topics: readonly string[] }
  | {
      readonly kind: 'reset';
      /** Undefined: all partitions with offsets of the group. */
      readonly topics: readonly string[] | undefined;
      readonly plan: 'to-current' | 'to-datetime' | 'to-earliest' | 'to-latest' | 'to-offset' | 'shift-by';
      readonly value: string | undefined;
      readonly execute: boolean;
      readonly warn: boolean;
    };

type Reset = Extract<OffsetChange, { kind: 'reset' }>;

interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

const warning =
  'WARN: No action will be performed as the --execute option is missing.' +
  'In a future major release, the default behavior of this command will be to prompt the user before executing the reset ' +
  'rather than doing a dry run. You should add the --dry-run option explicitly if you are scripting this command and want to ' +
  'keep the current default behavior without prompting.\n';

export async function changeOffsets(
  context: ProgramContext,
  cluster: ClusterClient,
  groups: readonly string[],
  change: OffsetChange,
): Promise<void> {
  if (change.kind === 'delete') {
    for (const group of groups) await deleteOffsets(context, cluster, group, change.topics);
    return;
  }
  if (change.warn) await writeText(context.stderr, warning);
  const rows: string[] = [];
  for (const group of groups) {
    for (const { topic, partition, offset } of await resetGroup(context, cluster, group, change))
      rows.push(resetRow(group, topic, String(partition), String(offset)));
  }
  const head = resetRow('GROUP', 'TOPIC', 'PARTITION', 'NEW-OFFSET');
  await writeText(context.stdout, `\n${[head, ...rows].join('')}`);
}

function resetRow(group: string, topic: string, partition: string, offset: string): string {
  return `${group.padEnd(30)} ${topic.padEnd(30)} ${partition.padEnd(10)} ${offset.padEnd(15)}\n`;
}

async function resetGroup(
  context: ProgramContext,
  cluster: ClusterClient,
  group: string,
  change: Reset,
): Promise<(TopicPartition & { offset: number })[]> {
  const { groupState } = await describedGroup(cluster, group);
  if (groupState !== 'Empty' && groupState !== 'Dead') {
    await writeText(
      context.stdout,
      `\nError: Assignments can only be reset if the group '${group}' is inactive, but the current state is ${groupState}.\n`,
    );
    return [];
  }
  const committed = await committedOffsets(cluster, group);
  const partitions = change.topics
    ? await partitionsOf(cluster, change.topics)
    : [...committed.keys()].map(split);
  partitions.sort((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1));
  const plan = await plannedOffsets(context, cluster, partitions, committed, change);
  if (change.execute && plan.length > 0) await commit(cluster, group, plan);
  return plan;
}

async function plannedOffsets(
  context: ProgramContext,
  cluster: ClusterClient,
  partitions: readonly TopicPartition[],
  committed: ReadonlyMap<string, number>,
  { plan, value }: Reset,
): Promise<(TopicPartition & { offset: number })[]> {
  const earliest = await offsetsAt(cluster, partitions, listTimestamps.earliest);
  const latest = await offsetsAt(cluster, partitions, listTimestamps.latest);
  const timed = plan === 'to-datetime' ? await offsetsAt(cluster, partitions, timeOf(value!)) : undefined;
  const given = plan === 'to-offset' || plan === 'shift-by' ? integer(plan, value!) : 0;
  const planned: (TopicPartition & { offset: number })[] = [];
  for (const at of partitions) {
    const key = `${at.topic}/${at.partition}`;
    const [first, end, now] = [earliest.get(key), latest.get(key), committed.get(key)];
    if (first === undefined || end === undefined) continue;
    const bounded = async (offset: number) => {
      const bound = offset > end ? end : offset < first ? first : offset;
      if (bound === offset) return offset;
      const text =
        `New offset (${offset}) is ${offset > end ? 'higher than latest' : 'lower than earliest'} offset for ` +
        `topic partition ${at.topic}-${at.partition}. Value will be set to ${bound}`;
      await writeText(context.stderr, `${logLine('WARN', text, 'kafka.admin.ConsumerGroupCommand$')}\n`);
      return bound;
    };
    if (plan === 'shift-by' && now === undefined)
      throw new ToolError(
        `Cannot shift offset for partition ${at.topic}-${at.partition} since there is no current committed offset`,
      );
    const offsets = {
      'to-earliest': () => first,
      'to-latest': () => end,
      'to-current': () => now ?? end,
      'to-datetime': () => ((timed?.get(key) ?? -1) < 0 ? end : timed!.get(key)!),
      'to-offset': () => bounded(given),
      'shift-by': () => bounded(now! + given),
    };
    planned.push({ ...at, offset: await offsets[plan]() });
  }
  return planned;
}

async function commit(
  cluster: ClusterClient,
  group: string,
  plan: readonly (TopicPartition & { offset: number })[],
): Promise<void> {
  const coordinator = await cluster.coordinator(group);
  const topics = [...new Set(plan.map(({ topic }) => topic))].map((name) => ({
    name,
    partitions: plan
      .filter(({ topic }) => topic === name)
      .map(({ partition, offset }) => ({
        partitionIndex: partition,
        committedOffset: offset,
        committedLeaderEpoch: -1,
        committedMetadata: '',
      })),
  }));
  const request = { groupId: group, generationId: -1, memberId: '', groupInstanceId: null, topics };
  const answer = await coordinator.call(offsetCommit, request);
  for (const { partitions } of answer.topics)
    for (const { errorCode } of partitions) checkErrorCode(errorCode);
}

async function deleteOffsets(
  context: ProgramContext,
  cluster: ClusterClient,
  group: string,
  topics: readonly string[],
): Promise<void> {
  const partitions = await partitionsOf(cluster, topics);
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
  const results = answer.topics.flatMap((topic) =>
    topic.partitions.map(({ partitionIndex, errorCode }) => ({
      topic: topic.name,
      partition: partitionIndex,
      status: errorCode === 0 ? 'Successful' : `Error: ${statusOf(errorCode)}`,
    })),
  );
  const failed = results.some(({ status }) => status !== 'Successful');
  const outcome =
    answer.errorCode !== 0
      ? `\nError: ${refusal(answer.errorCode, group)}`
      : failed
        ? '\nError: Encounter some partition level error, see the follow-up details:'
        : `Request succeed for deleting offsets with topic ${names.join(', ')} group ${group}`;
  const row = (cells: readonly [string, string, string]) =>
    `${cells[0].padEnd(30)} ${cells[1].padEnd(15)} ${cells[2].padEnd(15)}\n`;
  const rows = results.map(({ topic, partition, status }) => row([topic, String(partition), status]));
  await writeText(context.stdout, `${outcome}\n\n${row(['TOPIC', 'PARTITION', 'STATUS'])}${rows.join('')}`);
}

function refusal(code: number, group: string): string {
  const name = errorName(code);
  if (name === 'INVALID_GROUP_ID') return `'${group}' is not valid.`;
  if (name === 'GROUP_ID_NOT_FOUND') return `'${group}' does not exist.`;
  return `Encounter some unknown error: ${name}`;
}

function statusOf(code: number): string {
  return errorName(code) === 'GROUP_SUBSCRIBED_TO_TOPIC'
    ? 'Deleting offsets of a topic is forbidden while the consumer group is actively subscribed to it.'
    : 'This server does not host this topic-partition.';
}

/** `test` is all its partitions, `test:0,2` these two. Throws UsageError. */
async function partitionsOf(cluster: ClusterClient, topics: readonly string[]): Promise<TopicPartition[]> {
  const wanted = topics.map((text) => {
    const [name = '', list] = text.split(':');
    return { name, partitions: list?.split(',').map((each) => integer('topic', each)) };
  });
  const { topics: found } = await cluster.metadata(wanted.map(({ name }) => name));
  return wanted.flatMap(({ name, partitions }) => {
    const known = found.find((topic) => topic.name === name)?.partitions ?? [];
    return (partitions ?? known.map((each) => each.partitionIndex)).map((partition) => ({
      topic: name,
      partition,
    }));
  });
}

function split(key: string): TopicPartition {
  const slash = key.lastIndexOf('/');
  return { topic: key.slice(0, slash), partition: Number(key.slice(slash + 1)) };
}

function integer(option: string, text: string): number {
  if (!/^-?\d{1,15}$/.test(text))
    throw new UsageError(
      `Cannot parse argument '${text}' of option ${option}`,
      'joptsimple.OptionArgumentConversionException',
    );
  return Number(text);
}

function timeOf(text: string): number {
  const time = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(time)) throw new UsageError(`Unparseable date: "${text}"`, 'java.text.ParseException');
  return time;
}
