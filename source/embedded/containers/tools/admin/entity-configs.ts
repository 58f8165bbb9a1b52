import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import { alterConfigs } from '../../../kafka/messages/alter-configs.ts';
import {
  type DescribeConfigsResourceResult,
  describeConfigs,
} from '../../../kafka/messages/describe-configs.ts';
import { checkErrorCode } from '../../../kafka/messages/errors.ts';
import { incrementalAlterConfigs } from '../../../kafka/messages/incremental-alter-configs.ts';
import { hashCode, javaHashOrder, javaHashOrderBy } from '../command-line/java-hash-order.ts';
import { TerseError } from '../command-line/terse-tool.ts';

/** Resource types of DescribeConfigs, and the source that marks an entity's own value. */
const kinds = {
  topics: { resourceType: 2, one: 'topic', ownSource: 1 },
  brokers: { resourceType: 4, one: 'broker', ownSource: 2 },
  'broker-loggers': { resourceType: 8, one: 'broker-logger', ownSource: 6 },
} as const;
export type EntityKind = keyof typeof kinds;

/** A type and a name: '' for what holds for every broker, undefined for all that there are. */
export interface ConfigEntity {
  readonly kind: EntityKind;
  readonly name: string | undefined;
}

const ofEveryBroker = 3;

const sources: Readonly<Record<number, string>> = {
  1: 'DYNAMIC_TOPIC_CONFIG',
  2: 'DYNAMIC_BROKER_CONFIG',
  3: 'DYNAMIC_DEFAULT_BROKER_CONFIG',
  4: 'STATIC_BROKER_CONFIG',
  5: 'DEFAULT_CONFIG',
};

/** Prints the settings of an entity: its own, or with `all` every one. */
export async function describeConfigsOf(
  cluster: ClusterClient,
  { kind, name }: ConfigEntity,
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

async function entitiesOf(cluster: ClusterClient, kind: EntityKind): Promise<string[]> {
  const { topics, brokers } = await cluster.metadata();
  if (kind === 'broker-loggers') return [];
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
  kind: EntityKind,
  name: string,
  all: boolean,
): Promise<DescribeConfigsResourceResult[]> {
  const { resourceType } = kinds[kind];
  const ownSource = kind === 'brokers' && name === '' ? ofEveryBroker : kinds[kind].ownSource;
  const connection =
    kind === 'topics' || name === '' ? await cluster.any() : await cluster.broker(Number(name));
  const { results } = await connection.call(describeConfigs, {
    resources: [{ resourceType, resourceName: name, configurationKeys: null }],
    includeSynonyms: true,
  });
  const [result] = results;
  if (result === undefined) return [];
  checkErrorCode(result.errorCode, result.errorMessage ?? '');
  return javaHashOrderBy(result.configs, (config) => hashCode(config.name)).filter(
    ({ configSource }) => all || configSource === ownSource,
  );
}

/** Sets and deletes settings of an entity, and says so. Throws {@link TerseError} or a `KafkaError`. */
export async function alterConfigsOf(
  cluster: ClusterClient,
  { kind, name = '' }: ConfigEntity,
  changes: {
    readonly added: readonly (readonly [name: string, value: string])[];
    readonly deleted: readonly string[];
  },
  print: (line: string) => Promise<void>,
): Promise<void> {
  const present = await configsOf(cluster, kind, name, false);
  const unknown = changes.deleted.filter((each) => !present.some((config) => config.name === each));
  if (unknown.length > 0) throw new TerseError(`Invalid config(s): ${unknown.join(',')}`);
  if (kind === 'brokers') await replaceConfigs(cluster, name, present, changes);
  else await changeConfigs(cluster, { kind, name }, changes);
  await print(
    name === ''
      ? `Completed updating default config for ${kind} in the cluster.`
      : `Completed updating config for ${kinds[kind].one} ${name}.`,
  );
}

type Changes = Parameters<typeof alterConfigsOf>[2];

async function changeConfigs(
  cluster: ClusterClient,
  { kind, name }: { readonly kind: EntityKind; readonly name: string },
  { added, deleted }: Changes,
): Promise<void> {
  const connection = kind === 'topics' ? await cluster.controller() : await cluster.broker(Number(name));
  const configs = [
    ...added.map(([key, value]) => ({ name: key, configOperation: 0, value })),
    ...deleted.map((key) => ({ name: key, configOperation: 1, value: '' })),
  ];
  const { responses } = await connection.call(incrementalAlterConfigs, {
    resources: [{ resourceType: kinds[kind].resourceType, resourceName: name, configs }],
    validateOnly: false,
  });
  for (const { errorCode, errorMessage } of responses) checkErrorCode(errorCode, errorMessage ?? '');
}

/** Kafka 3.3's tool sends all settings of a broker anew, and so must know them. */
async function replaceConfigs(
  cluster: ClusterClient,
  name: string,
  present: readonly DescribeConfigsResourceResult[],
  { added, deleted }: Changes,
): Promise<void> {
  const config = new Map(present.map((each): [string, string | null] => [each.name, each.value]));
  for (const [key, value] of added) config.set(key, value);
  for (const key of deleted) config.delete(key);
  const hidden = [...config].flatMap(([key, value]) => (value === null ? [key] : []));
  if (hidden.length > 0)
    throw new TerseError(
      `All sensitive broker config entries must be specified for --alter, missing entries: Set(${hidden.join(', ')})`,
    );
  const connection = name === '' ? await cluster.any() : await cluster.broker(Number(name));
  const configs = javaHashOrder([...config.keys()]).map((key) => ({ name: key, value: config.get(key)! }));
  const { responses } = await connection.call(alterConfigs, {
    resources: [{ resourceType: kinds.brokers.resourceType, resourceName: name, configs }],
    validateOnly: false,
  });
  for (const { errorCode, errorMessage } of responses) checkErrorCode(errorCode, errorMessage ?? '');
}
