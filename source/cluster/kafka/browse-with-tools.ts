import { LabError } from '../../errors/lab-error.ts';
import type { TopicSeen } from '../../lab/model/observations.ts';
import { visible } from '../../text/safe-text.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import { parseTopics } from '../kubernetes/kafka-tool-output.ts';
import { type RunInBroker, ToolAnswers } from '../kubernetes/tool-answers.ts';
import { unlessAborted } from '../kubernetes/unless-aborted.ts';
import { keptBytes } from './browse-messages.ts';
import { brokerRow, choosePartitions, internalLast, partitionRows, topicRow } from './browse-topics.ts';
import type {
  BrokerRow,
  GroupRow,
  GroupView,
  KafkaBrowser,
  MessagePage,
  MessageQuestion,
} from './browser.ts';
import { noSuchTopic } from './cluster-layout.ts';
import type { OffsetRange } from './partition-offsets.ts';
import { partitionKey } from './partition-offsets.ts';
import {
  type GroupLine,
  messageProperties,
  parseAllOffsets,
  parseBrokers,
  parseGroupRows,
  parseGroupStates,
  parseLogDirs,
  parseMessages,
} from './tool-output.ts';

/** How long the console consumer waits for a next message: a Java program takes a while to get the first one. */
const consumeMs = 5_000;

/** The questions of the views, by the tools in the brokers' pods, for users who may exec but not port-forward. Who is the controller stays open. */
export function browseWithTools(
  run: RunInBroker,
  brokerPort: number,
): Omit<KafkaBrowser, 'usesTools' | 'allMessages' | 'znodes' | 'close'> {
  const answers = new ToolAnswers(run, brokerPort);
  const ask = (signal: AbortSignal, tool: string, ...words: readonly string[]): Promise<string> =>
    unlessAborted(answers.ask(signal, tool, ...words).text, signal);
  const topicsSeen = async (signal: AbortSignal): Promise<TopicSeen[]> =>
    parseTopics(await ask(signal, 'kafka-topics', '--describe'));

  async function rangesOf(
    signal: AbortSignal,
    ...words: readonly string[]
  ): Promise<ReadonlyMap<string, OffsetRange>> {
    const [starts, ends] = await Promise.all(
      ['-2', '-1'].map(async (time) =>
        parseAllOffsets(await ask(signal, 'kafka-get-offsets', ...words, '--time', time)),
      ),
    );
    return new Map(
      [...(ends ?? [])].map(([key, end]) => [key, { start: Math.min(end, starts?.get(key) ?? 0), end }]),
    );
  }

  async function everything(signal: AbortSignal) {
    const [topics, ranges, sizes] = await Promise.all([
      topicsSeen(signal),
      rangesOf(signal),
      ask(signal, 'kafka-log-dirs', '--describe').then(parseLogDirs),
    ]);
    return { topics, ranges, sizes };
  }

  async function groupLines(signal: AbortSignal): Promise<GroupLine[]> {
    return parseGroupStates(
      await ask(signal, 'kafka-consumer-groups', '--describe', '--all-groups', '--state'),
    );
  }

  const describeGroups = (signal: AbortSignal): Promise<string> =>
    ask(signal, 'kafka-consumer-groups', '--describe', '--all-groups');

  return {
    async brokers(signal): Promise<BrokerRow[]> {
      const [text, topics, sizes] = await Promise.all([
        ask(signal, 'kafka-broker-api-versions'),
        topicsSeen(signal),
        ask(signal, 'kafka-log-dirs', '--describe').then(parseLogDirs),
      ]);
      return parseBrokers(text)
        .map((broker) => brokerRow(broker, topics, sizes, undefined))
        .sort((a, b) => a.id - b.id);
    },
    async topics(signal) {
      const { topics, ranges, sizes } = await everything(signal);
      return internalLast(topics).map((topic) => topicRow(topic, ranges, sizes));
    },
    async partitions(which, signal) {
      const { topics, ranges, sizes } = await everything(signal);
      return partitionRows(choosePartitions({ topics }, which), ranges, sizes);
    },
    async groups(signal): Promise<GroupRow[]> {
      const [lines, described] = await Promise.all([groupLines(signal), describeGroups(signal)]);
      return lines.map((line) => groupRow(line, described));
    },
    async group(id, signal): Promise<GroupView> {
      const [lines, described] = await Promise.all([groupLines(signal), describeGroups(signal)]);
      const line = lines.find((each) => visible(each.id) === id);
      if (line === undefined)
        throw new LabError('cluster', `there is no group \`${id}\``, {
          hint: '`:groups` lists those there are',
        });
      return { group: groupRow(line, described), rows: parseGroupRows(described, line.id) };
    },
    async messages(question, signal): Promise<MessagePage> {
      const { topic, partition } = question;
      const topics = await topicsSeen(signal);
      const found = topics.find(({ name }) => name === topic);
      if (found === undefined)
        throw noSuchTopic(
          topic,
          topics.map(({ name }) => name),
        );
      const only = ['--topic-partitions', `${topic}:${partition}`];
      const range = (await rangesOf(signal, ...only)).get(partitionKey(topic, partition));
      if (range === undefined)
        throw new LabError(
          'cluster',
          `partition ${partition} of \`${topic}\` does not exist or has no leader`,
        );
      const from = await firstOffset(question, range, async (time) => {
        const text = await ask(signal, 'kafka-get-offsets', ...only, '--time', String(time));
        return parseAllOffsets(text).get(partitionKey(topic, partition)) ?? range.end;
      });
      const most = Math.min(question.most, range.end - from);
      const where = ['--topic', topic, '--partition', String(partition), '--offset', String(from)];
      const end = ['--max-messages', String(most), '--timeout-ms', String(consumeMs)];
      const text =
        most === 0 ? '' : await ask(signal, 'kafka-console-consumer', ...where, ...end, ...messageProperties);
      const read = parseMessages(text, partition, keptBytes);
      const { containing } = question;
      const rows =
        containing === undefined
          ? read
          : read.filter(({ key, value }) => key.text.includes(containing) || value.text.includes(containing));
      return {
        topic: sanitizeLine(topic),
        partition,
        partitions: found.partitions.length,
        rows,
        ...range,
        next: (read.at(-1)?.offset ?? from - 1) + 1,
        passedOver: read.length - rows.length,
      };
    },
  };
}

async function firstOffset(
  { from, most }: MessageQuestion,
  { start, end }: OffsetRange,
  atTime: (time: number) => Promise<number>,
): Promise<number> {
  const within = (offset: number): number => Math.min(Math.max(offset, start), end);
  if (from === 'start') return start;
  if (from === 'end') return within(end - most);
  if ('before' in from) return within(from.before - most);
  return within('offset' in from ? from.offset : await atTime(from.time));
}

function groupRow({ id, coordinator, protocol, state, members }: GroupLine, described: string): GroupRow {
  const lags = parseGroupRows(described, id).map(({ lag }) => lag ?? 0);
  return {
    id: visible(id),
    state: visible(state),
    protocol: visible(protocol),
    members,
    coordinator,
    lag: lags.reduce((sum, lag) => sum + lag, 0),
  };
}
