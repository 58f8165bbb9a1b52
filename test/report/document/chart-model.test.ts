import { describe, expect, it } from 'vitest';
import type { JournalEvent } from '../../../source/journal/events.ts';
import { chartCounts, chartLag } from '../../../source/report/document/chart-model.ts';
import { countCharts } from '../../../source/report/document/count-charts.ts';
import { Numbering } from '../../../source/report/document/numbering.ts';
import { recordOf } from '../rendered.ts';
import { recorded } from './recorded.ts';

const sample = (second: number, more: object): JournalEvent =>
  ({
    v: 1,
    at: `2026-11-23T02:02:${String(second).padStart(2, '0')}.000Z`,
    ms: second * 1000,
    type: 'counters',
    consumer: 'partition',
    endOffsets: [10, 10],
    received: [10, 0],
    ...more,
  }) as JournalEvent;

const whats = (events: readonly JournalEvent[]): string[][] | undefined =>
  chartCounts(recordOf(events))?.panels.map(({ lines }) => lines.map(({ what }) => what));

describe('a chart of the counts', () => {
  it('has a panel for each partition, and marks for the swap and the rebalances', () => {
    const chart = chartCounts(recordOf(recorded));
    expect(chart?.panels).toHaveLength(4);
    expect(chart?.marks.filter(({ kind }) => kind === 'swap')).toHaveLength(1);
    expect(chart?.marks.filter(({ kind }) => kind === 'rebalance').length).toBeGreaterThan(1);
  });

  it('grew with each of thousands of rebalances: an even part is marked, and all are counted', () => {
    const rebalance = (index: number): JournalEvent => ({
      v: 1,
      at: new Date(Date.parse('2026-11-23T02:02:01.000Z') + index).toISOString(),
      ms: 1_000,
      type: 'rebalance',
      members: [],
    });
    const many = Array.from({ length: 8_000 }, (_, index) => rebalance(index));
    const record = recordOf([sample(1, {}), ...many, sample(30, {})]);
    const chart = chartCounts(record);
    expect(chart?.marks.length).toBeGreaterThanOrEqual(100);
    expect(chart?.marks.length).toBeLessThan(200);
    expect(chart!.marks.at(-1)!.atMs - chart!.marks[0]!.atMs).toBeGreaterThan(7_900);
    const [block] = countCharts(record, new Numbering(0));
    expect(block).toMatchObject({
      source: expect.stringMatching(/0 swaps \(solid\) and 1\d\d of 8,000 rebalances \(dotted\)/),
    });
  });

  it("draws no line along zero where a learner's own client tells nothing", () => {
    const events = [sample(1, { estimated: true }), sample(2, { estimated: true })];
    expect(whats(events)).toEqual([['published', 'received'], ['published']]);
  });

  it('draws the zero of a client that counts', () => {
    expect(whats([sample(1, {}), sample(2, {})])).toEqual([
      ['published', 'received'],
      ['published', 'received'],
    ]);
  });

  it('failed on a forged journal whose times are none', () => {
    expect(chartCounts(recordOf([{ ...sample(1, {}), at: 'soon' }, sample(2, {})]))).toBeUndefined();
  });

  it('has a gap where the consumer changed, and where there was none', () => {
    const chart = chartCounts(
      recordOf([sample(1, {}), sample(2, { consumer: 'none' }), sample(3, { consumer: 'group' })]),
    );
    const received = chart?.panels[0]?.lines.find(({ what }) => what === 'received');
    expect(received?.points.map(({ value }) => value)).toEqual([10, undefined, undefined, undefined, 10]);
  });

  it('has no lag where the start of the consumer is not recorded', () => {
    expect(chartLag(recordOf([sample(1, {}), sample(2, {})]))).toBeUndefined();
    const known = { startOffsets: [4, 4], received: [6, 0] };
    const lag = chartLag(recordOf([sample(1, known), sample(2, known)]));
    expect(lag?.panels.map(({ lines }) => lines[0]?.points[0]?.value)).toEqual([0, 6]);
  });
});
