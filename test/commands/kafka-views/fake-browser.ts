import type {
  AllMessagesPage,
  AllMessagesQuestion,
  KafkaBrowser,
  MessageQuestion,
  MessageRow,
  PartitionRow,
} from '../../../source/cluster/kafka/browser.ts';
import { payloadOf } from '../../../source/cluster/kafka/payload.ts';
import { KafkaCommands } from '../../../source/commands/kafka-views/kafka-commands.ts';
import type { KafkaContext } from '../../../source/commands/kafka-views/kafka-context.ts';
import { NamesSeen } from '../../../source/commands/kafka-views/names-seen.ts';
import { trusted, visible } from '../../../source/text/safe-text.ts';

export const noon = Date.UTC(2026, 10, 30, 12);

const values = ['{"reading":0.4711,"room":"attic"}', 'plain text', '0.125', 'a line\nand another'];

export function message(
  offset: number,
  value: string | Buffer | null = values[offset % values.length]!,
  partition = 0,
): MessageRow {
  const key = offset % 3 === 0 ? null : Buffer.from(`sensor-${offset % 5}`);
  return {
    partition,
    offset,
    time: noon + offset * 137,
    key: payloadOf(key, 100),
    value: payloadOf(typeof value === 'string' ? Buffer.from(value) : value, 1_000),
    headers: offset % 2 === 0 ? [] : [{ name: trusted('trace'), value: payloadOf(Buffer.from('7f3a'), 100) }],
  };
}

const partition = (number: number, leader: number, isr: readonly number[]): PartitionRow => ({
  topic: trusted('test'),
  partition: number,
  leader,
  replicas: [1, 2, 0],
  isr,
  start: 0,
  end: 46_290 + number,
  size: 3_400_000 + number,
});

export interface FakeBrowser extends KafkaBrowser {
  /** What was asked for messages. */
  readonly asked: MessageQuestion[];
  readonly allAsked: AllMessagesQuestion[];
  /** How many messages partition 0 has. */
  end: number;
  failure: Error | undefined;
}

/** Two partitions, which took turns: of `end` messages, one has the even ones, the other the odd ones. */
function allMessages({ from, most, containing }: AllMessagesQuestion, end: number): AllMessagesPage {
  const offsetsAt = (count: number) =>
    new Map([
      [0, Math.ceil(count / 2)],
      [1, Math.floor(count / 2)],
    ]);
  const sum = (offsets: ReadonlyMap<number, number>) => (offsets.get(0) ?? 0) + (offsets.get(1) ?? 0);
  const before =
    from === 'end' ? end : typeof from === 'object' && 'before' in from ? sum(from.before) : undefined;
  const begin =
    before !== undefined
      ? Math.max(0, before - most)
      : typeof from === 'object' && 'offsets' in from
        ? sum(from.offsets)
        : typeof from === 'object' && 'time' in from
          ? Math.ceil((from.time - noon) / 137)
          : 0;
  const last = before ?? Math.min(end, begin + most);
  const all = Array.from({ length: last - begin }, (_, index) => {
    const turn = begin + index;
    return { ...message(Math.floor(turn / 2), undefined, turn % 2), time: noon + turn * 137 };
  });
  const rows = containing === undefined ? all : all.filter(({ value }) => value.text.includes(containing));
  const ends = offsetsAt(end);
  return {
    topic: trusted('test'),
    partitions: 3,
    rows,
    first: offsetsAt(begin),
    next: offsetsAt(last),
    ranges: new Map([...ends].map(([partition, at]) => [partition, { start: 0, end: at }])),
    passedOver: all.length - rows.length,
  };
}

/** A cluster of three brokers, of which broker 2 lags behind. */
export function fakeBrowser(end = 1_204): FakeBrowser {
  const answer = async <T>(value: () => T): Promise<T> => {
    if (browser.failure !== undefined) throw browser.failure;
    return value();
  };
  const host = (id: number) => visible(`kafka-${id}.kafka-service.default.svc.cluster.local`);
  const group = {
    id: trusted('test-group'),
    state: trusted('Stable'),
    protocol: trusted('RoundRobinAssigner'),
    members: 2,
    coordinator: 1,
    lag: 1_310,
  };
  const browser: FakeBrowser = {
    asked: [],
    allAsked: [],
    end,
    failure: undefined,
    usesTools: false,
    brokers: () =>
      answer(() =>
        [0, 1, 2].map((id) => ({
          id,
          host: host(id),
          port: 9092,
          isController: id === 0,
          leaders: id === 2 ? 0 : 27,
          replicas: 54,
          outOfSync: id === 2 ? 54 : 0,
          size: id === 2 ? undefined : 13_600_000,
        })),
      ),
    topics: () =>
      answer(() => [
        {
          name: trusted('orders'),
          partitions: 12,
          replicas: 3,
          underReplicated: 0,
          leaderless: 0,
          messages: 88_120,
          size: 9_200_000,
        },
        {
          name: trusted('test'),
          partitions: 4,
          replicas: 3,
          underReplicated: 4,
          leaderless: 1,
          messages: undefined,
          size: 13_600_000,
        },
        {
          name: trusted('__consumer_offsets'),
          partitions: 50,
          replicas: 3,
          underReplicated: 0,
          leaderless: 0,
          messages: 71,
          size: 9_100,
        },
      ]),
    partitions: () =>
      answer(() => [
        partition(0, 1, [1, 0]),
        partition(1, 0, [1, 0]),
        { ...partition(2, -1, [2]), start: undefined, end: undefined, size: undefined },
        partition(3, 1, [1, 2, 0]),
      ]),
    groups: () =>
      answer(() => [
        {
          ...group,
          id: trusted('old-readers'),
          state: trusted('Empty'),
          protocol: trusted(''),
          members: 0,
          lag: 46_290,
          coordinator: 2,
        },
        group,
      ]),
    group: () =>
      answer(() => ({
        group,
        rows: [0, 1, 2, 3].map((number) => ({
          topic: trusted('test'),
          partition: number,
          end: 46_290,
          ...(number === 3 ? {} : { committed: 46_000 - number, lag: 290 + number }),
          ...(number === 2
            ? {}
            : {
                host: visible(`10.244.${number % 2}.7`),
                member: visible(`consumer-${number % 2}-3f2a`),
                clientId: trusted('consumer'),
              }),
        })),
      })),
    messages(question) {
      browser.asked.push(question);
      return answer(() => {
        const { from, most, containing } = question;
        const within = (offset: number): number => Math.min(Math.max(0, offset), browser.end);
        const first =
          from === 'start'
            ? 0
            : from === 'end'
              ? within(browser.end - most)
              : 'offset' in from
                ? from.offset
                : 'before' in from
                  ? within(from.before - most)
                  : 0;
        const last = typeof from === 'object' && 'before' in from ? from.before : within(first + most);
        const all = Array.from({ length: last - first }, (_, index) =>
          message(first + index, undefined, question.partition),
        );
        const rows =
          containing === undefined ? all : all.filter(({ value }) => value.text.includes(containing));
        return {
          topic: trusted('test'),
          partition: question.partition,
          partitions: 4,
          rows,
          start: 0,
          end: browser.end,
          next: last,
          passedOver: all.length - rows.length,
        };
      });
    },
    allMessages(question) {
      browser.allAsked.push(question);
      return answer(() => allMessages(question, browser.end));
    },
    znodes: () =>
      answer(() =>
        ['admin', 'brokers', 'controller'].map((name) => ({
          name: visible(name),
          path: `/${name}`,
          stat: {
            children: name === 'controller' ? 0 : 3,
            bytes: name === 'controller' ? 54 : 0,
            isEphemeral: name === 'controller',
            version: 0,
          },
        })),
      ),
    close() {},
  };
  return browser;
}

export interface FakeContext extends KafkaContext {
  readonly typedLines: string[];
}

export function fakeContext(browser: KafkaBrowser, output = ''): FakeContext {
  const typedLines: string[] = [];
  return {
    browser,
    typedLines,
    commands: new KafkaCommands({
      brokerPod: 'kafka-0',
      brokerPort: 9092,
      zookeeperPod: 'zookeeper-0',
      zookeeperPort: 2181,
    }),
    runner: { run: async () => ({ exitCode: 0 }) },
    directory: '.',
    seen: new NamesSeen(),
    async typed(line) {
      typedLines.push(line);
      return { exitCode: 0, output };
    },
    onUnexpected(error) {
      throw error;
    },
  };
}
