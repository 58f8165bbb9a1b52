import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import type { DescribedGroup } from '../../../kafka/messages/describe-groups.ts';
import type { ProgramContext } from '../../shell/program.ts';
import { writeText } from '../../shell/streams.ts';
import { decodeAssignment } from '../client/assignment/consumer-protocol.ts';
import { offsetsOf } from '../client/list-offsets.ts';
import { inHashOrder, keyOf, type TopicPartition } from '../client/topic-partitions.ts';
import { topicPartitionHash } from '../command-line/java-hash-order.ts';
import { scalaMapOrder } from '../command-line/scala-map-order.ts';
import { type Committed, committedOffsets, coordinatorName, describedGroup } from './group-lookup.ts';
import { type MemberRow, memberTable, type OffsetRow, offsetTable, stateTable } from './group-tables.ts';

export type GroupView = 'offsets' | 'members' | 'verbose members' | 'state';

/** Prints each group in the order of their names. */
export async function describeGroups(
  context: ProgramContext,
  cluster: ClusterClient,
  groups: readonly string[],
  view: GroupView,
): Promise<void> {
  const described = new Map<string, DescribedGroup>();
  for (const group of groups) described.set(group, await describedGroup(cluster, group));
  for (const group of [...described.keys()].sort()) {
    const lines = await linesOf(context, cluster, described.get(group)!, view);
    await writeText(context.stdout, lines.map((line) => `${line}\n`).join(''));
  }
}

async function linesOf(
  context: ProgramContext,
  cluster: ClusterClient,
  described: DescribedGroup,
  view: GroupView,
): Promise<string[]> {
  const { groupId: group, groupState: state } = described;
  const members = memberRows(described);
  const rows = view === 'offsets' ? await offsetRows(cluster, group, members) : [];
  if (state === 'Dead') return ['', `Error: Consumer group '${group}' does not exist.`];
  if (state === 'Empty')
    await writeText(context.stderr, `\nConsumer group '${group}' has no active members.\n`);
  else if (state !== 'Stable')
    await writeText(context.stderr, `\nWarning: Consumer group '${group}' is rebalancing.\n`);
  switch (view) {
    case 'offsets':
      return rows.length > 0 ? offsetTable(group, rows) : [];
    case 'state': {
      const coordinator = await coordinatorName(cluster, group);
      const { protocolData: strategy } = described;
      return stateTable({ group, coordinator, strategy, state, members: members.length });
    }
    default:
      return members.length > 0 ? memberTable(group, members, view === 'verbose members') : [];
  }
}

function memberRows(group: DescribedGroup): MemberRow[] {
  return group.members.map((member) => ({
    consumerId: member.memberId,
    host: member.clientHost,
    clientId: member.clientId,
    instanceId: member.groupInstanceId ?? undefined,
    assignment: group.protocolType === 'consumer' ? decodeAssignment(member.memberAssignment) : new Map(),
  }));
}

/** Members with the most partitions first; unassigned partitions last. */
async function offsetRows(
  cluster: ClusterClient,
  group: string,
  members: readonly MemberRow[],
): Promise<OffsetRow[]> {
  const committed = await committedOffsets(cluster, group);
  const held = members
    .map((member) => ({ member, partitions: partitionsOf(member) }))
    .filter(({ partitions }) => partitions.length > 0)
    .sort((a, b) => b.partitions.length - a.partitions.length);
  const ownedKeys = new Set(held.flatMap(({ partitions }) => partitions.map(keyOf)));
  const unowned = [...committed.values()].filter((each) => !ownedKeys.has(keyOf(each)));
  const rows: OffsetRow[] = [];
  for (const { member, partitions } of held)
    rows.push(...(await rowsOf(cluster, partitions, committed, member)));
  if (unowned.length > 0) rows.push(...(await rowsOf(cluster, unowned, committed, undefined)));
  return rows;
}

function partitionsOf({ assignment }: MemberRow): TopicPartition[] {
  return [...assignment].flatMap(([topic, list]) => list.map((partition) => ({ topic, partition })));
}

async function rowsOf(
  cluster: ClusterClient,
  partitions: readonly TopicPartition[],
  committed: ReadonlyMap<string, Committed>,
  member: MemberRow | undefined,
): Promise<OffsetRow[]> {
  const sorted = inHashOrder(partitions).sort((a, b) => a.partition - b.partition);
  const ends = await offsetsOf(cluster, sorted, 'latest');
  return scalaMapOrder(ends, topicPartitionHash).map(({ topic, partition, offset }) => ({
    topic,
    partition,
    currentOffset: committed.get(`${topic}/${partition}`)?.offset,
    logEndOffset: offset,
    consumerId: member?.consumerId,
    host: member?.host,
    clientId: member?.clientId,
  }));
}
