import { inSlices, nextTurn, runInSlices } from '../../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../../bounds/slices.ts';
import { WireError } from '../../../kafka/bytes/wire-error.ts';
import {
  batchHeaderBytes,
  crcCoversFrom,
  isControl,
  readBatchHeader,
} from '../../../kafka/records/batch-header.ts';
import { crc32cInSteps } from '../../../kafka/records/crc32c.ts';
import { openBatch } from '../../../kafka/records/decode-batch.ts';
import type { ProgramContext } from '../../shell/program.ts';
import { writeText } from '../../shell/streams.ts';
import { JavaError, javaMain, thrownText } from '../command-line/java-main.ts';
import { type Options, UsageError } from '../command-line/options.ts';
import { batchText, recordText } from './batch-text.ts';
import { offsetEntries, timeEntries } from './dump-indexes.ts';
import { type LogSource, openLogSource } from './log-source.ts';
import { byClasses, ofOffsetsTopic, type RecordDecoder } from './record-decoders.ts';

const stringDecoder = 'kafka.serializer.StringDecoder';
const table = {
  'cluster-metadata-decoder': { value: 'none', help: 'Read records as those of the metadata log of KRaft.' },
  'deep-iteration': { value: 'none', help: 'Show each record.' },
  files: { value: 'required', named: 'file1, file2, ...', help: 'REQUIRED: the files, separated by commas.' },
  'index-sanity-check': { value: 'none', help: 'Only check the size of an index.' },
  'key-decoder-class': { value: 'optional', initial: stringDecoder, help: 'The class that reads keys.' },
  'max-bytes': {
    value: 'required',
    type: 'Integer',
    named: 'size',
    help: 'How many bytes of a log to read.',
  },
  'max-message-size': {
    value: 'required',
    type: 'Integer',
    named: 'size',
    help: 'Size of the largest message.',
  },
  'offsets-decoder': { value: 'none', help: 'Read records as those of __consumer_offsets.' },
  'print-data-log': { value: 'none', help: 'Show keys and values.' },
  'skip-record-metadata': { value: 'none', help: 'Show only keys and values.' },
  'transaction-log-decoder': { value: 'none', help: 'Read records as those of __transaction_state.' },
  'value-decoder-class': { value: 'optional', initial: stringDecoder, help: 'The class that reads values.' },
  'verify-index-only': { value: 'none', help: 'Check an index without showing it.' },
} as const;

type Given = Options<keyof typeof table>;

/** `kafka-dump-log`: the batches and records of segment files, and the entries of index files. */
export const kafkaDumpLog = javaMain<keyof typeof table>({
  table,
  about:
    'This tool helps to parse a log file and dump its contents to the console, useful for debugging a seemingly corrupt log segment.',
  malformed: 'uncaught',
  async run(context, options) {
    const files = options.get('files');
    if (files === undefined) throw new UsageError('Missing required argument "[files]"');
    const warnings: string[] = [];
    for (const file of files.split(',')) await dump(context, options, file, warnings);
    await writeText(context.stderr, warnings.map((line) => `${line}\n`).join(''));
    return context.killed.aborted ? 130 : 0;
  },
  async failed(context, thrown) {
    await writeText(context.stderr, `Exception in thread "main" ${thrownText(thrown)}\n`);
    return 1;
  },
});

async function dump(
  context: ProgramContext,
  options: Given,
  file: string,
  warnings: string[],
): Promise<void> {
  const path = file.replace(/\/+/g, '/');
  const say = (line: string) => writeText(context.stdout, `${line}\n`, context.killed);
  await say(`Dumping ${path}`);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const suffix = name.slice(name.lastIndexOf('.'));
  if (!name.includes('.'))
    throw new JavaError(
      'java.lang.StringIndexOutOfBoundsException',
      `begin -1, end ${name.length}, length ${name.length}`,
    );
  if (suffix === '.log') return dumpLog(context, options, path, name, say, warnings);
  if (suffix === '.index' || suffix === '.timeindex') return dumpIndex(context, options, path, name, say);
  await writeText(context.stderr, `Ignoring unknown file ${path}\n`);
}

function baseOffsetOf(name: string): number {
  const [text = ''] = name.split('.');
  if (!/^[-+]?\d{1,20}$/.test(text))
    throw new JavaError('java.lang.NumberFormatException', `For input string: "${text}"`);
  return Number(text);
}

async function dumpLog(
  context: ProgramContext,
  options: Given,
  path: string,
  name: string,
  say: (line: string) => Promise<void>,
  warnings: string[],
): Promise<void> {
  const decoder = decoderOf(options);
  await say(`Log starting offset: ${baseOffsetOf(name)}`);
  const isDeep = decoder !== undefined || options.has('deep-iteration');
  const source = openLogSource(context, path);
  try {
    const most = options.integer('max-bytes') ?? Number.POSITIVE_INFINITY;
    const size = Math.min(source.size, most);
    const gaps: string[] = [];
    let lastOffset = -1;
    let position = 0;
    while (!context.killed.aborted) {
      const bytes = wholeBatch(source, position, size);
      if (bytes === undefined) break;
      const header = readBatchHeader(bytes);
      const crc = await runInSlices(crc32cInSteps(bytes, crcCoversFrom, bytes.length));
      await say(batchText(header, position, crc === header.crc));
      if (isDeep) {
        const lines: string[] = [];
        const skips = options.has('skip-record-metadata');
        const printed = inSlices(recordsIn(bytes), (record) => {
          if (lastOffset >= 0 && record.offset !== lastOffset + 1)
            gaps.unshift(`  ${lastOffset} is followed by ${record.offset}`);
          lastOffset = record.offset;
          const isShown = decoder !== undefined && !isControl(header.attributes);
          // What is known of a record is printed even where its content cannot be read.
          const at = lines.push(recordText(header, record, {}, skips)) - 1;
          lines[at] = `${recordText(header, record, isShown ? decoder(record) : {}, skips)}\n`;
        });
        try {
          await printed;
        } finally {
          await writeText(context.stdout, lines.join(''), context.killed);
        }
      }
      position += header.sizeInBytes;
      if (sharedSlice.isOver()) await nextTurn();
    }
    if (position < size && most === Number.POSITIVE_INFINITY)
      await say(`Found ${size - position} invalid bytes at the end of ${name}`);
    if (gaps.length > 0) warnings.push(`Non-consecutive offsets in ${path}`, ...gaps);
  } finally {
    source.close();
  }
}

/** The batch at a position, as long as all of it is there and it is one. */
function wholeBatch(source: LogSource, position: number, size: number): Buffer | undefined {
  if (position + batchHeaderBytes > size) return undefined;
  try {
    const { sizeInBytes } = readBatchHeader(source.read(position, batchHeaderBytes));
    if (position + sizeInBytes > size) return undefined;
    return source.read(position, sizeInBytes);
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

function* recordsIn(bytes: Buffer) {
  try {
    yield* openBatch(bytes).records;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new JavaError('org.apache.kafka.common.InvalidRecordException', error.message);
  }
}

/** Undefined: keys and values are not shown. Throws JavaError. */
function decoderOf(options: Given): RecordDecoder | undefined {
  if (options.has('offsets-decoder')) return ofOffsetsTopic;
  for (const name of ['transaction-log-decoder', 'cluster-metadata-decoder'] as const)
    if (options.has(name))
      throw new JavaError(
        'org.apache.kafka.common.errors.UnsupportedVersionException',
        `--${name}: the embedded cluster has no such log.`,
      );
  const decoder = byClasses(
    options.get('key-decoder-class') ?? stringDecoder,
    options.get('value-decoder-class') ?? stringDecoder,
  );
  const isWanted = (['print-data-log', 'key-decoder-class', 'value-decoder-class'] as const).some((name) =>
    options.has(name),
  );
  return isWanted ? decoder : undefined;
}

async function dumpIndex(
  context: ProgramContext,
  options: Given,
  path: string,
  name: string,
  say: (line: string) => Promise<void>,
): Promise<void> {
  const baseOffset = baseOffsetOf(name);
  const isTime = name.endsWith('.timeindex');
  const source = openLogSource(context, path);
  try {
    if (!isTime && source.size === 0) return say(`${path} is empty.`);
    const entryBytes = isTime ? 12 : 8;
    if (options.has('index-sanity-check')) {
      if (source.size % entryBytes !== 0)
        throw new JavaError(
          'kafka.log.CorruptIndexException',
          `Index file ${path} is corrupt, found ${source.size} bytes which is neither positive nor a multiple of ${entryBytes}.`,
        );
      return say(`${path} passed sanity check.`);
    }
    const lines = isTime ? timeLines(source, baseOffset) : offsetLines(source, baseOffset);
    for (const line of lines) {
      if (context.killed.aborted) return;
      if (!options.has('verify-index-only')) await say(line);
      if (sharedSlice.isOver()) await nextTurn();
    }
  } finally {
    source.close();
  }
}

function* offsetLines(source: LogSource, baseOffset: number): Generator<string> {
  for (const { offset, position } of offsetEntries(source, baseOffset))
    yield `offset: ${offset} position: ${position}`;
}

function* timeLines(source: LogSource, baseOffset: number): Generator<string> {
  for (const { timestamp, offset } of timeEntries(source, baseOffset))
    yield `timestamp: ${timestamp} offset: ${offset}`;
}
