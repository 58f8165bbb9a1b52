import { expect, it } from 'vitest';
import {
  parseAllOffsets,
  parseBrokers,
  parseGroupRows,
  parseGroupStates,
  parseLogDirs,
  parseMessages,
} from '../../../source/cluster/kafka/tool-output.ts';

it('reads the brokers, their sizes and the offsets', () => {
  expect(parseBrokers('kafka-0:9092 (id: 0 rack: null) -> (\n\tProduce(0): 0 to 9\n)\n')).toEqual([
    { id: 0, host: 'kafka-0', port: 9092 },
  ]);
  const directories =
    '{"version":1,"brokers":[{"broker":0,"logDirs":[{"logDir":"/d","partitions":[{"partition":"a-b-1","size":7}]}]}]}';
  expect(parseLogDirs(`Querying brokers\nReceived\n${directories}\n`)).toEqual(
    new Map([[0, new Map([['1 a-b', 7]])]]),
  );
  expect(parseAllOffsets('a:0:12\nnoise\na:1:\n')).toEqual(new Map([['0 a', 12]]));
});

it('reads the states of groups, with and without a strategy', () => {
  const text = `
GROUP           COORDINATOR (ID)          ASSIGNMENT-STRATEGY  STATE           #MEMBERS
readers         kafka-1:9092 (1)          range                Stable          2

GROUP           COORDINATOR (ID)          ASSIGNMENT-STRATEGY  STATE           #MEMBERS
old             kafka-2:9092 (2)                               Empty           0
`;
  expect(parseGroupStates(text)).toEqual([
    { id: 'readers', coordinator: 1, protocol: 'range', state: 'Stable', members: 2 },
    { id: 'old', coordinator: 2, protocol: '', state: 'Empty', members: 0 },
  ]);
});

it('reads the lag of a group, and a member that owns nothing', () => {
  const text = `
GROUP    TOPIC  PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG  CONSUMER-ID  HOST         CLIENT-ID
readers  test   1          40              45              5    a-1          /10.244.1.5  a
readers  test   0          -               45              -    a-1          /10.244.1.5  a
readers  -      -          -               -               -    b-2          /10.244.2.5  b
others   test   0          1               45              44   -            -            -
`;
  const owner = { member: 'a-1', host: '10.244.1.5', clientId: 'a' };
  expect(parseGroupRows(text, 'readers')).toEqual([
    { topic: 'test', partition: 1, committed: 40, end: 45, lag: 5, ...owner },
    { topic: 'test', partition: 0, end: 45, ...owner },
    { member: 'b-2', host: '10.244.2.5', clientId: 'b' },
  ]);
});

it('reads messages whose values have lines, and leaves out what is none', () => {
  const text =
    'CreateTime:1600000000000\u001fOffset:7\u001ftrace:abc,x:y\u001fk\u001fone\ntwo\u001e' +
    'CreateTime:1600000000001\u001fOffset:8\u001fNO_HEADERS\u001fnull\u001f\u001b[31mred\u001e' +
    'noise\u001e';
  const rows = parseMessages(text, 0, { key: 100, value: 100, header: 100 });
  expect(rows).toMatchObject([
    {
      offset: 7,
      time: 1_600_000_000_000,
      key: { text: 'k' },
      value: { text: 'one\ntwo' },
      headers: [
        { name: 'trace', value: { text: 'abc' } },
        { name: 'x', value: { text: 'y' } },
      ],
    },
    { offset: 8, key: { kind: 'null' }, value: { text: '^[[31mred' }, headers: [] },
  ]);
  expect(rows).toHaveLength(2);
});
