import { LabError } from '../../errors/lab-error.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import type { KafkaAdmin } from './kafka-admin.ts';
import {
  type DescribedGroup,
  parseGroups,
  parseOffsets,
  parseTopicId,
  parseTopics,
} from './kafka-tool-output.ts';
import { requireLeaders } from './require-leaders.ts';
import { unlessAborted } from './unless-aborted.ts';

/** What one exec'd tool printed. */
export interface ToolOutput {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in a pod of a broker. */
export type RunInBroker = (command: readonly string[]) => Promise<ToolOutput>;

export interface KafkaTools extends KafkaAdmin {
  /** When the oldest of the answers that were given last was asked for, ms since the epoch. */
  readonly asOf: number;
}

/** A tool is a Java program that takes seconds, so an answer is reused for this long. */
export const askedEveryMs = 10_000;

interface Answer {
  readonly askedAt: number;
  readonly text: Promise<string>;
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
  const answers = new Map<string, Answer>();
  const bootstrap = ['--bootstrap-server', `localhost:${brokerPort}`];
  let used: number[] = [];

  async function ask(signal: AbortSignal, tool: string, ...words: readonly string[]): Promise<string> {
    signal.throwIfAborted();
    const command = [tool, ...bootstrap, ...words];
    const key = command.join(' ');
    let answer = answers.get(key);
    if (answer === undefined || now() - answer.askedAt >= askedEveryMs) {
      // Not cancelled with the first caller: others wait for the same answer, and it is reused later.
      answer = { askedAt: now(), text: outcome(command) };
      answers.set(key, answer);
      const asked = answer;
      // Those who wait get the error; the next one asks again.
      answer.text.catch(() => {
        if (answers.get(key) === asked) answers.delete(key);
      });
    }
    used = [...used.slice(-9), answer.askedAt];
    return unlessAborted(answer.text, signal);
  }

  async function outcome(command: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await run(command);
    if (exitCode === 0) return stdout;
    const said = `${stdout}\n${stderr}`;
    // A topic or group that does not exist yet is an answer too.
    if (/does not exist|Could not match any topic-partitions/.test(said)) return '';
    const last = sanitizeLine(said.trim().split('\n').at(-1) ?? '', 300);
    throw new LabError('cluster', `\`${command[0]}\` in a broker's pod ended with ${exitCode} (${last})`);
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
      answers.clear();
    },
  };
}
