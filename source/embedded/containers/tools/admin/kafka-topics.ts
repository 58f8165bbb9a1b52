import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import { createPartitions } from '../../../kafka/messages/create-partitions.ts';
import { createTopics } from '../../../kafka/messages/create-topics.ts';
import { deleteTopics } from '../../../kafka/messages/delete-topics.ts';
import { describeConfigs } from '../../../kafka/messages/describe-configs.ts';
import { checkErrorCode, errorCodes } from '../../../kafka/messages/errors.ts';
import type { MetadataResponseTopic } from '../../../kafka/messages/metadata.ts';
import { logLine } from '../../../zookeeper/log-line.ts';
import type { ProgramContext } from '../../shell/program.ts';
import { writeText } from '../../shell/streams.ts';
import { javaHashOrder } from '../command-line/java-hash-order.ts';
import { JavaError, javaMain, thrownText } from '../command-line/java-main.ts';
import { topicFilter } from '../command-line/java-pattern.ts';
import { type Options, UsageError } from '../command-line/options.ts';
import { withAdmin } from './admin-access.ts';
import { movingPartitions } from './reassignment-actions.ts';
import {
  newTopicConfig,
  replicaAssignment,
  type TopicAction,
  type TopicOption,
  topicAction,
  topicIdOf,
  topicTable,
} from './topic-options.ts';
import { describeTopic } from './topic-table.ts';

const calls: Readonly<Record<TopicAction, string>> = {
  list: 'listTopics',
  describe: 'describeTopics',
  create: 'createTopics',
  alter: 'listTopics',
  delete: 'listTopics',
};

/** `kafka-topics`, as in Kafka 3.3: its options and output. */
export const kafkaTopics = javaMain<TopicOption>({
  table: topicTable,
  about: 'This tool helps to create, delete, describe, or change a topic.',
  alone: 'Create, delete, describe, or change a topic.',
  malformed: 'uncaught',
  async run(context, options) {
    const action = topicAction(options);
    await withAdmin(context, options.get('bootstrap-server')!, calls[action], async (cluster) => {
      try {
        await runs[action](context, options, cluster);
      } catch (error) {
        // From here on, a value that does not fit its option is a failure like any other.
        if (!(error instanceof UsageError) || !error.exception?.startsWith('joptsimple.')) throw error;
        throw new JavaError(error.exception, error.message);
      }
    });
    return 0;
  },
  async failed(context, thrown) {
    await writeText(context.stdout, `Error while executing topic command : ${thrown.message}\n`);
    // The tool logs the whole stack trace, which ends in a newline; its frames are Java's.
    const line = logLine('ERROR', `${thrownText(thrown)}\n`, 'kafka.admin.TopicCommand$');
    await writeText(context.stderr, `${line}\n`);
    return 1;
  },
});

const collisionWarning =
  "WARNING: Due to limitations in metric names, topics with a period ('.') or underscore ('_') could collide. " +
  'To avoid issues it is best to use either, but not both.';

function illegal(message: string): JavaError {
  return new JavaError('java.lang.IllegalArgumentException', message);
}

type Run = (context: ProgramContext, options: Options<TopicOption>, cluster: ClusterClient) => Promise<void>;

const runs: Readonly<Record<TopicAction, Run>> = {
  async list(context, options, cluster) {
    const topics = await matching(options, cluster);
    await writeText(context.stdout, `${topics.map((topic) => topic.name).join('\n')}\n`);
  },

  async describe(context, options, cluster) {
    const found = await described(options, cluster);
    const names = found.map((topic) => topic.name ?? '');
    const ordered = javaHashOrder(names, 2 ** Math.ceil(Math.log2(Math.max(names.length, 1))));
    const topics = ordered.map((name) => found.find((topic) => topic.name === name)!);
    const { brokers } = await cluster.metadata([]);
    const live = new Set(brokers.map((broker) => broker.nodeId));
    const configs = await configsOf(cluster, ordered);
    const moving = await movingPartitions(cluster);
    for (const topic of topics) {
      const filters = {
        overrides: options.has('topics-with-overrides'),
        unavailable: options.has('unavailable-partitions'),
        underReplicated: options.has('under-replicated-partitions'),
        underMinIsr: options.has('under-min-isr-partitions'),
        atMinIsr: options.has('at-min-isr-partitions'),
      };
      const ofTopic = new Map(
        moving.filter((each) => each.topic === topic.name).map((each) => [each.partition, each]),
      );
      const lines = describeTopic(topic, configs.get(topic.name ?? '') ?? [], live, filters, ofTopic);
      await writeText(context.stdout, lines.map((line) => `${line}\n`).join(''));
    }
  },

  async create(context, options, cluster) {
    const name = options.get('topic')!;
    const assignments = replicaAssignment(options.get('replica-assignment'));
    if (/[._]/.test(name)) await writeText(context.stdout, `${collisionWarning}\n`);
    const config = newTopicConfig(options);
    const partitions = options.integer('partitions');
    if (partitions !== undefined && partitions < 1) throw illegal('The partitions must be greater than 0');
    const replicationFactor = options.integer('replication-factor');
    if (replicationFactor !== undefined && (replicationFactor < 1 || replicationFactor > 32_767))
      throw illegal('The replication factor must be between 1 and 32767 inclusive');
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
    if (result === undefined) throw illegal(`No answer about topic ${name}`);
    if (result.errorCode === errorCodes.TOPIC_ALREADY_EXISTS && options.has('if-not-exists')) return;
    checkErrorCode(result.errorCode, result.errorMessage);
    await writeText(context.stdout, `Created topic ${name}.\n`);
  },

  async alter(_context, options, cluster) {
    const topics = await matching(options, cluster);
    ensureSome(topics, options);
    if (topics.length === 0) return;
    const controller = await cluster.controller();
    const count = options.integer('partitions')!;
    const { results } = await controller.call(createPartitions, {
      topics: topics.map((topic) => ({
        name: topic.name ?? '',
        count,
        assignments: added(topic, replicaAssignment(options.get('replica-assignment'))),
      })),
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

/** The topics matched by `--topic`, sorted; all without it. */
async function matching(
  options: Options<TopicOption>,
  cluster: ClusterClient,
): Promise<MetadataResponseTopic[]> {
  const { topics } = await cluster.metadata();
  const pattern = options.get('topic');
  const accepts = pattern === undefined ? undefined : topicFilter(pattern);
  const found: MetadataResponseTopic[] = [];
  for (const topic of topics) {
    if (topic.name === null || (topic.isInternal && options.has('exclude-internal'))) continue;
    if (accepts === undefined || (await accepts(topic.name))) found.push(topic);
  }
  return found.sort((a, b) => (a.name! < b.name! ? -1 : 1));
}

/** The topics to describe: by id, where one is given, and by name otherwise. */
async function described(
  options: Options<TopicOption>,
  cluster: ClusterClient,
): Promise<MetadataResponseTopic[]> {
  const id = topicIdOf(options);
  if (id === undefined) {
    const found = await matching(options, cluster);
    ensureSome(found, options);
    return found;
  }
  const { topics } = await cluster.metadata();
  const found = topics.filter(({ topicId }) => topicId === id);
  if (found.length === 0 && !options.has('if-exists'))
    throw illegal(`TopicId '${id}' does not exist as expected`);
  return found;
}

function ensureSome(topics: readonly unknown[], options: Options<TopicOption>): void {
  const name = options.get('topic');
  if (topics.length > 0 || name === undefined || options.has('if-exists')) return;
  throw illegal(`Topic '${name}' does not exist as expected`);
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

/** The replicas of the partitions that are new; null where the controller is to choose them. */
function added(
  { partitions }: MetadataResponseTopic,
  assignment: readonly { readonly brokerIds: readonly number[] }[],
): { brokerIds: readonly number[] }[] | null {
  if (assignment.length === 0) return null;
  return assignment.slice(partitions.length).map(({ brokerIds }) => ({ brokerIds }));
}
