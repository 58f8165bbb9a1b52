import { KafkaError } from '../messages/errors.ts';

export const longestTopicName = 249;

/** Topics that only brokers write. */
export const offsetsTopic = '__consumer_offsets';
export const internalTopics: ReadonlySet<string> = new Set([offsetsTopic, '__transaction_state']);

/** Throws INVALID_TOPIC_EXCEPTION in the words of Kafka's `Topic.validate`. */
export function checkTopicName(name: string): void {
  const problem = topicNameProblem(name);
  if (problem) throw new KafkaError('INVALID_TOPIC_EXCEPTION', `Topic name is invalid: ${problem}`);
}

export function isTopicName(name: string): boolean {
  return topicNameProblem(name) === undefined;
}

function topicNameProblem(name: string): string | undefined {
  if (name === '') return 'the empty string is not allowed';
  if (name === '.' || name === '..') return `'${name}' is not allowed`;
  if (name.length > longestTopicName)
    return `the length of '${name}' is longer than the max allowed length ${longestTopicName}`;
  if (!/^[a-zA-Z0-9._-]+$/.test(name))
    return `'${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`;
  return undefined;
}

/** Metrics print `.` as `_`, so two names that differ only there would be one. */
export function collidingTopic(name: string, existing: Iterable<string>): string | undefined {
  const plain = name.replaceAll('.', '_');
  for (const other of existing) if (other !== name && other.replaceAll('.', '_') === plain) return other;
  return undefined;
}
