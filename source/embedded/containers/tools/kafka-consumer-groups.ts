import type { ClusterClient } from '../../kafka/client/cluster-client.ts';
import { deleteGroups } from '../../kafka/messages/delete-groups.ts';
import { type DescribedGroup, describeGroups } from '../../kafka/messages/describe-groups.ts';
import { checkErrorCode, errorName } from '../../kafka/messages/errors.ts';
import { findCoordinator } from '../../kafka/messages/find-coordinator.ts';
import { listGroups } from '../../kafka/messages/list-groups.ts';
import { offsetFetch } from '../../kafka/messages/offset-fetch.ts';
import type { ProgramContext } from '../shell/program.ts';
import { writeText } from '../shell/streams.ts';
import { withCluster } from './cluster-access.ts';
import { decodeAssignment } from './consumer-protocol.ts';
import { listTimestamps, offsetsAt } from './end-offsets.ts';
import { type MemberRow, memberTable, type OffsetRow, offsetTable, stateTable } from './group-tables.ts';
import { type Options, UsageError } from './options.ts';
import { kafkaTool, ToolError } from './run-tool.ts';

const table = {
  'all-groups': { value: 'none', help: 'All consumer groups.' },
  'bootstrap-server': { value: 'required', help: 'REQUIRED: a broker to begin with, host:port.' },
  'command-config': { value: 'required', help: 'A file with settings for the client.' },
  delete: { value: 'none', help: 'Delete groups that have no members.' },
  describe: { value: 'none', help: 'Show offsets and lag, members or state.' },
  group: { value: 'many', help: 'A consumer group.' },
  help: { value: 'none', help: 'Show this.' },
  list: { value: 'none', help: 'List consumer groups.' },
  members: { value: 'none', help: 'With --describe: the members.' },
  offsets: { value: 'none', help: 'With --describe: offsets and lag; so it is without this, too.' },
  state: { value: 'none', help: 'With --describe or --list: the state.' },
  timeout: { value: 'required', help: 'Ms; how long to wait for the group.' },
  verbose: { value: 'none', help: 'With --members: the assignment of each.' },
} as const;

type Name = keyof typeof table;

/** `kafka-consumer-groups`, as Kafka 3.3's: list, describe and delete. */
export const kafkaConsumerGroups = kafkaTool<Name>(
  table,
  'kafka.admin.ConsumerGroupCommand$',
  (message) => `\nError: Executing consumer group command failed due to ${message}`,
  async (context, options) => {
    const actions = (['list', 'describe', 'delete'] as const).filter((action) => options.has(action));
    const [action] = actions;
    if (options.has('help'))
      throw new UsageError(
        'This tool helps to list all consumer groups, describe a consumer group, or delete it.',
      );
    if (actions.length !== 1 || action === undefined) {
      throw new UsageError('Command must include exactly one action: --list, --describe or --delete.');
    }
    const bootstrap = options.get('bootstrap-server');
    if (bootstrap === undefined) throw new UsageError('Missing required argument "[bootstrap-server]"');
    if (action !== 'list' && !options.has('group') && !options.has('all-groups')) {
      throw new UsageError(`Option [${action}] takes one of these options: [all-groups], [group]`);
    }
    const access = {
      bootstrap,
      clientId: 'adminclient-1',
      component: 'AdminClient',
      call: 'listConsumerGroups',
    };
    await withCluster(context, access, async (cluster) => {
      if (action === 'list') await list(context, options, cluster);
      else {
        const groups = options.has('all-groups')
          ? (await allGroups(cluster)).map(({ groupId }) => groupId)
          : options.all('group');
        if (action === 'delete') await remove(context, cluster, groups);
        else for (const group of groups) await describe(context, options, cluster, group);
      }
    });
    return 0;
  },
);

async function allGroups(cluster: ClusterClient) {
  const { brokers } = await cluster.metadata([]);
  const answers = await Promise.all(
    brokers.map(async ({ nodeId }) => {
      const connection = await cluster.broker(nodeId);
      const answer = await connection.call(listGroups, {});
      checkErrorCode(answer.errorCode);
      return answer.groups;
    }),
  );
  const seen = new Map(
    answers
      .flat()
      .filter((group) => group.protocolType === 'consumer' || group.protocolType === '')
      .map((group) => [group.groupId, group]),
  );
  return [...seen.values()].sort((a, b) => (a.groupId < b.groupId ? -1 : 1));
}

async function list(context: ProgramContext, options: Options<Name>, cluster: ClusterClient): Promise<void> {
  const groups = await allGroups(cluster);
  if (!options.has('state')) {
    await writeText(context.stdout, groups.map((group) => `${group.groupId}\n`).join(''));
    return;
  }
  const width = Math.max(25, ...groups.map((group) => group.groupId.length));
  const line = (group: string, state: string) => `${group.padEnd(width)} ${state}\n`;
  const rows = groups.map((group) => line(group.groupId, group.groupState));
  await writeText(context.stdout, [line('GROUP', 'STATE'), ...rows].join(''));
}

async function remove(
  context: ProgramContext,
  cluster: ClusterClient,
  groups: readonly string[],
): Promise<void> {
  const failed: string[] = [];
  for (const group of groups) {
    const coordinator = await cluster.coordinator(group);
    const { results } = await coordinator.call(deleteGroups, { groupsNames: [group] });
    const code = results[0]?.errorCode ?? 0;
    if (code !== 0) failed.push(`* Group '${group}' could not be deleted due to: ${errorName(code)}`);
  }
  const quoted = groups
    .filter((group) => !failed.some((line) => line.includes(`'${group}'`)))
    .map((group) => `'${group}'`);
  if (failed.length > 0) {
    await writeText(
      context.stdout,
      `\nError: Deletion of some consumer groups failed:\n${failed.join('\n')}\n`,
    );
    if (quoted.length === 0) throw new ToolError('no group was deleted');
    return;
  }
  await writeText(
    context.stdout,
    `Deletion of requested consumer groups (${quoted.join(', ')}) was successful.\n`,
  );
}

async function describe(
  context: ProgramContext,
  options: Options<Name>,
  cluster: ClusterClient,
  group: string,
): Promise<void> {
  const described = await describedGroup(cluster, group);
  if (described.groupState === 'Dead') {
    await writeText(context.stdout, `\nError: Consumer group '${group}' does not exist.\n`);
    return;
  }
  const print = (lines: readonly string[]) =>
    writeText(context.stdout, lines.map((line) => `${line}\n`).join(''));
  if (options.has('state')) {
    const coordinator = await coordinatorName(cluster, group);
    const { groupState: state, protocolData: strategy, members } = described;
    await print(stateTable({ group, coordinator, strategy, state, members: members.length }));
    return;
  }
  if (described.groupState === 'Empty') {
    await writeText(context.stderr, `\nConsumer group '${group}' has no active members.\n`);
  } else if (described.groupState !== 'Stable') {
    await writeText(context.stderr, `\nWarning: Consumer group '${group}' is rebalancing.\n`);
  }
  const members = memberRows(described);
  if (options.has('members')) {
    if (members.length > 0) await print(memberTable(group, members, options.has('verbose')));
    return;
  }
  const rows = await offsetRows(cluster, group, members);
  if (rows.length > 0) await print(offsetTable(group, rows));
}

async function describedGroup(cluster: ClusterClient, group: string): Promise<DescribedGroup> {
  const coordinator = await cluster.coordinator(group);
  const { groups } = await coordinator.call(describeGroups, { groups: [group] });
  const [found] = groups;
  if (found === undefined) throw new ToolError(`no answer about group ${group}`);
  checkErrorCode(found.errorCode);
  return found;
}

async function coordinatorName(cluster: ClusterClient, group: string): Promise<string> {
  const connection = await cluster.any();
  const answer = await connection.call(findCoordinator, { key: group, keyType: 0, coordinatorKeys: [group] });
  const { host, port, nodeId, errorCode } = answer.coordinators[0] ?? answer;
  checkErrorCode(errorCode);
  return `${host}:${port} (${nodeId})`;
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

/** Those who hold most come first; what nobody holds comes last. */
async function offsetRows(
  cluster: ClusterClient,
  group: string,
  members: readonly MemberRow[],
): Promise<OffsetRow[]> {
  const committed = await committedOffsets(cluster, group);
  const held = members
    .map((member) => ({
      member,
      partitions: [...member.assignment]
        .flatMap(([topic, list]) => list.map((partition) => ({ topic, partition })))
        .sort(byTopic),
    }))
    .sort((a, b) => b.partitions.length - a.partitions.length);
  const owned = held.flatMap(({ member, partitions }) => partitions.map((at) => ({ ...at, member })));
  const ownedKeys = new Set(owned.map(({ topic, partition }) => `${topic}/${partition}`));
  const unowned = [...committed.keys()]
    .filter((key) => !ownedKeys.has(key))
    .map((key) => ({
      topic: key.slice(0, key.lastIndexOf('/')),
      partition: Number(key.slice(key.lastIndexOf('/') + 1)),
      member: undefined,
    }))
    .sort(byTopic);
  const all = [...owned, ...unowned];
  const ends = await offsetsAt(cluster, all, listTimestamps.latest);
  return all.map(({ topic, partition, member }) => ({
    topic,
    partition,
    currentOffset: committed.get(`${topic}/${partition}`),
    logEndOffset: ends.get(`${topic}/${partition}`),
    consumerId: member?.consumerId,
    host: member?.host,
    clientId: member?.clientId,
  }));
}

async function committedOffsets(cluster: ClusterClient, group: string): Promise<Map<string, number>> {
  const coordinator = await cluster.coordinator(group);
  const answer = await coordinator.call(offsetFetch, {
    groupId: group,
    topics: null,
    groups: [{ groupId: group, topics: null }],
  });
  const { errorCode, topics } = answer.groups[0] ?? answer;
  checkErrorCode(errorCode);
  return new Map(
    topics.flatMap(({ name, partitions }) =>
      partitions
        .filter(({ committedOffset }) => committedOffset >= 0)
        .map(({ partitionIndex, committedOffset }): [string, number] => [
          `${name}/${partitionIndex}`,
          committedOffset,
        ]),
    ),
  );
}

function byTopic(a: { topic: string; partition: number }, b: { topic: string; partition: number }): number {
  return a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1;
}
