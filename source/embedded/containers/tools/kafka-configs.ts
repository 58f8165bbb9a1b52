import type { ClusterClient } from '../../kafka/client/cluster-client.ts';
import {
  type DescribeConfigsResourceResult,
  describeConfigs,
} from '../../kafka/messages/describe-configs.ts';
import { checkErrorCode, KafkaError } from '../../kafka/messages/errors.ts';
import { incrementalAlterConfigs } from '../../kafka/messages/incremental-alter-configs.ts';
import { writeText } from '../shell/streams.ts';
import { withCluster } from './cluster-access.ts';
import { parseConfigs } from './config-pairs.ts';
import { type Options, UsageError } from './options.ts';
import { TerseError, terseTool } from './terse-tool.ts';

const table = {
  'add-config': { value: 'required', help: 'With --alter: settings, k1=v1,k2=[v1,v2],k3=v3.' },
  all: { value: 'none', help: 'With --describe: all settings, defaults among them.' },
  alter: { value: 'none', help: 'Change the settings of a topic.' },
  'bootstrap-server': { value: 'required', help: 'REQUIRED: a broker to begin with, host:port.' },
  broker: { value: 'required', help: 'The id of a broker.' },
  'broker-defaults': { value: 'none', help: 'What holds for every broker.' },
  'command-config': { value: 'required', help: 'A file with settings for the client.' },
  'delete-config': { value: 'required', help: 'With --alter: settings to take away, k1,k2.' },
  describe: { value: 'none', help: 'Show the settings of topics or brokers.' },
  'entity-default': { value: 'none', help: 'With --entity-type brokers: what holds for every broker.' },
  'entity-name': { value: 'required', help: 'The name of a topic or the id of a broker.' },
  'entity-type': { value: 'required', help: 'topics or brokers.' },
  force: { value: 'none', help: 'Ask nothing.' },
  help: { value: 'none', help: 'Show this.' },
  topic: { value: 'required', help: 'The name of a topic.' },
} as const;

type Name = keyof typeof table;

const entityTypes = ['topics', 'clients', 'users', 'brokers', 'ips', 'broker-loggers'] as const;
/** Resource types of DescribeConfigs, and the source that marks an entity's own value. */
const kinds = {
  topics: { resourceType: 2, one: 'topic', ownSource: 1 },
  brokers: { resourceType: 4, one: 'broker', ownSource: 2 },
} as const;
type Kind = keyof typeof kinds;

const sources: Readonly<Record<number, string>> = {
  1: 'DYNAMIC_TOPIC_CONFIG',
  2: 'DYNAMIC_BROKER_CONFIG',
  3: 'DYNAMIC_DEFAULT_BROKER_CONFIG',
  4: 'STATIC_BROKER_CONFIG',
  5: 'DEFAULT_CONFIG',
};

/** `kafka-configs`, as Kafka 3.3's: the settings of topics and brokers. */
export const kafkaConfigs = terseTool<Name>(
  table,
  {
    terse: (message) => message,
    stream: 'stderr',
    heading: (argv) => `Error while executing config command with args '${argv.join(' ')}'\n`,
  },
  async (context, options) => {
    if (options.has('help'))
      throw new UsageError(
        'This tool helps to manipulate and describe entity config for a topic, client, user, broker, ip or broker-loggers',
      );
    const { kind, name } = entityOf(options);
    const bootstrap = options.get('bootstrap-server');
    if (bootstrap === undefined)
      throw new TerseError(
        'One of the required --bootstrap-server or --zookeeper arguments must be specified',
      );
    const access = {
      bootstrap,
      clientId: 'adminclient-1',
      component: 'AdminClient',
      call: 'describeConfigs',
    };
    const print = (line: string) => writeText(context.stdout, `${line}\n`);
    await withCluster(context, access, async (cluster) => {
      if (options.has('describe')) await describe(cluster, kind, name, options.has('all'), print);
      else await alter(cluster, kind, name, options, print);
    });
  },
);

/** The entity of the command line: a type and a name; '' for the cluster-wide default, undefined for all. */
function entityOf(options: Options<Name>): { kind: Kind; name: string | undefined } {
  const actions = (['describe', 'alter'] as const).filter((action) => options.has(action));
  if (actions.length !== 1)
    throw new UsageError('Command must include exactly one action: --describe, --alter');
  const byFlag = options.has('topic')
    ? 'topics'
    : options.has('broker') || options.has('broker-defaults')
      ? 'brokers'
      : undefined;
  const type = byFlag ?? options.get('entity-type');
  if (type === undefined) throw new TerseError('At least one entity type must be specified');
  if (!(entityTypes as readonly string[]).includes(type))
    throw new TerseError(
      `Invalid entity type ${type}, the entity type must be one of ${entityTypes.join(', ')} with the --bootstrap-server argument`,
    );
  if (options.has('alter') && !options.has('add-config') && !options.has('delete-config'))
    throw new TerseError(
      'At least one of --add-config, --add-config-file, or --delete-config must be specified with --alter',
    );
  if (type !== 'topics' && type !== 'brokers')
    throw new KafkaError('UNSUPPORTED_VERSION', 'The broker does not support DESCRIBE_CLIENT_QUOTAS');
  const isDefault = options.has('entity-default') || options.has('broker-defaults');
  const name = isDefault ? '' : (options.get('topic') ?? options.get('broker') ?? options.get('entity-name'));
  if (type === 'brokers' && name && !/^\d+$/.test(name))
    throw new TerseError(`The entity name for ${type} must be a valid integer broker id, found: ${name}`);
  if (options.has('alter') && name === undefined)
    throw new TerseError(`An entity name must be specified with --alter of ${type}`);
  return { kind: type, name };
}

async function describe(
  cluster: ClusterClient,
  kind: Kind,
  name: string | undefined,
  all: boolean,
  print: (line: string) => Promise<void>,
): Promise<void> {
  const { one } = kinds[kind];
  for (const entity of name === undefined ? await entitiesOf(cluster, kind) : [name]) {
    const whose =
      entity === ''
        ? `Default configs for ${one}s in the cluster`
        : `${all ? 'All' : 'Dynamic'} configs for ${one} ${entity}`;
    await print(`${whose} are:`);
    for (const config of await configsOf(cluster, kind, entity, all)) {
      const synonyms = config.synonyms.map(
        (each) => `${sources[each.source] ?? 'UNKNOWN'}:${each.name}=${each.value}`,
      );
      await print(
        `  ${config.name}=${config.value} sensitive=${config.isSensitive} synonyms={${synonyms.join(', ')}}`,
      );
    }
  }
}

async function entitiesOf(cluster: ClusterClient, kind: Kind): Promise<string[]> {
  const { topics, brokers } = await cluster.metadata();
  if (kind === 'topics') return topics.map((topic) => topic.name ?? '').sort();
  return [
    ...brokers
      .map(({ nodeId }) => nodeId)
      .sort((a, b) => a - b)
      .map(String),
    '',
  ];
}

async function configsOf(
  cluster: ClusterClient,
  kind: Kind,
  name: string,
  all: boolean,
): Promise<DescribeConfigsResourceResult[]> {
  // Cluster-wide defaults exist only in ZooKeeper, and there are none.
  if (kind === 'brokers' && name === '') return [];
  const { resourceType, ownSource } = kinds[kind];
  const connection = kind === 'brokers' ? await cluster.broker(Number(name)) : await cluster.any();
  const { results } = await connection.call(describeConfigs, {
    resources: [{ resourceType, resourceName: name, configurationKeys: null }],
    includeSynonyms: true,
  });
  const [result] = results;
  if (result === undefined) return [];
  checkErrorCode(result.errorCode, result.errorMessage ?? '');
  return result.configs.filter(({ configSource }) => all || configSource === ownSource);
}

async function alter(
  cluster: ClusterClient,
  kind: Kind,
  name: string | undefined,
  options: Options<Name>,
  print: (line: string) => Promise<void>,
): Promise<void> {
  const { resourceType, one } = kinds[kind];
  const added = parseConfigs(options.get('add-config') ?? '');
  const deleted = (options.get('delete-config') ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);
  const present = await configsOf(cluster, kind, name ?? '', false);
  const unknown = deleted.filter((each) => !present.some((config) => config.name === each));
  if (unknown.length > 0) throw new TerseError(`Invalid config(s): ${unknown.join(',')}`);
  const connection =
    kind === 'brokers' && name ? await cluster.broker(Number(name)) : await cluster.controller();
  const { responses } = await connection.call(incrementalAlterConfigs, {
    resources: [
      {
        resourceType,
        resourceName: name ?? '',
        configs: [
          ...added.map(([key, value]) => ({ name: key, configOperation: 0, value })),
          ...deleted.map((key) => ({ name: key, configOperation: 1, value: '' })),
        ],
      },
    ],
    validateOnly: false,
  });
  for (const { errorCode, errorMessage } of responses) checkErrorCode(errorCode, errorMessage ?? '');
  await print(
    name === ''
      ? `Completed updating default config for ${kind} in the cluster.`
      : `Completed updating config for ${one} ${name}.`,
  );
}
