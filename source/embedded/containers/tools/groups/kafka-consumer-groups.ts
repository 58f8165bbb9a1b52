import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import { deleteGroups } from '../../../kafka/messages/delete-groups.ts';
import { errorName, KafkaError } from '../../../kafka/messages/errors.ts';
import type { ProgramContext } from '../../shell/program.ts';
import { writeText } from '../../shell/streams.ts';
import { withCluster } from '../command-line/cluster-access.ts';
import { javaException, javaMessage } from '../command-line/java-exceptions.ts';
import { hashCode, javaHashOrder } from '../command-line/java-hash-order.ts';
import { JavaError, javaMain, thrownText } from '../command-line/java-main.ts';
import { type Options, UsageError } from '../command-line/options.ts';
import { scalaMapOrder } from '../command-line/scala-map-order.ts';
import { deleteOffsets } from './delete-offsets.ts';
import { describeGroups, type GroupView } from './describe-groups.ts';
import { listedGroups } from './group-lookup.ts';
import { checkGroupOptions, type GroupOption, groupTable, resetOf } from './group-options.ts';
import { offsetsAsCsv, type PlannedOffset } from './offset-csv.ts';
import { resetOffsets } from './reset-offsets.ts';

type Given = Options<GroupOption>;
const actions = ['list', 'describe', 'delete', 'reset-offsets', 'delete-offsets'] as const;
const states = ['PreparingRebalance', 'CompletingRebalance', 'Stable', 'Dead', 'Empty'] as const;
/** Options that need one of two others, which the parser itself checks. */
const dependent = {
  members: ['describe'],
  verbose: ['describe'],
  offsets: ['describe'],
  state: ['describe', 'list'],
} as const;

/** `kafka-consumer-groups`, as Kafka 3.3's: list, describe and delete groups, set and delete their offsets. */
export const kafkaConsumerGroups = javaMain<GroupOption>({
  table: groupTable,
  about:
    'This tool helps to list all consumer groups, describe a consumer group, delete consumer group info, or reset consumer group offsets.',
  malformed: 'uncaught',
  missing(options) {
    for (const [name, others] of Object.entries(dependent) as [
      keyof typeof dependent,
      readonly GroupOption[],
    ][])
      if (options.has(name) && !others.some((other) => options.has(other)))
        throw new UsageError(
          `Option(s) [${name}] are unavailable given other options on the command line`,
          'joptsimple.UnavailableOptionException',
        );
    return options.has('bootstrap-server') ? undefined : 'Missing required argument "[bootstrap-server]"';
  },
  async run(context, options) {
    await checkGroupOptions(context, options);
    const chosen = actions.filter((action) => options.has(action));
    const [action] = chosen;
    if (action === undefined || chosen.length > 1)
      throw new UsageError(
        'Command must include exactly one action: --list, --describe, --delete, --reset-offsets, --delete-offsets',
      );
    const access = {
      bootstrap: options.get('bootstrap-server')!,
      clientId: 'adminclient-1',
      component: 'AdminClient',
      call: 'listConsumerGroups',
    };
    try {
      await withCluster(context, access, (cluster) => runs[action](context, options, cluster));
    } catch (error) {
      // From here on, a value that does not fit its option is a failure like any other.
      if (!(error instanceof UsageError) || !error.exception?.startsWith('joptsimple.')) throw error;
      throw new JavaError(error.exception, error.message);
    }
    return 0;
  },
  /** A failure is printed, and the exit code is 0. */
  async failed(context, thrown) {
    const isOurs = thrown.exception.startsWith('org.apache.kafka.common.errors.');
    // What an admin client's call ends with, as a future hands it on.
    const cause = isOurs
      ? { exception: 'java.util.concurrent.ExecutionException', message: thrownText(thrown) }
      : thrown;
    await writeText(
      context.stdout,
      `\nError: Executing consumer group command failed due to ${cause.message}\n`,
    );
    await writeText(context.stderr, `${thrownText(cause)}\n`);
    return 0;
  },
});

type Run = (context: ProgramContext, options: Given, cluster: ClusterClient) => Promise<void>;

const runs: Readonly<Record<(typeof actions)[number], Run>> = {
  async list(context, options, cluster) {
    if (!options.has('state')) {
      const groups = await listedGroups(cluster);
      await writeText(context.stdout, groups.map(({ groupId }) => `${groupId}\n`).join(''));
      return;
    }
    const groups = await listedGroups(cluster, statesOf(options.get('state')));
    const width = Math.max(15, ...groups.map(({ groupId }) => groupId.length));
    const line = (group: string, state: string) => `${group.padEnd(width)} ${state}\n`;
    const rows = groups.map(({ groupId, groupState }) => line(groupId, groupState));
    await writeText(context.stdout, [line('GROUP', 'STATE'), ...rows].join(''));
  },

  async describe(context, options, cluster) {
    const members: GroupView = options.has('verbose') ? 'verbose members' : 'members';
    const view = options.has('members') ? members : options.has('state') ? 'state' : 'offsets';
    await describeGroups(context, cluster, await groupsOf(options, cluster), view);
  },

  async delete(context, options, cluster) {
    await remove(context, cluster, await groupsOf(options, cluster));
  },

  async 'reset-offsets'(context, options, cluster) {
    // Kafka's tool goes through them in one order, and prints the result in another.
    const groups = javaHashOrder(await groupsOf(options, cluster));
    const planned =
      groups.length === 0 ? [] : await resetOffsets(context, cluster, groups, resetOf(context, options));
    const plan = scalaMapOrder(groups, hashCode).flatMap((group) =>
      planned.filter((each) => each.group === group),
    );
    if (options.has('export')) {
      await writeText(context.stdout, `${offsetsAsCsv(plan, options.all('group').length !== 1)}\n`);
      return;
    }
    if (groups.length > 0) await writeText(context.stdout, resetTable(plan));
  },

  async 'delete-offsets'(context, options, cluster) {
    await deleteOffsets(context, cluster, options.get('group')!, options.all('topic'));
  },
};

async function groupsOf(options: Given, cluster: ClusterClient): Promise<string[]> {
  if (!options.has('all-groups')) return [...new Set(options.all('group'))];
  return (await listedGroups(cluster)).map(({ groupId }) => groupId);
}

function statesOf(text: string | undefined): string[] {
  if (text === undefined) return [];
  const wanted = text.split(',').map((state) => state.trim());
  if (wanted.some((state) => !(states as readonly string[]).includes(state)))
    throw new UsageError(`Invalid state list '${text}'. Valid states are: ${states.join(', ')}`);
  return wanted;
}

function resetTable(plan: readonly PlannedOffset[]): string {
  const row = (group: string, topic: string, partition: string, offset: string) =>
    `${group.padEnd(30)} ${topic.padEnd(30)} ${partition.padEnd(10)} ${offset.padEnd(15)}\n`;
  const rows = plan.map(({ group, topic, partition, offset }) =>
    row(group, topic, String(partition), String(offset)),
  );
  return `\n${row('GROUP', 'TOPIC', 'PARTITION', 'NEW-OFFSET')}${rows.join('')}`;
}

async function remove(
  context: ProgramContext,
  cluster: ClusterClient,
  groups: readonly string[],
): Promise<void> {
  const failed: string[] = [];
  const deleted: string[] = [];
  for (const group of javaHashOrder(groups)) {
    const coordinator = await cluster.coordinator(group);
    const { results } = await coordinator.call(deleteGroups, { groupsNames: [group] });
    const code = errorName(results[0]?.errorCode ?? 0);
    if (code === 'NONE') {
      deleted.push(group);
      continue;
    }
    const thrown = { exception: javaException(code), message: javaMessage(new KafkaError(code)) };
    const why = `java.util.concurrent.ExecutionException: ${thrownText(thrown)}`;
    failed.push(`* Group '${group}' could not be deleted due to: ${why}\n`);
  }
  const quoted = deleted.map((group) => `'${group}'`).join(', ');
  if (failed.length === 0) {
    // Of no groups, Kafka's tool prints the empty name.
    const names = quoted === '' ? "''" : quoted;
    await writeText(context.stdout, `Deletion of requested consumer groups (${names}) was successful.\n`);
    return;
  }
  const lines = ['\nError: Deletion of some consumer groups failed:\n', ...failed];
  if (quoted !== '') lines.push(`\nThese consumer groups were deleted successfully: ${quoted}\n`);
  await writeText(context.stdout, lines.join(''));
}
