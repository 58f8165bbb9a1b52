import { expect, it } from 'vitest';
import {
  decodeMetadataResponse,
  encodeMetadataRequest,
} from '../../../source/cluster/kubernetes/metadata-request.ts';

const topicId = '9c1dd8a1f2b34c5e8f6a7b8c9d0e1f20';
const text = (value: string) => Buffer.concat([Buffer.from([value.length + 1]), Buffer.from(value)]);
const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const noTags = Buffer.from([0]);

/** A response by Kafka's definition of Metadata, version 10. */
const response = (error: number) =>
  Buffer.concat([
    int32(7),
    noTags,
    int32(0),
    Buffer.from([2]), // one broker
    int32(1),
    text('kafka-1'),
    int32(9092),
    Buffer.from([0]), // no rack
    noTags,
    text('cluster'),
    int32(1),
    Buffer.from([2]), // one topic
    Buffer.from([0, error]),
    text('test'),
    Buffer.from(topicId, 'hex'),
    Buffer.from([0, 1]), // not internal, no partitions
  ]);

it('requests one topic by its name, without creating it', () => {
  expect(encodeMetadataRequest('test', 7).toString('hex')).toBe(
    `000000380003000a000000070012${Buffer.from('kafka-lab-observer').toString('hex')}0002${'00'.repeat(16)}05746573740000000000`,
  );
});

it('finds the topic id after the list of brokers', () => {
  expect(decodeMetadataResponse(response(0))).toEqual({ correlationId: 7, id: topicId });
});

it('finds no id for a topic that does not exist', () => {
  expect(decodeMetadataResponse(response(3))).toEqual({ correlationId: 7, id: undefined });
});

it('refuses a response that is cut off anywhere', () => {
  const whole = response(0);
  for (let size = 0; size < whole.length - 2; size += 1)
    expect(() => decodeMetadataResponse(whole.subarray(0, size))).toThrow(RangeError);
});
