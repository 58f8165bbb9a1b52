import type { ProgramContext } from '../../shell/program.ts';
import { type ConsumerSettings, consumerSettings } from '../client/consumer-settings.ts';
import { JavaError } from '../command-line/java-main.ts';
import { wholeMatch } from '../command-line/java-pattern.ts';
import { keyValues } from '../command-line/key-values.ts';
import { type Options, type OptionTable, UsageError } from '../command-line/options.ts';
import { propertyFile } from '../command-line/property-file.ts';
import type { MessageFormatter } from './default-formatter.ts';
import { messageFormatter } from './message-formatters.ts';

const pattern = 'Java regex (String)';
const usualFormatter = 'kafka.tools.DefaultMessageFormatter';

export const consumerTable = {
  'bootstrap-server': {
    value: 'required',
    named: 'server to connect to',
    help: 'REQUIRED: the brokers, host:port,…',
  },
  'consumer-property': {
    value: 'many',
    named: 'consumer_prop',
    help: 'A setting of the consumer, name=value.',
  },
  'consumer.config': {
    value: 'required',
    named: 'config file',
    help: 'A file with settings of the consumer; --consumer-property takes precedence.',
  },
  'enable-systest-events': { value: 'none', help: 'Say when the consumer has ended.' },
  formatter: {
    value: 'required',
    named: 'class',
    initial: usualFormatter,
    help: 'The class that prints a message.',
  },
  'from-beginning': { value: 'none', help: 'Without a committed offset, start with the earliest message.' },
  group: { value: 'required', named: 'consumer group id', help: 'The consumer group.' },
  include: { value: 'required', named: pattern, help: 'The topics to read.' },
  'isolation-level': {
    value: 'required',
    initial: 'read_uncommitted',
    help: 'read_committed or read_uncommitted.',
  },
  'key-deserializer': {
    value: 'required',
    named: 'deserializer for key',
    help: 'The class that reads keys.',
  },
  'max-messages': {
    value: 'required',
    type: 'Integer',
    named: 'num_messages',
    help: 'How many messages to read.',
  },
  offset: {
    value: 'required',
    named: 'consume offset',
    initial: 'latest',
    help: 'With --partition: an offset, earliest or latest.',
  },
  partition: {
    value: 'required',
    type: 'Integer',
    named: 'partition',
    help: 'Read this partition alone, outside any group.',
  },
  property: {
    value: 'many',
    named: 'prop',
    help: 'print.timestamp, print.key, print.offset, print.partition, print.headers, print.value, key.separator, line.separator, headers.separator, null.literal, key.deserializer, value.deserializer, headers.deserializer.',
  },
  'skip-message-on-error': { value: 'none', help: 'Go on after a message that cannot be printed.' },
  'timeout-ms': {
    value: 'required',
    type: 'Integer',
    named: 'timeout_ms',
    help: 'End when nothing came for this long.',
  },
  topic: { value: 'required', named: 'topic', help: 'The topic to read.' },
  'value-deserializer': {
    value: 'required',
    named: 'deserializer for values',
    help: 'The class that reads values.',
  },
  whitelist: { value: 'required', named: pattern, help: 'An older name of --include.' },
} as const satisfies OptionTable<string>;

export type ConsumerOption = keyof typeof consumerTable;

/** What the command line asks the console consumer to do. */
export interface ConsumerPlan {
  readonly bootstrap: string;
  readonly source:
    | { readonly kind: 'topic'; readonly topic: string }
    | { readonly kind: 'pattern'; accepts(topic: string): Promise<boolean> }
    | {
        readonly kind: 'partition';
        readonly topic: string;
        readonly partition: number;
        readonly offset: number | 'earliest' | 'latest';
      };
  readonly settings: ConsumerSettings;
  readonly format: MessageFormatter;
  /** −1: no limit. */
  readonly maxMessages: number;
  /** ms; −1: no limit. */
  readonly timeoutMs: number;
  readonly skipsErrors: boolean;
  readonly tellsShutdown: boolean;
}

/** Checks the options in the order in which the tool does. Throws UsageError, JavaError. */
export function consumerPlan(context: ProgramContext, options: Options<ConsumerOption>): ConsumerPlan {
  const extra = keyValues(options.all('consumer-property'));
  const file = propertyFile(context, options.get('consumer.config'));
  const partition = options.integer('partition');
  const format = formatterOf(options);
  const maxMessages = options.integer('max-messages') ?? -1;
  const timeoutMs = options.integer('timeout-ms') ?? -1;
  const topic = options.get('topic');
  const include = options.get('include') ?? options.get('whitelist');
  if ((topic === undefined) === (include === undefined)) {
    const older = options.has('whitelist')
      ? '--whitelist is DEPRECATED use --include instead; ignored if --include specified.'
      : '()';
    throw new UsageError(`Exactly one of --include/--topic is required. ${older}`);
  }
  if (partition !== undefined) {
    if (topic === undefined) throw new UsageError('The topic is required when partition is specified.');
    if (options.has('from-beginning') && options.has('offset'))
      throw new UsageError('Options from-beginning and offset cannot be specified together.');
  } else if (options.has('offset'))
    throw new UsageError('The partition is required when offset is specified.');
  const offset = offsetOf(options);
  const bootstrap = options.get('bootstrap-server');
  if (bootstrap === undefined) throw new UsageError('Missing required argument "[bootstrap-server]"');
  const group = groupOf([options.get('group'), file['group.id'], extra['group.id']]);
  if (group !== undefined && partition !== undefined)
    throw new UsageError('Options group and partition cannot be specified together.');
  const settings = consumerSettings(consumerProperties(options, file, extra, group));
  return {
    bootstrap,
    source:
      topic === undefined
        ? { kind: 'pattern', accepts: wholeMatch(include!) }
        : partition === undefined
          ? { kind: 'topic', topic }
          : { kind: 'partition', topic, partition, offset },
    settings,
    format,
    maxMessages,
    timeoutMs,
    skipsErrors: options.has('skip-message-on-error'),
    tellsShutdown: options.has('enable-systest-events'),
  };
}

function formatterOf(options: Options<ConsumerOption>): MessageFormatter {
  const properties: Record<string, string> = { ...keyValues(options.all('property')) };
  for (const part of ['key', 'value'] as const) {
    const className = options.get(`${part}-deserializer`);
    if (className) properties[`${part}.deserializer`] = className;
  }
  const name = options.get('formatter') ?? usualFormatter;
  try {
    return messageFormatter(name, properties);
  } catch (error) {
    // Before its main loop, the tool does not catch what is thrown.
    if (!(error instanceof JavaError)) throw error;
    throw new UsageError(error.message, error.exception);
  }
}

function offsetOf(options: Options<ConsumerOption>): number | 'earliest' | 'latest' {
  const text = options.get('offset')?.toLowerCase();
  if (text === undefined) return options.has('from-beginning') ? 'earliest' : 'latest';
  if (text === 'earliest' || text === 'latest') return text;
  const offset = Number(text);
  if (/^\+?\d{1,19}$/.test(text) && Number.isSafeInteger(offset)) return offset;
  throw new UsageError(
    `The provided offset value '${text}' is incorrect. Valid values are 'earliest', 'latest', or a non-negative long.`,
  );
}

function groupOf(given: readonly (string | undefined)[]): string | undefined {
  const different = [...new Set(given.filter((group) => group !== undefined))];
  if (different.length > 1)
    throw new UsageError(
      "The group ids provided in different places (directly using '--group', via '--consumer-property', or via '--consumer.config') do not match. " +
        `Detected group ids: '${different.join("', '")}'`,
    );
  return different[0];
}

/** A group that was made up commits nothing unless it is told to. */
function consumerProperties(
  options: Options<ConsumerOption>,
  file: Readonly<Record<string, string>>,
  extra: Readonly<Record<string, string>>,
  group: string | undefined,
): Record<string, string> {
  const properties: Record<string, string> = {
    'client.id': 'console-consumer',
    ...(group === undefined ? { 'enable.auto.commit': 'false' } : {}),
    ...file,
    'group.id': group ?? `console-consumer-${Math.floor(Math.random() * 100_000)}`,
    ...extra,
  };
  const reset = properties['auto.offset.reset'];
  if (reset !== undefined && options.has('from-beginning') && reset !== 'earliest')
    throw new ResetConflict(reset);
  properties['auto.offset.reset'] ??= options.has('from-beginning') ? 'earliest' : 'latest';
  const isolation = options.get('isolation-level');
  if (isolation !== undefined) properties['isolation.level'] = isolation;
  return properties;
}

/** `--from-beginning` beside another `auto.offset.reset`: the tool says so in one line. */
export class ResetConflict extends Error {
  constructor(reset: string) {
    super(
      `Can't simultaneously specify --from-beginning and 'auto.offset.reset=${reset}', please remove one option`,
    );
  }
}
