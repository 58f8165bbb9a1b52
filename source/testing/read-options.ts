import { LabError } from '../errors/lab-error.ts';
import type { ClusterOptions, TopicOptions } from './test-cluster.ts';

const mostBrokers = 9;
/** Of a topic; Kafka itself has no limit, and this process models every partition. */
const mostPartitions = 10_000;
const defaultTimeoutMs = 20_000;

/** The options with their defaults. */
export interface ClusterPlan {
  readonly brokers: number;
  readonly topics: readonly Required<TopicOptions>[];
  readonly config: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

/** @throws LabError `usage`: an option does not fit. JavaScript callers have no types that say so before. */
export function readOptions(options: ClusterOptions): ClusterPlan {
  const brokers = wholeNumber('brokers', options.brokers ?? 1, 1, mostBrokers);
  const topics = (options.topics ?? []).map((topic) => readTopic(topic, brokers));
  const names = topics.map(({ name }) => name);
  const double = names.find((name, at) => names.indexOf(name) !== at);
  if (double !== undefined) throw new LabError('usage', `topics names \`${double}\` twice`);
  return {
    brokers,
    topics,
    config: readSettings('config', options.config ?? {}),
    timeoutMs: wholeNumber('timeoutMs', options.timeoutMs ?? defaultTimeoutMs, 1, 2 ** 31 - 1),
  };
}

function readTopic(topic: string | TopicOptions, brokers: number): Required<TopicOptions> {
  const given = typeof topic === 'string' ? { name: topic } : topic;
  if (typeof given.name !== 'string' || given.name === '')
    throw new LabError('usage', `a topic needs a name: \`${JSON.stringify(topic)}\` has none`);
  const { partitions = 1, replicationFactor = Math.min(3, brokers), config = {} } = given;
  const of = (option: string) => `${option} of topic ${given.name}`;
  return {
    name: given.name,
    partitions: wholeNumber(of('partitions'), partitions, 1, mostPartitions),
    replicationFactor: wholeNumber(of('replicationFactor'), replicationFactor, 1, brokers),
    config: readSettings(of('config'), config),
  };
}

function wholeNumber(option: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new LabError('usage', `${option} is \`${value}\``, {
    hint: `give a whole number from ${least} to ${most}`,
  });
}

function readSettings(
  option: string,
  settings: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(settings)) {
    if (!/^[a-z][a-z0-9.]*$/.test(name))
      throw new LabError('usage', `${option} names \`${name}\``, {
        hint: 'name a setting as Kafka does, in lower case with dots: `auto.create.topics.enable`',
      });
    if (typeof value !== 'string')
      throw new LabError('usage', `${option} sets ${name} to \`${String(value)}\``, {
        hint: 'give the value as a string',
      });
  }
  return settings;
}
