import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import { checkErrorCode } from '../../../kafka/messages/errors.ts';
import { offsetCommit } from '../../../kafka/messages/offset-commit.ts';
import { logLine } from '../../../zookeeper/log-line.ts';
import type { ProgramContext } from '../../shell/program.ts';
import { writeText } from '../../shell/streams.ts';
import { offsetsOf } from '../client/list-offsets.ts';
import { inHashOrder, keyOf, partitionsOfTopics, type TopicPartition } from '../client/topic-partitions.ts';
import { topicPartitionHash } from '../command-line/java-hash-order.ts';
import { UsageError } from '../command-line/options.ts';
import { scalaMapOrder } from '../command-line/scala-map-order.ts';
import { committedOffsets, describedGroup } from './group-lookup.ts';
import type { PlannedOffset } from './offset-csv.ts';

/** Where `--reset-offsets` puts a group. */
export type ResetGoal =
  | { readonly kind: 'earliest' | 'latest' | 'current' }
  | { readonly kind: 'offset' | 'shift'; readonly by: number }
  /** ms since the epoch. */
  | { readonly kind: 'time'; readonly at: number }
  | { readonly kind: 'file'; readonly plan: readonly PlannedOffset[] };

export interface Reset {
  /** `topic` or `topic:0,1`; `all`: whatever the group has offsets of. */
  readonly topics: readonly string[] | 'all';
  readonly goal: ResetGoal;
  readonly execute: boolean;
}

type Planned = TopicPartition & { readonly offset: number };

/** The offsets of each group, committed if the reset is to be executed. Groups with members are told, and left alone. */
export async function resetOffsets(
  context: ProgramContext,
  cluster: ClusterClient,
  groups: readonly string[],
  reset: Reset,
): Promise<PlannedOffset[]> {
  const all: PlannedOffset[] = [];
  for (const group of groups) {
    const { groupState } = await describedGroup(cluster, group);
    if (groupState !== 'Empty' && groupState !== 'Dead') {
      const why = `Assignments can only be reset if the group '${group}' is inactive, but the current state is ${groupState}.`;
      await writeText(context.stdout, `\nError: ${why}\n`);
      continue;
    }
    const planned = await planOf(context, cluster, group, reset);
    const ordered = scalaMapOrder(planned, topicPartitionHash);
    if (reset.execute && ordered.length > 0) await commit(cluster, group, ordered);
    all.push(...ordered.map((each) => ({ ...each, group })));
  }
  return all;
}

async function planOf(
  context: ProgramContext,
  cluster: ClusterClient,
  group: string,
  { topics, goal }: Reset,
): Promise<Planned[]> {
  if (goal.kind === 'file') {
    const plan = goal.plan.filter((each) => each.group === group);
    if (plan.length > 0) return withinRange(context, cluster, plan);
    await writeText(context.stdout, `\nError: No reset plan for group ${group} found\n`);
    return [];
  }
  const committed = await committedOffsets(cluster, group);
  const partitions =
    topics === 'all' ? inHashOrder([...committed.values()]) : await partitionsOf(cluster, topics);
  switch (goal.kind) {
    case 'earliest':
    case 'latest':
      return offsetsOf(cluster, partitions, goal.kind);
    case 'offset':
      return withinRange(
        context,
        cluster,
        partitions.map((each) => ({ ...each, offset: goal.by })),
      );
    case 'shift':
      return withinRange(
        context,
        cluster,
        partitions.map((each) => {
          const now = committed.get(keyOf(each));
          if (now === undefined)
            throw new UsageError(
              `Cannot shift offset for partition ${each.topic}-${each.partition} since there is no current committed offset`,
            );
          return { ...each, offset: now.offset + goal.by };
        }),
      );
    case 'time':
      return atTime(context, cluster, partitions, goal.at);
    case 'current': {
      const present = partitions.flatMap((each) => committed.get(keyOf(each)) ?? []);
      const missing = partitions.filter((each) => !committed.has(keyOf(each)));
      return [...present, ...(await offsetsOf(cluster, missing, 'latest'))];
    }
  }
}

/** The first offset from a time on; the end of a partition that has none, which is told. */
async function atTime(
  context: ProgramContext,
  cluster: ClusterClient,
  partitions: readonly TopicPartition[],
  time: number,
): Promise<Planned[]> {
  const found = await offsetsOf(cluster, partitions, Math.trunc(time));
  const without = inHashOrder(found.filter(({ offset }) => offset < 0));
  for (const { topic, partition } of without)
    await writeText(
      context.stdout,
      `\nWarn: Partition ${partition} from topic ${topic} is empty. Falling back to latest known offset.\n`,
    );
  const ends = new Map((await offsetsOf(cluster, without, 'latest')).map((end) => [keyOf(end), end]));
  return found.map((each) => ends.get(keyOf(each)) ?? each);
}

async function withinRange(
  context: ProgramContext,
  cluster: ClusterClient,
  wanted: readonly Planned[],
): Promise<Planned[]> {
  const first = await offsetsOf(cluster, wanted, 'earliest');
  const last = await offsetsOf(cluster, wanted, 'latest');
  const result: Planned[] = [];
  for (const [index, { topic, partition, offset }] of wanted.entries()) {
    const [start, end] = [first[index]!.offset, last[index]!.offset];
    const bound = offset > end ? end : offset < start ? start : offset;
    if (bound !== offset) {
      const side = offset > end ? 'higher than latest' : 'lower than earliest';
      const text = `New offset (${offset}) is ${side} offset for topic partition ${topic}-${partition}. Value will be set to ${bound}`;
      await writeText(context.stderr, `${logLine('WARN', text, 'kafka.admin.ConsumerGroupCommand$')}\n`);
    }
    result.push({ topic, partition, offset: bound });
  }
  return result;
}

async function commit(cluster: ClusterClient, group: string, plan: readonly Planned[]): Promise<void> {
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

/** `test` is all its partitions, `test:0,2` these two; those that are named come first. Throws UsageError, `KafkaError`. */
async function partitionsOf(cluster: ClusterClient, topics: readonly string[]): Promise<TopicPartition[]> {
  const named = topics.filter((text) => text.includes(':')).flatMap(namedPartitions);
  const whole = topics.filter((text) => !text.includes(':'));
  return [...named, ...(await partitionsOfTopics(cluster, whole))];
}

/** `topic:0,1`. Throws UsageError. */
export function namedPartitions(text: string): TopicPartition[] {
  const [topic = '', list, more] = text.replace(/:+$/, '').split(':');
  if (list === undefined || more !== undefined)
    throw new UsageError(`Invalid topic arg '${text}', expected topic name and partitions`);
  return list.split(',').map((partition) => {
    if (!/^[-+]?\d{1,9}$/.test(partition))
      throw new UsageError(`Invalid partition '${partition}' specified in topic arg '${text}''`);
    return { topic, partition: Number(partition) };
  });
}
