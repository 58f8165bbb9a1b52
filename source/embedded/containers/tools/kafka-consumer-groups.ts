import type { ClusterClient } from '../../kafka/client/cluster-client.ts';
import { deleteGroups } from '../../kafka/messages/delete-groups.ts';
import type { DescribedGroup } from '../../kafka/messages/describe-groups.ts';
import { checkErrorCode, type ErrorName, errorName } from '../../kafka/messages/errors.ts';
import { listGroups } from '../../kafka/messages/list-groups.ts';
import type { ProgramContext } from '../shell/program.ts';
import { writeText } from '../shell/streams.ts';
import { withCluster } from './cluster-access.ts';
import { decodeAssignment } from './consumer-protocol.ts';
import { listTimestamps, offsetsAt } from './end-offsets.ts';
import { committedOffsets, coordinatorName, describedGroup } from './group-lookup.ts';
import { changeOffsets, type OffsetChange } from './group-offsets.ts';
import { type MemberRow, memberTable, type OffsetRow, offsetTable, stateTable } from './group-tables.ts';
import { javaException } from './java-exceptions.ts';
import { javaHashOrder } from './java-hash-order.ts';
import { type Options, UsageError } from './options.ts';
import { kafkaTool } from './run-tool.ts';

const table = {
  'all-groups': { value: 'none', help: 'All consumer groups.' },
  'bootstrap-server': { value: 'required', help: 'REQUIRED: a broker to begin with, host:port.' },
  'all-topics': { value: 'none', help: 'With --reset-offsets: every topic that the group has offsets of.' },
  'command-config': { value: 'required', help: 'A file with settings for the client.' },
  delete: { value: 'none', help: 'Delete groups that have no members.' },
  'delete-offsets': { value: 'none', help: 'Delete the committed offsets of --topic.' },
  describe: { value: 'none', help: 'Show offsets and lag, members or state.' },
  'dry-run': { value: 'none', help: 'With --reset-offsets: only show the offsets.' },
  execute: { value: 'none', help: 'With --reset-offsets: commit the offsets.' },
  group: { value: 'many', help: 'A consumer group.' },
  help: { value: 'none', help: 'Show this.' },
  list: { value: 'none', help: 'List consumer groups.' },
  members: { value: 'none', help: 'With --describe: the members.' },
  offsets: { value: 'none', help: 'With --describe: offsets and lag; so it is without this, too.' },
  'reset-offsets': { value: 'none', help: 'Set the offsets of a group that has no members.' },
  'shift-by': { value: 'required', help: 'With --reset-offsets: so many further, or back if negative.' },
  state: { value: 'none', help: 'With --describe or --list: the state.' },
  'to-current': { value: 'none', help: 'With --reset-offsets: where they are.' },
  'to-datetime': {
    value: 'required',
    help: 'With --reset-offsets: from a time on, YYYY-MM-DDTHH:mm:SS.sss.',
  },
  'to-earliest': { value: 'none', help: 'With --reset-offsets: the first there is.' },
  'to-latest': { value: 'none', help: 'With --reset-offsets: after the last there is.' },
  'to-offset': { value: 'required', help: 'With --reset-offsets: this one.' },
  topic: { value: 'many', help: 'A topic, or topic:0,1 for some of its partitions.' },
  timeout: { value: 'required', help: 'Ms; how long to wait for the group.' },
  verbose: { value: 'none', help: 'With --members: the assignment of each.' },
} as const;

type Name = keyof typeof table;

/** `kafka-consumer-groups`, as Kafka 3.3's: list, describe and delete groups, set and delete their offsets. */
export const kafkaConsumerGroups = kafkaTool<Name>(
  table,
  'kafka.admin.ConsumerGroupCommand$',
  (message) => `\nError: Executing consumer group command failed due to ${message}`,
  async (context, options) => {
    const actions = (['list', 'describe', 'delete', 'reset-offsets', 'delete-offsets'] as const).filter(
      (action) => options.has(action),
    );
    const [action] = actions;
    if (options.has('help'))
      throw new UsageError(
        'This tool helps to list all consumer groups, describe a consumer group, or delete it.',
      );
    if (actions.length !== 1 || action === undefined) {
      throw new UsageError(
        'Command must include exactly one action: --list, --describe, --delete, --reset-offsets, --delete-offsets',
      );
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
          ? (await allGroups(cluster)).map(({ groupId }) => groupId).sort()
          : options.all('group');
        if (action === 'delete') await remove(context, cluster, groups);
        else if (action !== 'describe')
          await changeOffsets(context, cluster, groups, offsetChange(action, options));
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
  return javaHashOrder([...seen.keys()]).map((groupId) => seen.get(groupId)!);
}

/** The requested change of a group's offsets. Throws UsageError. */
function offsetChange(action: 'reset-offsets' | 'delete-offsets', options: Options<Name>): OffsetChange {
  const topics = options.all('topic');
  if (action === 'delete-offsets') {
    if (topics.length === 0)
      throw new UsageError('Option [delete-offsets] takes the following options: [topic], [group]');
    return { kind: 'delete', topics };
  }
  if (topics.length === 0 && !options.has('all-topics'))
    throw new UsageError('One of the reset scopes should be defined: --topic, --all-topics.');
  const plans = (
    ['to-current', 'to-datetime', 'to-earliest', 'to-latest', 'to-offset', 'shift-by'] as const
  ).filter((plan) => options.has(plan));
  const [plan] = plans;
  if (plan === undefined || plans.length > 1)
    throw new UsageError(
      'Option [reset-offsets] takes exactly one of --to-current, --to-datetime, --to-earliest, --to-latest, --to-offset, --shift-by',
    );
  if (options.has('execute') && options.has('dry-run'))
    throw new UsageError('Option "[execute]" can\'t be used with option "[dry-run]"');
  return {
    kind: 'reset',
    topics: options.has('all-topics') ? undefined : topics,
    plan,
    value: options.get(plan),
    execute: options.has('execute'),
    warn: !options.has('execute') && !options.has('dry-run'),
  };
}

async function list(context: ProgramContext, options: Options<Name>, cluster: ClusterClient): Promise<void> {
  const groups = await allGroups(cluster);
  if (!options.has('state')) {
    await writeText(context.stdout, groups.map((group) => `${group.groupId}\n`).join(''));
    return;
  }
  const width = Math.max(15, ...groups.map((group) => group.groupId.length));
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
  const deleted: string[] = [];
  for (const group of groups) {
    const coordinator = await cluster.coordinator(group);
    const { results } = await coordinator.call(deleteGroups, { groupsNames: [group] });
    const code = results[0]?.errorCode ?? 0;
    if (code === 0) deleted.push(group);
    else failed.push(`* Group '${group}' could not be deleted due to: ${failureOf(errorName(code))}\n`);
  }
  const quoted = deleted.map((group) => `'${group}'`);
  if (failed.length > 0) {
    const lines = ['\nError: Deletion of some consumer groups failed:\n', ...failed];
    if (quoted.length > 0)
      lines.push(`\nThese consumer groups were deleted successfully: ${quoted.join(', ')}\n`);
    await writeText(context.stdout, lines.join(''));
    return;
  }
  await writeText(
    context.stdout,
    `Deletion of requested consumer groups (${quoted.join(', ')}) was successful.\n`,
  );
}

const reasons: Partial<Record<ErrorName, string>> = {
  GROUP_ID_NOT_FOUND: 'The group id does not exist.',
  NON_EMPTY_GROUP: 'The group is not empty.',
};

function failureOf(code: ErrorName): string {
  return `java.util.concurrent.ExecutionException: ${javaException(code)}: ${reasons[code] ?? code}`;
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
  if (described.groupState === 'Empty') {
    await writeText(context.stderr, `\nConsumer group '${group}' has no active members.\n`);
  } else if (described.groupState !== 'Stable') {
    await writeText(context.stderr, `\nWarning: Consumer group '${group}' is rebalancing.\n`);
  }
  if (options.has('state')) {
    const coordinator = await coordinatorName(cluster, group);
    const { groupState: state, protocolData: strategy, members } = described;
    await print(stateTable({ group, coordinator, strategy, state, members: members.length }));
    return;
  }
  const members = memberRows(described);
  if (options.has('members')) {
    if (members.length > 0) await print(memberTable(group, members, options.has('verbose')));
    return;
  }
  const rows = await offsetRows(cluster, group, members);
  if (rows.length > 0) await print(offsetTable(group, rows));
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

function byTopic(a: { topic: string; partition: number }, b: { topic: string; partition: number }): number {
  return a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1;
}
