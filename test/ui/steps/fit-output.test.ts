import { describe, expect, it } from 'vitest';
import { textWidth } from '../../../source/text/width.ts';
import { fitOutput, type Whole } from '../../../source/ui/steps/fit-output.ts';

const rowsOf = (lines: readonly string[], columns: number, whole: Whole = 'nothing'): string[] =>
  fitOutput(lines, columns, whole).flatMap(({ rows }) => rows);

const described = [
  'GROUP           TOPIC           PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG             CONSUMER-ID                                                   HOST            CLIENT-ID',
  'test-group      test            1          2438            2438            0               kafka-lab-group-consumer-955c170e-2cb8-4100-ad01-954fb3201d20 /10.244.1.9     kafka-lab-group-consumer',
  'test-group      test            0          2471            2472            1               kafka-lab-group-consumer-7dda18af-3b99-4712-a734-4e66f40554e5 /10.244.2.3     kafka-lab-group-consumer',
];

describe('a table that is too wide', () => {
  it('lost the lag and the owner of each partition at 80 columns', () => {
    expect(rowsOf(described, 51).map((row) => row.slice(0, 51).trimEnd())).toEqual([
      'PARTITION CURRENT-OF… LOG-END-OF… LAG CONSUMER-ID',
      '1         2438        2438        0   …4fb3201d20',
      '0         2471        2472        1   …66f40554e5',
    ]);
  });

  it('shows as cut where it gave up a column', () => {
    expect(textWidth(rowsOf(described, 51)[0]!)).toBeGreaterThan(51);
  });

  it('gives up no more than it has to', () => {
    const [header = ''] = rowsOf(described, 153);
    expect(header.trimEnd().split(/ +/)).toEqual([
      ...['GROUP', 'TOPIC', 'PARTITION', 'CURRENT-OFFSET', 'LOG-END-OFFSET', 'LAG', 'CONSUMER-ID', 'HOST'],
    ]);
  });

  it('lost its last columns beside blanks between the others', () => {
    const pods = [
      'NAME          READY   STATUS             RESTARTS     AGE',
      'kafka-2       0/1     CrashLoopBackOff   3 (9s ago)   59s',
    ];
    expect(rowsOf(pods, 51)).toEqual([
      'NAME     READY  STATUS            RESTARTS    AGE',
      'kafka-2  0/1    CrashLoopBackOff  3 (9s ago)  59s',
    ]);
  });

  it('is wrapped between its columns where it is to be whole', () => {
    expect(rowsOf(described.slice(0, 2), 79, 'all')).toEqual([
      'GROUP      TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG',
      '  CONSUMER-ID                                                   HOST',
      '  CLIENT-ID',
      'test-group test  1         2438           2438           0',
      '  kafka-lab-group-consumer-955c170e-2cb8-4100-ad01-954fb3201d20 /10.244.1.9',
      '  kafka-lab-group-consumer',
    ]);
  });

  it('lost the version of each node beside rows that were free', () => {
    const nodes = [
      'NAME                        STATUS   ROLES           AGE   VERSION',
      'kafka-lab-control-plane     Ready    control-plane   9s    v1.30.0-kafka-lab',
    ];
    expect(rowsOf(nodes, 51, 'needed').map((row) => row.trimEnd())).toEqual([
      'NAME                    STATUS ROLES    VERSION',
      'kafka-lab-control-plane Ready  control- v1.30.0-',
      '                               plane    kafka-lab',
    ]);
    // Here the name of the client alone has no room, which no check looks at.
    expect(rowsOf(described, 153, 'needed')).toEqual(rowsOf(described, 153));
  });

  it('lost its last column beside rows that were free', () => {
    const rows = rowsOf(described, 153, 'tables');
    expect(rows[0]).toMatch(/ CLIENT-ID$/);
    expect(rows[1]).toMatch(/^test-group test .*-954fb3201d20 \/10\.244\.1\.9 kafka-lab-group-$/);
    expect(rows[2]).toMatch(/^ +consumer$/);
    expect(Math.max(...rows.map(textWidth))).toBeLessThanOrEqual(153);
  });

  it('is wrapped between its columns where that takes fewer rows, or its names alone are too long', () => {
    expect(rowsOf(described, 51, 'tables')).toEqual(rowsOf(described, 51, 'all'));
  });

  it('is none where a row has text across its columns', () => {
    const lines = ['ONE     TWO', 'a text that goes on and on'];
    expect(rowsOf(lines, 20).map((row) => row.slice(0, 20))).toEqual(['ONE     TWO', 'a text that goes on ']);
  });
});

describe('a line that is too long', () => {
  it('kept its date and lost the partition and the offset', () => {
    const line = '2026/12/01 01:41:35 test: received 1000 messages, partition 3, offset 2416, value: 0.67';
    expect(rowsOf([line, 'short'], 51)[0]).toMatch(/^received 1000 messages, partition 3, offset 2416,/);
    expect(rowsOf([line], 100)).toEqual([line]);
  });

  it('kept its date and lost the host', () => {
    const line =
      '[2026-12-01 01:39:17,131] INFO Registered broker 0 at path /brokers/ids/0 with addresses: PLAINTEXT://kafka-0.kafka-service.default.svc.cluster.local:9092, czxid (broker epoch): 25 (kafka.zk.KafkaZkClient)';
    const rows = rowsOf([line], 51);
    expect(rows[0]).toBe('[01:39:17,131] INFO Registered broker 0 at path');
    expect(rows.join('')).toContain('PLAINTEXT://kafka-0.kafka-service.default.svc.cluster.local:9092');
  });

  it('kept the name of the topic and lost the replicas in sync', () => {
    const line = '        Topic: test     Partition: 1    Leader: 0       Replicas: 1,0,2 Isr: 0,2,1';
    expect(rowsOf([line], 51)).toEqual(['Partition: 1 Leader: 0 Replicas: 1,0,2 Isr: 0,2,1']);
  });

  it('is wrapped at its blanks where it is to be whole', () => {
    expect(rowsOf(['one two three four'], 10, 'lines')).toEqual(['one two', 'three four']);
    expect(rowsOf(['  indented', 'x'.repeat(12)], 8, 'all')).toEqual(['  indent', 'ed', 'xxxxxxxx', 'xxxx']);
  });
});
