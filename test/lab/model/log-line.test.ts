import { describe, expect, it } from 'vitest';
import { readClientLine } from '../../../source/lab/model/log-line.ts';

describe('a line in the log of a client', () => {
  it.each([
    ['2024/11/25 05:30:13 test: 3000 messages published', { published: 3_000 }],
    ['2024/11/25 05:40:22 test: received 1000 messages, last (0.629672)', { received: 1_000 }],
    [
      'test: received 234000 messages, partition 3, offset 58647, value: 0.657358',
      { received: 234_000, partition: 3, offset: 58_647 },
    ],
    ['received 1000 messages partition=0 offset=17', { received: 1_000, partition: 0, offset: 17 }],
    ['consumed 1000 messages (partition: 2)', { received: 1_000, partition: 2 }],
    [
      'time=2024-11-25T05:30:13Z level=INFO msg="received messages" count=1000 partition=1 offset=5',
      { received: 1_000, partition: 1, offset: 5 },
    ],
    ['level=info published=2000', { published: 2_000 }],
    [
      '{"level":"info","ts":1732512613.1,"msg":"received messages","count":1000,"partition":2,"offset":9}',
      { received: 1_000, partition: 2, offset: 9 },
    ],
    ['{"msg":"progress","received":1000}', { received: 1_000 }],
    [
      '2024-11-25T05:30:13Z\tINFO\tmain.go:42\tmessages published\t{"topic": "test", "count": 4000}',
      { published: 4_000 },
    ],
  ])('is parsed: %s', (line, said) => {
    expect(readClientLine(line)).toEqual(said);
  });

  it.each([
    'test: start receiving messages from kafka-1:9092',
    'listening on port 9308',
    'got 0.42',
    'retry count=3',
    '{"msg":"received and published","count":3}',
  ])('contains no count: %s', (line) => {
    expect(readClientLine(line)).toBeUndefined();
  });
});
