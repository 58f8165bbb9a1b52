import {
  type BatchHeader,
  compressionOf,
  isControl,
  isLogAppendTime,
  isTransactional,
} from '../../../kafka/records/batch-header.ts';
import type { KafkaRecord } from '../../../kafka/records/record.ts';

const javaIntMax = 2 ** 31 - 1;
const hasDeleteHorizon = 0x40;

/** The line of a batch, as `kafka-dump-log` prints it. */
export function batchText(header: BatchHeader, position: number, isValid: boolean): string {
  const { attributes, baseSequence, lastOffsetDelta } = header;
  const lastSequence = baseSequence < 0 ? baseSequence : sequenceAfter(baseSequence, lastOffsetDelta);
  const horizon =
    (attributes & hasDeleteHorizon) === 0 ? 'OptionalLong.empty' : `OptionalLong[${header.baseTimestamp}]`;
  const fields: readonly (readonly [string, string | number | boolean])[] = [
    ['baseOffset', header.baseOffset],
    ['lastOffset', header.lastOffset],
    ['count', header.recordCount],
    ['baseSequence', baseSequence],
    ['lastSequence', lastSequence],
    ['producerId', header.producerId],
    ['producerEpoch', header.producerEpoch],
    ['partitionLeaderEpoch', header.partitionLeaderEpoch],
    ['isTransactional', isTransactional(attributes)],
    ['isControl', isControl(attributes)],
    ['deleteHorizonMs', horizon],
    ['position', position],
    [timestampType(header), header.maxTimestamp],
    ['size', header.sizeInBytes],
    ['magic', 2],
    ['compresscodec', compressionOf(attributes)],
    ['crc', header.crc],
    ['isvalid', isValid],
  ];
  return fields.map(([name, value]) => `${name}: ${value}`).join(' ');
}

/** The line of a record; `content` is its key and value as far as they are to be printed. */
export function recordText(
  header: BatchHeader,
  record: KafkaRecord,
  content: { readonly key?: string | undefined; readonly payload?: string | undefined },
  skipsMetadata: boolean,
): string {
  const { baseSequence, baseOffset } = header;
  const sequence = baseSequence < 0 ? -1 : sequenceAfter(baseSequence, record.offset - baseOffset);
  const timestamp = isLogAppendTime(header.attributes) ? header.maxTimestamp : record.timestamp;
  const metadata = [
    `offset: ${record.offset}`,
    `${timestampType(header)}: ${timestamp}`,
    `keySize: ${record.key?.length ?? -1}`,
    `valueSize: ${record.value?.length ?? -1}`,
    `sequence: ${sequence}`,
    `headerKeys: [${record.headers.map(({ key }) => key).join(',')}]`,
  ];
  let line = skipsMetadata ? '' : `| ${metadata.join(' ')}`;
  if (content.key !== undefined) line += `${line === '' ? '| ' : ' '}key: ${content.key}`;
  if (content.payload !== undefined) line += ` payload: ${content.payload}`;
  return line;
}

function timestampType({ attributes }: BatchHeader): string {
  return isLogAppendTime(attributes) ? 'LogAppendTime' : 'CreateTime';
}

/** Sequence numbers begin at 0 again after the largest. */
function sequenceAfter(base: number, delta: number): number {
  return base > javaIntMax - delta ? delta - (javaIntMax - base) - 1 : base + delta;
}
