import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bar } from '../../../source/ui/partitions/bar.ts';
import { partitionRows } from '../../../source/ui/partitions/partition-rows.tsx';
import { cellsOf, plainText } from '../../../source/ui/text/text.tsx';
import { percent, thousands } from '../../../source/ui/theme/numbers.ts';
import { tallyOf } from '../fake-session.ts';

const options = { columns: 80, maxRows: 2, producedPerSecond: 498, receivedPerSecond: 124, swapping: false };

function rows(tally: ReturnType<typeof tallyOf>, change: Partial<typeof options> = {}): string[] {
  return partitionRows(tally, { ...options, ...change }).map((row) => plainText(row).trimEnd());
}

const stranded = tallyOf([
  [46_301, 46_301],
  [0, 46_290],
  [0, 46_307],
  [0, 46_312],
]);

describe('the partition view', () => {
  it('shows the share and the three unread partitions at 80 columns', () => {
    const [summary] = rows(stranded);
    expect(summary).toBe(' received 25.0 % of 185,210   consumer: partition 0 only   in 498/s   out 124/s');
    expect(rows(stranded)[1]).toMatch(/^ p0 █+ 46,301 +p1 ░+ lag 46,290 +p2 ░+ lag 46,307/);
  });

  it('fills the bars once the group has read everything', () => {
    const all = tallyOf(
      [
        [500, 500],
        [499, 499],
        [501, 501],
        [500, 500],
      ],
      { consumer: 'group', settled: true },
    );
    expect(rows(all)[0]).toContain('received 100.0 % of 2,000');
    expect(rows(all)[0]).toContain('settled');
    expect(rows(all)[1]).toMatch(/p0 █+ 500 +p1 █+ 499 +p2 █+ 501 +p3 █+ 500$/);
    expect(rows(all)[1]).not.toContain('░');
  });

  it('showed 0 in each partition, where a consumer had started after the last message', () => {
    const kept = stranded.partitions.map((one) => ({ ...one, window: 0, received: 0, distinct: 0 }));
    const tally = { ...stranded, window: 0, received: 0, share: 0, settled: true, partitions: kept };
    expect(rows(tally)[0]).toBe(' consumer: partition 0 only   the topic keeps 185,210 messages   in 498/s');
    expect(rows(tally, { maxRows: 1 })[1]).toMatch(/^ p0 46,301 kept .*p3 46,312 kept$/);
  });

  it('shows received and lag together if both fit', () => {
    const lagging = tallyOf([
      [300, 400],
      [400, 400],
    ]);
    expect(rows(lagging, { columns: 120 })[1]).toMatch(/p0 █+░+ 300 lag 100 +p1 █+ 400$/);
  });

  it('showed `received – of 0 messages` where nothing is known of what was received', () => {
    const joined = tallyOf(
      [
        [0, 0],
        [0, 0],
      ],
      { consumer: 'group', estimated: true },
    );
    const partitions = joined.partitions.map((one) => ({ ...one, endOffset: 60 }));
    expect(rows({ ...joined, partitions, committed: [60, 60] })).toEqual([
      ' consumer: group   in 498/s   out 124/s',
      expect.stringMatching(/^ p0 60 kept +p1 60 kept$/),
    ]);
  });

  it('says how many messages were read twice', () => {
    const tally = stranded.partitions.map((one, index) => (index === 0 ? { ...one, duplicates: 2 } : one));
    expect(rows({ ...stranded, partitions: tally })[0]).toContain('2 twice');
  });

  it('says that there is nothing yet', () => {
    expect(rows(tallyOf([], { consumer: 'none' }))).toEqual([
      ' no topic yet: its partitions appear here once it exists',
    ]);
  });

  it('shows the contents of the topic without a consumer', () => {
    const kept = stranded.partitions.map((one) => ({ ...one, window: 0, received: 0, distinct: 0 }));
    const tally = { ...stranded, consumer: 'none' as const, window: 0, received: 0, partitions: kept };
    expect(rows(tally)[0]).toBe(' no consumer   the topic keeps 185,210 messages   in 498/s');
    expect(rows(tally, { maxRows: 1 })[1]).toMatch(/^ p0 46,301 kept .*p3 46,312 kept$/);
  });

  it('omitted two of four partitions at 80 columns once their lag had five digits', () => {
    const [, bars] = rows(stranded, { maxRows: 1 });
    expect(bars).toMatch(/^ p0 █+ 46,301 +p1 ░+ lag 46,290 +p2 ░+ lag 46,307 +p3 ░+ lag 46,312$/);
  });

  it('summarises what does not fit', () => {
    const many = tallyOf(Array.from({ length: 50 }, () => [10, 20] as const));
    const shown = rows(many);
    expect(shown).toHaveLength(3);
    expect(shown[2]).toMatch(/\+\d+ more partitions$/);
  });

  it('summarises briefly if the partitions are narrower than the summary', () => {
    const pairs = [...Array.from({ length: 7 }, () => [0, 0] as const), [1_000_000, 0] as const];
    const shown = partitionRows(tallyOf(pairs), { ...options, columns: 118, maxRows: 1 });
    expect(plainText(shown[1])).toMatch(/\+3 more$/);
    expect(cellsOf(shown[1])).toBeLessThanOrEqual(118);
  });

  it('never takes more rows than it was given', () => {
    const counts = fc.tuple(fc.nat(10_000_000), fc.nat(10_000_000));
    fc.assert(
      fc.property(
        fc.array(counts, { maxLength: 60 }),
        fc.integer({ min: 80, max: 220 }),
        fc.integer({ min: 1, max: 4 }),
        (pairs, columns, maxRows) => {
          const lines = partitionRows(tallyOf(pairs), { ...options, columns, maxRows });
          expect(lines.length).toBeLessThanOrEqual(1 + maxRows);
          for (const row of lines) expect(cellsOf(row)).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });
});

describe('a bar', () => {
  it.each([
    [0, 0, 100, 10, ''],
    [0, 100, 100, 10, '░░░░░░░░░░'],
    [100, 100, 100, 10, '██████████'],
    [50, 100, 100, 10, '█████░░░░░'],
    [1, 100, 100, 10, '█░░░░░░░░░'],
    [96, 100, 100, 10, '█████████░'],
    [50, 50, 100, 10, '█████'],
  ])('of %i in %i, the widest %i, in %i cells is %j', (received, window, widest, cells, expected) => {
    expect(bar(received, window, widest, cells)).toBe(expected);
  });
});

describe('numbers', () => {
  it('never rounds a share up to 100 %', () => {
    expect(percent(0.99999)).toBe('99.9 %');
    expect(percent(1)).toBe('100.0 %');
    expect(percent(0.25)).toBe('25.0 %');
  });

  it('groups thousands', () => {
    expect([0, 999, 1000, 185_210, 1_234_567].map(thousands)).toEqual([
      '0',
      '999',
      '1,000',
      '185,210',
      '1,234,567',
    ]);
  });
});
