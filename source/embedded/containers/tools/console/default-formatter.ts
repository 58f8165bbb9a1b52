import type { FetchedRecord } from '../client/partition-fetcher.ts';
import { JavaError } from '../command-line/java-main.ts';
import { flag } from '../command-line/key-values.ts';
import { type Deserializer, deserializers } from './deserializers.ts';

/** What the console consumer prints of a record. Throws JavaError where the record does not fit. */
export type MessageFormatter = (record: FetchedRecord) => Buffer;

type Properties = Readonly<Record<string, string>>;

/** DefaultMessageFormatter: the parts that `print.…` asks for, in a fixed order. Throws JavaError for a class that is not there. */
export function defaultFormatter(properties: Properties): MessageFormatter {
  const bytes = (name: string, usual: string) => Buffer.from(properties[name] ?? usual);
  const separators = {
    column: bytes('key.separator', '\t'),
    line: bytes('line.separator', '\n'),
    headers: bytes('headers.separator', ','),
  };
  const nothing = bytes('null.literal', 'null');
  const read = {
    key: reader(properties['key.deserializer'], nothing),
    value: reader(properties['value.deserializer'], nothing),
    headers: reader(properties['headers.deserializer'], nothing),
  };
  const headersOf = ({ headers }: FetchedRecord) =>
    headers.length === 0
      ? [Buffer.from('NO_HEADERS')]
      : headers.flatMap(({ key, value }, index) => [
          ...(index === 0 ? [] : [separators.headers]),
          Buffer.from(`${key}:`),
          read.headers(value),
        ]);
  const columns: readonly (readonly [string, boolean, (record: FetchedRecord) => readonly Buffer[]])[] = [
    ['timestamp', false, (record) => [Buffer.from(timestampText(record))]],
    ['partition', false, ({ partition }) => [Buffer.from(`Partition:${partition}`)]],
    ['offset', false, ({ offset }) => [Buffer.from(`Offset:${offset}`)]],
    ['headers', false, headersOf],
    ['key', false, ({ key }) => [read.key(key)]],
    ['value', true, ({ value }) => [read.value(value)]],
  ];
  const shown = columns.filter(([name, usual]) => flag(properties, `print.${name}`, usual));
  return (record) =>
    Buffer.concat(
      shown.flatMap(([, , content], index) => [
        ...content(record),
        index === shown.length - 1 ? separators.line : separators.column,
      ]),
    );
}

/** `CreateTime:1669…` */
function timestampText({ timestamp, timestampType }: FetchedRecord): string {
  return `${timestampType}:${timestamp}`;
}

function reader(className: string | undefined, nothing: Buffer): (bytes: Uint8Array | null) => Buffer {
  const deserializer = className === undefined ? undefined : deserializerOf(className);
  return (bytes) => {
    const content = bytes === null ? nothing : Buffer.from(bytes);
    return deserializer === undefined ? content : Buffer.from(deserializer(content));
  };
}

function deserializerOf(className: string): Deserializer {
  const found = deserializers.get(className);
  if (found === undefined) throw new JavaError('java.lang.ClassNotFoundException', className);
  return found;
}
