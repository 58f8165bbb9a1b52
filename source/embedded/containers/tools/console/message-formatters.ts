import { WireError } from '../../../kafka/bytes/wire-error.ts';
import { decodeOffsetsChange } from '../../../kafka/groups/offsets-records.ts';
import type { FetchedRecord } from '../client/partition-fetcher.ts';
import { JavaError } from '../command-line/java-main.ts';
import { defaultFormatter, type MessageFormatter } from './default-formatter.ts';
import { groupText } from './group-text.ts';

type Create = (properties: Readonly<Record<string, string>>) => MessageFormatter;

const nothing = Buffer.alloc(0);

/**
 * The formatters of Kafka 3.3 by class name. LoggingMessageFormatter also logs each record at INFO, which the image's log4j settings for
 * tools leave out.
 */
const formatters: ReadonlyMap<string, Create> = new Map<string, Create>([
  ['kafka.tools.DefaultMessageFormatter', defaultFormatter],
  ['kafka.tools.LoggingMessageFormatter', defaultFormatter],
  ['kafka.tools.NoOpMessageFormatter', () => () => nothing],
  ['kafka.coordinator.group.GroupMetadataManager$OffsetsMessageFormatter', () => offsetText],
  ['kafka.coordinator.group.GroupMetadataManager$GroupMetadataMessageFormatter', () => groupMetadataText],
  ['kafka.coordinator.transaction.TransactionLog$TransactionLogMessageFormatter', () => () => nothing],
]);

/** Throws JavaError for a class that is not there. */
export function messageFormatter(
  className: string,
  properties: Readonly<Record<string, string>>,
): MessageFormatter {
  const create = formatters.get(className);
  if (create === undefined) throw new JavaError('java.lang.ClassNotFoundException', className);
  return create(properties);
}

/** `[group,topic,partition]::OffsetAndMetadata(…)` for a committed offset; nothing for other records of `__consumer_offsets`. */
function offsetText(record: FetchedRecord): Buffer {
  const change = changeOf(record);
  if (change?.kind !== 'offset') return nothing;
  const { groupId, topic, partition, committed } = change;
  const { offset, leaderEpoch, metadata, commitTimestamp } = committed ?? {};
  const epoch = leaderEpoch === -1 ? 'Optional.empty' : `Optional[${leaderEpoch}]`;
  const value =
    committed === undefined
      ? 'NULL'
      : `OffsetAndMetadata(offset=${offset}, leaderEpoch=${epoch}, metadata=${metadata}, commitTimestamp=${commitTimestamp}, expireTimestamp=None)`;
  return Buffer.from(`[${groupId},${topic},${partition}]::${value}\n`);
}

/** `group::GroupMetadata(…)`; nothing for a committed offset. */
function groupMetadataText(record: FetchedRecord): Buffer {
  const change = changeOf(record);
  if (change?.kind !== 'group') return nothing;
  return Buffer.from(`${change.groupId}::${change.snapshot ? groupText(change.snapshot) : 'NULL'}\n`);
}

function changeOf(record: FetchedRecord) {
  if (record.key === null) return undefined;
  try {
    const change = decodeOffsetsChange(record);
    if (change !== undefined) return change;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new JavaError('java.nio.BufferUnderflowException', '');
  }
  const version = record.key.length < 2 ? 0 : record.key.readInt16BE();
  throw new JavaError(
    'java.lang.IllegalStateException',
    `Unknown group metadata message version: ${version}`,
  );
}
