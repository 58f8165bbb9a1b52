import type { KafkaAdmin } from './kafka-admin.ts';
import {
  type DescribedGroup,
  parseGroups,
  parseOffsets,
  parseTopicId,
  parseTopics,
} from './kafka-tool-output.ts';
import { requireLeaders } from './require-leaders.ts';
import { type RunInBroker, ToolAnswers } from './tool-answers.ts';
import { unlessAborted } from './unless-aborted.ts';

export interface KafkaTools extends KafkaAdmin {
  /** When the oldest of the answers that were given last was asked for, ms since the epoch. */
  readonly asOf: number;
}

/**
 * Queries Kafka with the tools in the brokers' pods, for users who may exec but not port-forward. An answer is cached for
 * ten seconds.
 */
export function createKafkaTools(
  run: RunInBroker,
  brokerPort: number,
  now: () => number = Date.now,
): KafkaTools {
  const answers = new ToolAnswers(run, brokerPort, now);
  let used: number[] = [];

  async function ask(signal: AbortSignal, tool: string, ...words: readonly string[]): Promise<string> {
    const { askedAt, text } = answers.ask(signal, tool, ...words);
    used = [...used.slice(-9), askedAt];
    return unlessAborted(text, signal);
  }

  async function described(
    group: string,
    topic: string,
    signal: AbortSignal,
  ): Promise<DescribedGroup | undefined> {
    const text = await ask(signal, 'kafka-consumer-groups', '--describe', '--group', group);
    return parseGroups(text, topic).find((one) => one.group === group);
  }

  return {
    get asOf() {
      return used.length === 0 ? now() : Math.min(...used);
    },
    async topics(signal) {
      return parseTopics(await ask(signal, 'kafka-topics', '--describe'));
    },
    async endOffsets(topic, signal) {
      used = [];
      // Of a partition without a leader, the tool prints no offset.
      const topics = parseTopics(await ask(signal, 'kafka-topics', '--describe'));
      const seen = topics.find(({ name }) => name === topic);
      if (seen !== undefined) requireLeaders(seen);
      return parseOffsets(await ask(signal, 'kafka-get-offsets', '--topic', topic), topic);
    },
    async topicId(topic, signal) {
      return parseTopicId(await ask(signal, 'kafka-topics', '--describe'), topic);
    },
    async groups(signal) {
      const text = await ask(signal, 'kafka-consumer-groups', '--list');
      return text.split('\n').filter((line) => line.trim() !== '');
    },
    async groupReading(topic, favoured, signal) {
      const text = await ask(signal, 'kafka-consumer-groups', '--describe', '--all-groups');
      const owned = ({ members }: DescribedGroup): number =>
        members.reduce((sum, { partitions }) => sum + partitions.length, 0);
      const groups = parseGroups(text, topic).filter(
        ({ committed, members }) => committed.length > 0 || members.length > 0,
      );
      const [most] = [...groups].sort((a, b) => owned(b) - owned(a));
      return groups.find(({ group }) => group === favoured)?.group ?? most?.group;
    },
    async members(group, topic, signal) {
      return (await described(group, topic, signal))?.members.slice() ?? [];
    },
    async committed(group, topic, signal) {
      return (await described(group, topic, signal))?.committed.slice() ?? [];
    },
    async close() {
      answers.forget();
    },
  };
}
