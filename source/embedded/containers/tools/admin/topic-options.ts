import { checkTopicConfig, topicConfigs } from '../../../kafka/broker/config/topic-config.ts';
import { KafkaError } from '../../../kafka/messages/errors.ts';
import { JavaError } from '../command-line/java-main.ts';
import { type Options, type OptionTable, UsageError } from '../command-line/options.ts';

export const topicTable = {
  alter: { value: 'none', help: 'Change the number of partitions.' },
  'at-min-isr-partitions': {
    value: 'none',
    help: 'With --describe: only partitions whose ISR is as small as allowed.',
  },
  'bootstrap-server': {
    value: 'required',
    named: 'server to connect to',
    help: 'REQUIRED: the brokers, host:port,…',
  },
  'command-config': {
    value: 'required',
    named: 'command config property file',
    help: 'Settings of the client.',
  },
  config: { value: 'many', named: 'name=value', help: 'With --create: a setting of the topic.' },
  create: { value: 'none', help: 'Create a topic.' },
  delete: { value: 'none', help: 'Delete a topic.' },
  'delete-config': { value: 'many', named: 'name', help: 'Not with --bootstrap-server: see kafka-configs.' },
  describe: { value: 'none', help: 'Show topics, their partitions, leaders and replicas.' },
  'disable-rack-aware': { value: 'none', help: 'Without effect.' },
  'exclude-internal': { value: 'none', help: 'With --list or --describe: leave internal topics out.' },
  'if-exists': {
    value: 'none',
    help: 'With --alter, --delete or --describe: a topic that is not there is no error.',
  },
  'if-not-exists': { value: 'none', help: 'With --create: a topic that is there is no error.' },
  list: { value: 'none', help: 'List topics.' },
  partitions: { value: 'required', type: 'Integer', named: '# of partitions', help: 'How many partitions.' },
  'replica-assignment': {
    value: 'required',
    named: 'broker_id_for_part1_replica1 : broker_id_for_part1_replica2 , ...',
    help: 'Replicas of each partition, 0:1,1:2.',
  },
  'replication-factor': {
    value: 'required',
    type: 'Integer',
    named: 'replication factor',
    help: 'How many replicas of each partition.',
  },
  topic: {
    value: 'required',
    named: 'topic',
    help: 'A topic; with --list, --describe, --alter and --delete a pattern.',
  },
  'topic-id': { value: 'required', named: 'topic-id', help: 'With --describe: the id of a topic.' },
  'topics-with-overrides': {
    value: 'none',
    help: 'With --describe: only topics with settings of their own.',
  },
  'unavailable-partitions': { value: 'none', help: 'With --describe: only partitions without a leader.' },
  'under-min-isr-partitions': {
    value: 'none',
    help: 'With --describe: only partitions whose ISR is smaller than allowed.',
  },
  'under-replicated-partitions': {
    value: 'none',
    help: 'With --describe: only partitions with a replica out of sync.',
  },
} as const satisfies OptionTable<string>;

export type TopicOption = keyof typeof topicTable;
type Given = Options<TopicOption>;

export const topicActions = ['list', 'describe', 'create', 'alter', 'delete'] as const;
export type TopicAction = (typeof topicActions)[number];

const reports = [
  'under-replicated-partitions',
  'under-min-isr-partitions',
  'at-min-isr-partitions',
  'unavailable-partitions',
] as const;

/** Option → the actions that take it. */
const takenBy: readonly (readonly [TopicOption, readonly TopicAction[]])[] = [
  ['config', ['create', 'alter']],
  ['delete-config', ['alter']],
  ['partitions', ['create', 'alter']],
  ['replication-factor', ['create']],
  ['replica-assignment', ['create', 'alter']],
  ...reports.map((report) => [report, ['describe']] as const),
  ['topics-with-overrides', ['describe']],
  ['if-exists', ['alter', 'delete', 'describe']],
  ['if-not-exists', ['create']],
  ['exclude-internal', ['list', 'describe']],
];

/** The action, once all of the command line is checked as the tool does. Throws UsageError. */
export function topicAction(options: Given): TopicAction {
  const chosen = topicActions.filter((action) => options.has(action));
  const [action] = chosen;
  if (action === undefined || chosen.length > 1)
    throw new UsageError(
      'Command must include exactly one action: --list, --describe, --create, --alter or --delete',
    );
  if (!options.has('bootstrap-server'))
    throw new UsageError('--bootstrap-server must be specified', 'java.lang.IllegalArgumentException');
  if (action === 'describe' && options.has('if-exists') && !options.has('topic') && !options.has('topic-id'))
    throw new UsageError('--topic or --topic-id is required to describe a topic');
  if (action !== 'list' && action !== 'describe' && !options.has('topic'))
    throw new UsageError('Missing required argument "[topic]"');
  if (action === 'alter') {
    if (options.has('config'))
      throw new UsageError(
        'Option combination "[bootstrap-server],[config]" can\'t be used with option "[alter]" (the kafka-configs CLI supports altering topic configs with a --bootstrap-server option)',
      );
    if (!options.has('partitions')) throw new UsageError('Missing required argument "[partitions]"');
  }
  for (const [name, actions] of takenBy)
    if (options.has(name) && !actions.includes(action)) throw excluded(name, action);
  if (options.has('delete-config')) throw excluded('delete-config', 'bootstrap-server');
  if (action === 'create' && options.has('replica-assignment'))
    for (const other of ['partitions', 'replication-factor'] as const)
      if (options.has(other)) throw excluded('replica-assignment', other);
  const [report, another] = [...reports, 'topics-with-overrides' as const].filter((name) =>
    options.has(name),
  );
  if (report !== undefined && another !== undefined) throw excluded(report, another);
  return action;
}

function excluded(used: TopicOption, other: TopicOption): UsageError {
  return new UsageError(`Option "[${used}]" can't be used with option "[${other}]"`);
}

/** The settings of a new topic. The tool itself refuses invalid values; the broker refuses unknown ones. Throws JavaError. */
export function newTopicConfig(options: Given): Record<string, string> {
  const pairs = options.all('config').map((text) => text.split(/\s*=\s*/));
  if (pairs.some((pair) => pair.length !== 2 || pair[1] === ''))
    throw new JavaError(
      'java.lang.IllegalArgumentException',
      'requirement failed: Invalid topic config: all configs to be added must be in the format "key=val".',
    );
  const config = Object.fromEntries(pairs.map(([name = '', value = '']) => [name.trim(), value.trim()]));
  for (const [name, value] of Object.entries(config)) checkConfig(name, value);
  return config;
}

function checkConfig(name: string, value: string): void {
  try {
    checkTopicConfig(name, value);
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    if (!Object.hasOwn(topicConfigs, name)) throw error;
    throw new JavaError('org.apache.kafka.common.config.ConfigException', error.message);
  }
}

/** `0:1,1:2` → the replicas of partition 0 are 0 and 1, of partition 1 they are 1 and 2. Throws JavaError. */
export function replicaAssignment(
  text: string | undefined,
): { partitionIndex: number; brokerIds: number[] }[] {
  if (text === undefined) return [];
  const assignment = text.split(',').map((replicas, partitionIndex) => {
    const brokerIds = replicas.split(':').map((word) => {
      if (!/^[-+]?\d{1,9}$/.test(word.trim()))
        throw new JavaError('java.lang.NumberFormatException', `For input string: "${word.trim()}"`);
      return Number(word);
    });
    const twice = [...new Set(brokerIds.filter((id, index) => brokerIds.indexOf(id) !== index))];
    if (twice.length > 0)
      throw new JavaError(
        'kafka.common.AdminCommandFailedException',
        `Partition replica lists may not contain duplicate entries: ${twice.join(',')}`,
      );
    return { partitionIndex, brokerIds };
  });
  const length = assignment[0]!.brokerIds.length;
  const different = assignment.find(({ brokerIds }) => brokerIds.length !== length);
  if (different !== undefined)
    throw new JavaError(
      'kafka.admin.AdminOperationException',
      `Partition ${different.partitionIndex} has different replication factor: ${different.brokerIds.join(':')}`,
    );
  return assignment;
}

/** A topic id of 22 characters; undefined if none is given, or the zero id. Throws JavaError. */
export function topicIdOf(options: Given): string | undefined {
  const text = options.get('topic-id');
  if (text === undefined || /^A{22}$/.test(text)) return undefined;
  const { length } = Buffer.from(text, 'base64url');
  if (text.length > 24)
    throw new JavaError(
      'java.lang.IllegalArgumentException',
      `Input string with prefix \`${text.slice(0, 24)}\` is too long to be decoded as a base64 UUID`,
    );
  if (length !== 16)
    throw new JavaError(
      'java.lang.IllegalArgumentException',
      `Input string \`${text}\` decoded as ${length} bytes, which is not equal to the expected 16 bytes of a base64-encoded UUID`,
    );
  return text;
}
