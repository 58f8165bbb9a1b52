import { describe, expect, it } from 'vitest';
import type { FetchedRecord } from '../../../../../source/embedded/containers/tools/client/partition-fetcher.ts';
import { messageFormatter } from '../../../../../source/embedded/containers/tools/console/message-formatters.ts';
import { encodeOffsetsChange } from '../../../../../source/embedded/kafka/groups/offsets-records.ts';

const usual = 'kafka.tools.DefaultMessageFormatter';
const offsets = 'kafka.coordinator.group.GroupMetadataManager$OffsetsMessageFormatter';
const groups = 'kafka.coordinator.group.GroupMetadataManager$GroupMetadataMessageFormatter';
const home = 'org.apache.kafka.common.serialization.';

const record: FetchedRecord = {
  topic: 't',
  partition: 2,
  offset: 5,
  timestamp: 1700,
  timestampType: 'CreateTime',
  leaderEpoch: 0,
  key: null,
  value: Buffer.from('v'),
  headers: [
    { key: 'h', value: Buffer.from('1') },
    { key: 'none', value: null },
  ],
};
const print = (properties: Record<string, string>, given: Partial<FetchedRecord> = {}, name = usual) =>
  messageFormatter(name, properties)({ ...record, ...given }).toString('latin1');
const all = Object.fromEntries(
  ['timestamp', 'key', 'partition', 'offset', 'headers'].map((part) => [`print.${part}`, 'true']),
);

describe('the default formatter', () => {
  it.each([
    [{}, 'v\n'],
    [{ ...all, 'key.separator': '|' }, 'CreateTime:1700|Partition:2|Offset:5|h:1,none:null|null|v\n'],
    [{ 'print.headers': ' TRUE ', 'headers.separator': ';', 'null.literal': '-' }, 'h:1;none:-\tv\n'],
    [{ 'print.key': 'true', 'print.value': 'false', 'line.separator': '!' }, 'null!'],
    [{ 'print.value': 'no' }, ''],
  ])('with %j', (properties, text) => {
    expect(print(properties)).toBe(text);
  });

  it('passes bytes that are not text through unchanged', () => {
    expect(print({}, { value: Buffer.from([0, 0xff, 0x80]) })).toBe('\x00\xff\x80\n');
  });

  it.each([
    ['Long', '000000000000002a', '42'],
    ['Integer', 'ffffffff', '-1'],
    ['Short', '0100', '256'],
    ['Double', '3ff8000000000000', '1.5'],
    ['Double', '416312d000000000', '1.0E7'],
    ['Double', '3f40624dd2f1a9fc', '5.0E-4'],
    ['Float', '3dcccccd', '0.1'],
    ['Float', 'c7c35000', '-100000.0'],
    ['Bytes', '410a5c7e', 'A\\x0A\\x5C~'],
    ['ByteBuffer', '4142', 'java.nio.HeapByteBuffer[pos=0 lim=2 cap=2]'],
    [
      'UUID',
      Buffer.from('123e4567-e89b-12d3-a456-426614174000').toString('hex'),
      '123e4567-e89b-12d3-a456-426614174000',
    ],
  ])('deserializes a %s of %s', (name, hex, text) => {
    const value = Buffer.from(hex, 'hex');
    expect(print({ 'value.deserializer': `${home}${name}Deserializer` }, { value })).toBe(`${text}\n`);
  });

  it('refuses bytes of the wrong length, and unknown classes', () => {
    expect(() => print({ 'value.deserializer': `${home}LongDeserializer` })).toThrow(
      'Size of data received by LongDeserializer is not 8',
    );
    expect(() => print({ 'value.deserializer': 'Nope' })).toThrow('Nope');
    expect(() => print({}, {}, 'Nope')).toThrow('Nope');
  });
});

describe('the formatters of __consumer_offsets', () => {
  const committed = { offset: 7, leaderEpoch: 0, metadata: '', commitTimestamp: 9 };
  const offset = { kind: 'offset', groupId: 'g', topic: 't', partition: 1, committed } as const;
  const keyAndValue = (change: Parameters<typeof encodeOffsetsChange>[0]) => {
    const { key, value } = encodeOffsetsChange(change, 1);
    return { key: key as Buffer, value: value as Buffer | null };
  };

  it('print offsets or groups, but nothing of the other kind', () => {
    const text =
      '[g,t,1]::OffsetAndMetadata(offset=7, leaderEpoch=Optional[0], metadata=, commitTimestamp=9, expireTimestamp=None)\n';
    expect(print({}, keyAndValue(offset), offsets)).toBe(text);
    expect(print({}, keyAndValue(offset), groups)).toBe('');
    expect(print({}, keyAndValue({ ...offset, committed: undefined }), offsets)).toBe('[g,t,1]::NULL\n');
    const empty = {
      groupId: 'g',
      generationId: 2,
      protocolType: 'consumer',
      protocolName: null,
      leaderId: null,
      members: [],
    };
    expect(print({}, keyAndValue({ kind: 'group', groupId: 'g', snapshot: empty }), groups)).toMatch(
      /^g::GroupMetadata\(groupId=g, generation=2, protocolType=Some\(consumer\), currentState=Empty, members=/,
    );
  });

  it('refuse a record of another topic as Kafka does', () => {
    expect(() => print({}, { key: Buffer.from('k1') }, offsets)).toThrow(
      'Unknown group metadata message version: 27441',
    );
  });
});
