import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseClientMetrics } from '../../../source/cluster/kubernetes/client-metrics.ts';
import { parsePrometheusText } from '../../../source/cluster/kubernetes/prometheus-text.ts';

const page = `# HELP kafka_lab_client_info What this client is.
# TYPE kafka_lab_client_info gauge
kafka_lab_client_info{role="partition",topic="test",started_at="1700000000000"} 1
kafka_lab_messages_total{partition="0"} 12
kafka_lab_messages_distinct{partition="0"} 11
kafka_lab_messages_duplicate_total{partition="0"} 1
kafka_lab_first_offset{partition="0"} 100
kafka_lab_last_offset{partition="0"} 111
kafka_lab_start_offset{partition="0"} 99
`;

describe('parsePrometheusText', () => {
  it('reads names, labels and values', () => {
    expect(
      parsePrometheusText('a 1\nb{x="1",y="q\\"\\n\\\\",} 2.5 1700000000\nc +Inf\n# d 4\nbroken{ 1\n'),
    ).toEqual([
      { name: 'a', labels: {}, value: 1 },
      { name: 'b', labels: { x: '1', y: 'q"\n\\' }, value: 2.5 },
      { name: 'c', labels: {}, value: Number.POSITIVE_INFINITY },
    ]);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(page.length), (text, at) => {
        parsePrometheusText(text);
        parsePrometheusText(page.slice(0, at) + text + page.slice(at));
      }),
    );
  });
});

describe('parseClientMetrics', () => {
  it("reads a client's tally", () => {
    expect(parseClientMetrics('consumer-1', page)).toEqual({
      pod: 'consumer-1',
      role: 'partition',
      startedAt: 1_700_000_000_000,
      partitions: [
        {
          partition: 0,
          startOffset: 99,
          firstOffset: 100,
          lastOffset: 111,
          messages: 12,
          distinct: 11,
          duplicates: 1,
        },
      ],
    });
  });

  it('is undefined without the info metric, and omits impossible numbers', () => {
    expect(parseClientMetrics('x', 'up 1\n')).toBeUndefined();
    const odd = `${page}kafka_lab_messages_total{partition="-1"} 5\nkafka_lab_messages_total{partition="0"} NaN\n`;
    expect(parseClientMetrics('x', odd)?.partitions).toEqual(parseClientMetrics('x', page)?.partitions);
  });
});
