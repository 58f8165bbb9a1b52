import { expect, it } from 'vitest';
import { renderMetrics } from '../../source/clients/metrics.ts';
import { Tally } from '../../source/clients/tally.ts';

it('distinguishes a duplicate message from a single one', () => {
  const tally = new Tally();
  for (const offset of [5, 6, 6, 8]) tally.count(0, offset);
  expect(tally.messages).toBe(4);
  expect(tally.partitions()).toEqual([
    {
      partition: 0,
      messages: 4,
      distinct: 3,
      duplicates: 1,
      redelivered: 0,
      firstOffset: 5,
      lastOffset: 8,
      startOffset: -1,
      ranges: [
        [5, 6],
        [8, 8],
      ],
    },
  ]);
});

it('distinguishes a message that a rebalance redelivers from a duplicate', () => {
  const tally = new Tally();
  const count = (...offsets: number[]) => {
    for (const offset of offsets) tally.count(0, offset);
  };
  tally.assigned(0);
  count(1, 2, 3, 4, 4);
  tally.assigned(0);
  count(3, 4, 5, 5);
  expect(tally.partitions()).toMatchObject([{ messages: 9, distinct: 5, duplicates: 4, redelivered: 2 }]);
});

it('remembers the first start of a partition, and lists partitions from which nothing was received', () => {
  const tally = new Tally();
  tally.start(3, 17);
  tally.start(3, 40);
  expect(tally.partitions()).toMatchObject([{ partition: 3, startOffset: 17, messages: 0, firstOffset: -1 }]);
});

it('renders Prometheus text with one line per partition', () => {
  const tally = new Tally();
  tally.count(1, 10);
  const text = renderMetrics({ role: 'group', topic: 'te"st', startedAt: 12 }, tally);
  expect(text).toContain('kafka_lab_client_info{role="group",topic="te\\"st",started_at="12"} 1\n');
  expect(text).toContain('kafka_lab_messages_total{partition="1"} 1\n');
  expect(text).toContain('kafka_lab_first_offset{partition="1"} 10\n');
  expect(text).toContain('kafka_lab_offset_range_last{partition="1",first="10"} 10\n');
});
