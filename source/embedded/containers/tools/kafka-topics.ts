import { checkTopicConfig, topicConfigs } from '../../kafka/broker/config/topic-config.ts';
import type { ClusterClient } from '../../kafka/client/cluster-client.ts';
import { createPartitions } from '../../kafka/messages/create-partitions.ts';
import { createTopics } from '../../kafka/messages/create-topics.ts';
import { deleteTopics } from '../../kafka/messages/delete-topics.ts';
import { describeConfigs } from '../../kafka/messages/describe-configs.ts';
import { checkErrorCode, errorCodes, KafkaError } from '../../kafka/messages/errors.ts';
import type { MetadataResponseTopic } from '../../kafka/messages/metadata.ts';
import type { ProgramContext } from '../shell/program.ts';
import { writeText } from '../shell/streams.ts';
import { withCluster } from './cluster-access.ts';
import { javaHashOrder } from './java-hash-order.ts';
import { type Options, UsageError } from './options.ts';
import { kafkaTool, ToolError } from './run-tool.ts';
import { describeTopic } from './topic-table.ts';

const table = {
  alter: { value: 'none', help: 'Change the number of partitions.' },
  'at-min-isr-partitions': {
    value: 'none',
    help: 'With --describe: only partitions whose ISR is as small as allowed.',
  },
  'bootstrap-server': { value: 'required', help: 'REQUIRED: a broker to begin with, host:port.' },
  'command-config': { value: 'required', help: 'A file with settings for the client.' },
  config: { value: 'many', help: 'With --create: a setting of the topic, name=value.' },
  create: { value: 'none', help: 'Create a topic.' },
  delete: { value: 'none', help: 'Delete a topic.' },
  describe: { value: 'none', help: 'Show topics, their partitions, leaders and replicas.' },
  'exclude-internal': { value: 'none', help: 'With --list or --describe: leave internal topics out.' },
  help: { value: 'none', help: 'Show this.' },
  'if-exists': {
    value: 'none',
    help: 'With --alter, --delete or --describe: a topic that is not there is no error.',
  },
  'if-not-exists': { value: 'none', help: 'With --create: a topic that is there is no error.' },
  list: { value: 'none', help: 'List topics.' },
  partitions: { value: 'required', help: 'How many partitions.' },
  'replica-assignment': { value: 'required', help: 'Replicas of each partition, 0:1,1:2.' },
  'replication-factor': { value: 'required', help: 'How many replicas of each partition.' },
  topic: { value: 'required', help: 'A topic; with --list, --describe, --alter and --delete a pattern.' },
  'topics-with-overrides': {
    value: 'none',
    help: 'With --describe: only topics with settings of their own.',
  },
  'unavailable-partitions': { value: 'none', help: 'With --describe: only partitions without a leader.' },
  'under-replicated-partitions': {
    value: 'none',
    help: 'With --describe: only partitions with a replica out of sync.',
  },
} as const;

type Name = keyof typeof table;
const actions = ['list', 'describe', 'create', 'alter', 'delete'] as const;
type Action = (typeof actions)[number];

/** `kafka-topics`, as in Kafka 3.3: its options and output. */
export const kafkaTopics = kafkaTool<Name>(
  table,
  'kafka.admin.TopicCommand$',
  (message) => `Error while executing topic command : ${message}`,
  async (context, options) => {
    const chosen = actions.filter((action) => options.has(action));
    const [action] = chosen;
    if (options.has('help'))
      throw new UsageError('This tool helps to create, delete, describe, or change a topic.');
    if (chosen.length !== 1 || action === undefined) {
      throw new UsageError(
        'Command must include exactly one action: --list, --describe, --create, --alter or --delete',
      );
    }
    const bootstrap = options.get('bootstrap-server');
    if (bootstrap === undefined) throw new UsageError('Missing required argument "[bootstrap-server]"');
    if ((action === 'create' || action === 'alter' || action === 'delete') && !options.has('topic')) {
      throw new UsageError('Missing required argument "[topic]"');
    }
    if (action === 'alter' && !options.has('partitions'))
      throw new UsageError('Missing required argument "[partitions]"');
    for (const other of ['partitions', 'replication-factor', 'replica-assignment', 'config'] as const)
      if (options.has(other) && !(takenBy[other] as readonly Action[]).includes(action))
        throw new UsageError(`Option "[${other}]" can't be used with option "[${action}]"`);
    const call = {
      list: 'listTopics',
      describe: 'describeTopics',
      create: 'createTopics',
      alter: 'listTopics',
      delete: 'listTopics',
    };
    const access = { bootstrap, clientId: 'adminclient-1', component: 'AdminClient', call: call[action] };
    await withCluster(context, access, (cluster) => runs[action](context, options, cluster));
    return 0;
  },
);

const collisionWarning =
  "WARNING: Due to limitations in metric names, topics with a period ('.') or underscore ('_') could collide. " +
  'To avoid issues it is best to use either, but not both.';

const takenBy = {
  partitions: ['create', 'alter'],
  'replication-factor': ['create'],
  'replica-assignment': ['create', 'alter'],
  config: ['create', 'alter'],
} satisfies Record<string, readonly Action[]>;

/** The tool itself refuses invalid values; the broker refuses unknown settings. */
function checkConfig(name: string, value: string): void {
  try {
    checkTopicConfig(name, value);
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    if (!Object.hasOwn(topicConfigs, name)) throw error;
    throw new ToolError(error.message, 'org.apache.kafka.common.config.ConfigException');
  }
}

type Run = (context: ProgramContext, options: Options<Name>, cluster: ClusterClient) => Promise<void>;

const runs: Readonly<Record<Action, Run>> = {
  async list(context, options, cluster) {
    const topics = await matching(options, cluster);
    await writeText(context.stdout, `${topics.map((topic) => topic.name).join('\n')}\n`);
  },

  async describe(context, options, cluster) {
    const found = await matching(options, cluster);
    ensureSome(found, options);
    const names = found.map((topic) => topic.name ?? '');
    const ordered = javaHashOrder(names, 2 ** Math.ceil(Math.log2(Math.max(names.length, 1))));
    const topics = ordered.map((name) => found.find((topic) => topic.name === name)!);
    const { brokers } = await cluster.metadata([]);
    const live = new Set(brokers.map((broker) => broker.nodeId));
    const configs = await configsOf(cluster, ordered);
    for (const topic of topics) {
      const lines = describeTopic(topic, configs.get(topic.name ?? '') ?? [], live, {
        overrides: options.has('topics-with-overrides'),
        unavailable: options.has('unavailable-partitions'),
        underReplicated: options.has('under-replicated-partitions'),
        atMinIsr: options.has('at-min-isr-partitions'),
      });
      await writeText(context.stdout, lines.map((line) => `${line}\n`).join(''));
    }
  },

  async create(context, options, cluster) {
    const name = options.get('topic')!;
    const assignments = replicaAssignment(options.get('replica-assignment'));
    if (/[._]/.test(name)) await writeText(context.stdout, `${collisionWarning}\n`);
    const config = options.pairs('config');
    for (const [key, value] of Object.entries(config)) checkConfig(key, value);
    const partitions = options.integer('partitions');
    if (partitions !== undefined && partitions < 1)
      throw new ToolError('The partitions must be greater than 0');
    const replicationFactor = options.integer('replication-factor');
    if (replicationFactor !== undefined && (replicationFactor < 1 || replicationFactor > 32_767))
      throw new ToolError('The replication factor must be between 1 and 32767 inclusive');
    const controller = await cluster.controller();
    const { topics } = await controller.call(createTopics, {
      topics: [
        {
          name,
          numPartitions: assignments.length > 0 ? -1 : (partitions ?? -1),
          replicationFactor: assignments.length > 0 ? -1 : (replicationFactor ?? -1),
          assignments,
          configs: Object.entries(config).map(([key, value]) => ({ name: key, value })),
        },
      ],
      timeoutMs: 30_000,
    });
    const result = topics[0];
    if (result === undefined) throw new ToolError(`No answer about topic ${name}`);
    if (result.errorCode === errorCodes.TOPIC_ALREADY_EXISTS && options.has('if-not-exists')) return;
    checkErrorCode(result.errorCode, result.errorMessage);
    await writeText(context.stdout, `Created topic ${name}.\n`);
  },

  async alter(_context, options, cluster) {
    const topics = await matching(options, cluster);
    ensureSome(topics, options);
    if (topics.length === 0) return;
    const controller = await cluster.controller();
    const count = options.integer('partitions', 1)!;
    const { results } = await controller.call(createPartitions, {
      topics: topics.map((topic) => ({ name: topic.name ?? '', count, assignments: null })),
      timeoutMs: 30_000,
    });
    for (const result of results) checkErrorCode(result.errorCode, result.errorMessage);
  },

  async delete(_context, options, cluster) {
    const topics = await matching(options, cluster);
    ensureSome(topics, options);
    if (topics.length === 0) return;
    const names = topics.map((topic) => topic.name ?? '');
    const controller = await cluster.controller();
    const { responses } = await controller.call(deleteTopics, {
      topics: names.map((name) => ({ name })),
      topicNames: names,
      timeoutMs: 30_000,
    });
    for (const result of responses) checkErrorCode(result.errorCode, result.errorMessage);
  },
};

/** The topics matched by `--topic`, sorted; all without it. A comma in a pattern separates alternatives. */
async function matching(options: Options<Name>, cluster: ClusterClient): Promise<MetadataResponseTopic[]> {
  const { topics } = await cluster.metadata();
  const pattern = options.get('topic');
  let accepts: RegExp | undefined;
  try {
    if (pattern !== undefined)
      accepts = new RegExp(`^(?:${pattern.trim().replace(/,/g, '|').replace(/["']/g, '')})$`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ToolError(`${pattern} is an invalid regex.`);
  }
  return topics
    .filter((topic) => topic.name !== null && (accepts === undefined || accepts.test(topic.name)))
    .filter((topic) => !(topic.isInternal && options.has('exclude-internal')))
    .sort((a, b) => (a.name! < b.name! ? -1 : 1));
}

function ensureSome(topics: readonly unknown[], options: Options<Name>): void {
  const name = options.get('topic');
  if (topics.length > 0 || name === undefined || options.has('if-exists')) return;
  throw new ToolError(`Topic '${name}' does not exist as expected`);
}

/** Each topic's non-default settings, `name=value`. */
async function configsOf(cluster: ClusterClient, names: readonly string[]): Promise<Map<string, string[]>> {
  const result = new Map<string, string[]>();
  if (names.length === 0) return result;
  const connection = await cluster.any();
  const { results } = await connection.call(describeConfigs, {
    resources: names.map((resourceName) => ({ resourceType: 2, resourceName, configurationKeys: null })),
  });
  for (const { resourceName, errorCode, configs } of results) {
    if (errorCode !== 0) continue;
    const own = configs.filter((config) => config.configSource !== 5 && !config.isDefault);
    const values = new Map(own.map(({ name, value }) => [name, `${name}=${value ?? ''}`]));
    const everyName = configs.map(({ name }) => name);
    result.set(
      resourceName,
      javaHashOrder(everyName).flatMap((name) => values.get(name) ?? []),
    );
  }
  return result;
}

/** `0:1,1:2` → the replicas of partition 0 are 0 and 1, of partition 1 they are 1 and 2. */
function replicaAssignment(text: string | undefined) {
  if (text === undefined) return [];
  return text.split(',').map((replicas, partitionIndex) => {
    const brokerIds = replicas.split(':').map(Number);
    if (brokerIds.some((id) => !Number.isInteger(id) || id < 0)) {
      throw new UsageError(`For input string: "${replicas}"`, 'java.lang.NumberFormatException');
    }
    return { partitionIndex, brokerIds };
  });
}
