import type { FetchedRecord } from './partition-fetcher.ts';

/** The console consumer's `--property` settings: `print.key`, `key.separator` and the like. */
export type MessageFormat = Readonly<Record<string, string>>;

/** One message as the console consumer prints it: the requested parts in its order, and the line separator. */
export function messageText(record: FetchedRecord, format: MessageFormat): string {
  const separator = format['key.separator'] ?? '\t';
  const nothing = format['null.literal'] ?? 'null';
  const shown = (name: string, usual = false) => (format[`print.${name}`] ?? String(usual)) === 'true';
  const headers = record.headers.map(
    ({ key, value }) => `${key}:${value === null ? nothing : Buffer.from(value).toString('utf8')}`,
  );
  const parts = [
    ...(shown('timestamp') ? [record.timestamp < 0 ? 'NO_TIMESTAMP' : `CreateTime:${record.timestamp}`] : []),
    ...(shown('partition') ? [`Partition:${record.partition}`] : []),
    ...(shown('offset') ? [`Offset:${record.offset}`] : []),
    ...(shown('headers')
      ? [headers.length === 0 ? 'NO_HEADERS' : headers.join(format['headers.separator'] ?? ',')]
      : []),
    ...(shown('key') ? [record.key?.toString('utf8') ?? nothing] : []),
    ...(shown('value', true) ? [record.value?.toString('utf8') ?? nothing] : []),
  ];
  return parts.join(separator) + (format['line.separator'] ?? '\n');
}
