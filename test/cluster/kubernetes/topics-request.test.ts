import { expect, it } from 'vitest';
import {
  decodeTopicsResponse,
  encodeTopicsRequest,
} from '../../../source/cluster/kubernetes/topics-request.ts';

/** A response by Kafka's definition of Metadata, version 1. */
const response = Buffer.from(
  [
    '00000007',
    '00000001 00000001 0007 6b61666b612d31 00002384 ffff', // broker 1, kafka-1:9092, no rack
    '00000001', // the controller
    '00000002',
    // test: partition 1 has no leader; partition 0 has one
    '0000 0004 74657374 00 00000002',
    '0005 00000001 ffffffff 00000001 00000002 00000000',
    '0000 00000000 00000001 00000002 00000001 00000002 00000001 00000001',
    // new: its topic is not there yet
    '0005 0003 6e6577 00 00000000',
  ]
    .join('')
    .replaceAll(' ', ''),
  'hex',
);

it('asks for all topics', () => {
  expect(encodeTopicsRequest(7).toString('hex')).toBe(
    `00000020000300010000000700 12${Buffer.from('kafka-lab-observer').toString('hex')}ffffffff`.replace(
      ' ',
      '',
    ),
  );
});

it('reads a partition without a leader, and leaves out a topic with an error', () => {
  expect(decodeTopicsResponse(response)).toEqual({
    correlationId: 7,
    brokers: [{ id: 1, host: 'kafka-1', port: 9092 }],
    controller: 1,
    topics: [
      {
        name: 'test',
        partitions: [
          { partition: 0, leader: 1, replicas: [1, 2], isr: [1] },
          { partition: 1, leader: -1, replicas: [2], isr: [] },
        ],
      },
    ],
  });
});

it('refuses a response that is cut off anywhere', () => {
  for (let size = 0; size < response.length; size += 1)
    expect(() => decodeTopicsResponse(response.subarray(0, size))).toThrow(RangeError);
});

it('does not wait for a list that claims two thousand million items', () => {
  const lying = Buffer.from(response);
  lying.writeInt32BE(2 ** 31 - 1, 4);
  expect(() => decodeTopicsResponse(lying)).toThrow(RangeError);
});
