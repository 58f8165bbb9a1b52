import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cli } from '../serve-cluster.ts';
import type { Row } from './part.ts';
import { soak } from './parts/soak.ts';
import { judgeCounts, judgeDisk, judgeMemory, judgeRate } from './soak/judge-soak.ts';

process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-soak-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));

// The processes of the clients are found in /proc.
it.skipIf(process.platform !== 'linux')(
  'no message is lost between the producer and both kinds of consumer',
  async () => {
    const signal = AbortSignal.timeout(150_000);
    const context = { cli, directory, seed: 1, length: 'short', signal, say: () => {} } as const;
    const rows: Row[] = [];
    for await (const row of soak.run(context, new Set())) rows.push(row);
    for (const { what, broken, details } of rows) expect(broken, `${what}: ${details}`).toBe(0);
    expect(rows.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['memory of the cluster', 'memory of the group consumer', 'disk use']),
    );
  },
  160_000,
);

const megabyte = 2 ** 20;

describe('the memory of a process', () => {
  const bounds = { share: 0.25, bytes: 30 * megabyte, windowMs: 1_000 };
  const judge = (...rss: number[]) =>
    judgeMemory(
      'it',
      1,
      rss.map((each, index) => ({ at: index * 500, rss: each * megabyte, heap: each * megabyte })),
      bounds,
    );

  it('may rise and fall', () => {
    const row = judge(100, 100, 100, 400, 400, 110, 110, 110);
    expect(row).toMatchObject({ broken: 0, count: 8 });
    expect(row.details).toBe('RSS 100 MB → 110 MB, at most 400 MB; heap 100 MB → 110 MB');
  });

  it('has grown if it is a quarter and 30 MB more at the end', () =>
    expect(judge(100, 100, 100, 120, 140, 140, 140).broken).toBe(1));

  it('has not grown by a large share of little, or by few bytes of much', () => {
    expect(judge(40, 40, 40, 60, 60, 60).broken).toBe(0);
    expect(judge(400, 400, 400, 440, 440, 440).broken).toBe(0);
  });

  it('breaks the promise if the process ended or never existed', () => {
    expect(judge(100, 100, 100, 0).broken).toBe(1);
    expect(judge(0).broken).toBe(1);
    expect(judge().broken).toBe(1);
  });
});

it('every span that was too slow breaks the rate, and so does the lack of any', () => {
  expect(judgeRate(1, 5_000, [5_000, 4_960, 5_020], 0.99).broken).toBe(0);
  expect(judgeRate(1, 5_000, [5_000, 4_900, 3_000], 0.99).broken).toBe(2);
  expect(judgeRate(1, 5_000, [], 0.99).broken).toBe(1);
});

it('every sample of a disk above its limit is counted', () => {
  expect(judgeDisk(1, [10, 20], 20).broken).toBe(0);
  expect(judgeDisk(1, [10, 21, 22], 20).broken).toBe(2);
  expect(judgeDisk(1, [], 20).broken).toBe(1);
});

describe('the count of messages', () => {
  const all = {
    acknowledged: [10, 20],
    ends: [10, 20],
    consumers: [
      { name: 'partition', partitions: [{ partition: 0, start: 4, distinct: 6 }] },
      {
        name: 'group',
        partitions: [
          { partition: 0, start: 0, distinct: 10 },
          { partition: 1, start: 0, distinct: 20 },
        ],
      },
    ],
  };

  it('accepts that everything arrived', () => expect(judgeCounts(1, all).broken).toBe(0));

  it('finds messages that were acknowledged but not written', () =>
    expect(judgeCounts(1, { ...all, acknowledged: [10, 23] }).broken).toBe(3));

  it('finds messages that a consumer missed', () => {
    const [first, second] = all.consumers;
    const missing = { ...first!, partitions: [{ partition: 0, start: 4, distinct: 4 }] };
    const row = judgeCounts(1, { ...all, consumers: [missing, second!] });
    expect(row.broken).toBe(2);
    expect(row.details).toContain('partition: 2 of 6 missed');
  });

  it('finds a consumer that read nothing, and an empty topic', () => {
    const idle = { name: 'idle', partitions: [] };
    expect(judgeCounts(1, { ...all, consumers: [idle] }).broken).toBe(1);
    expect(judgeCounts(1, { acknowledged: [0], ends: [0], consumers: [] }).broken).toBe(1);
  });
});
