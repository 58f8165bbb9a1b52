import { describe, expect, it } from 'vitest';
import type { ClientPartition } from '../../../source/cluster/model/cluster.ts';
import { countLonePartition } from '../../../source/session/count/lone-partition.ts';

const counts = { at: 0, endOffsets: [100], producers: [], consumers: [], owners: {} };

function reader(first: number, last: number, more: Partial<ClientPartition> = {}): ClientPartition {
  const messages = last - first + 1;
  return {
    partition: 0,
    startOffset: first,
    firstOffset: first,
    lastOffset: last,
    messages,
    distinct: messages,
    duplicates: 0,
    ranges: [[first, last]],
    ...more,
  };
}

const counted = (...readers: ClientPartition[]) =>
  countLonePartition(0, { startOffset: 0, endOffset: 100 }, readers, counts);

describe('a partition that several consumers without a group read', () => {
  it('counted each message once for each replica, and so twice the true share', () => {
    expect(counted(reader(0, 99), reader(40, 99))).toMatchObject({
      window: 100,
      received: 100,
      distinct: 100,
      duplicates: 60,
    });
  });

  it('counts once what both saw where they export no ranges', () => {
    const [{ ranges: _, ...one }, { ranges: __, ...other }] = [reader(0, 79), reader(50, 99)];
    expect(counted(one, other)).toMatchObject({ received: 100, duplicates: 30 });
    const gapped = { ...one, distinct: 70, messages: 70 };
    expect(counted(gapped, other)).toMatchObject({ received: 70, duplicates: 50 });
  });

  it('counts what one of them read again as a duplicate', () => {
    expect(counted(reader(0, 99, { messages: 110, duplicates: 10 }))).toMatchObject({
      received: 100,
      duplicates: 10,
    });
  });

  it('has received nothing while nobody has', () => {
    expect(counted(reader(0, -1, { firstOffset: -1 }))).toMatchObject({ received: 0, duplicates: 0 });
    expect(counted()).toMatchObject({ received: 0, duplicates: 0 });
  });
});
