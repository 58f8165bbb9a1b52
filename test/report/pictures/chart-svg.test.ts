import { describe, expect, it } from 'vitest';
import type { ChartModel } from '../../../source/report/document/chart-model.ts';
import { drawChart } from '../../../source/report/pictures/chart-svg.ts';

const chart = (values: readonly (number | undefined)[]): ChartModel => ({
  fromMs: 0,
  untilMs: (values.length - 1) * 1_000,
  panels: [
    {
      title: 'partition 0',
      lines: [{ what: 'received', points: values.map((value, index) => ({ atMs: index * 1_000, value })) }],
    },
  ],
  marks: [
    { kind: 'swap', atMs: 1_000 },
    { kind: 'rebalance', atMs: 2_000 },
  ],
  thinned: {},
});

describe('a chart as SVG', () => {
  it('breaks a line where nothing is known', () => {
    const [, path] = / d="([^"]*)"/.exec(drawChart(chart([1, 2, undefined, 3, 4]), 'a chart').text) ?? [];
    expect(path?.match(/M/g)).toHaveLength(2);
  });

  it('marks the swap and the rebalance in different ways', () => {
    const { text } = drawChart(chart([1, 2, 3]), 'a chart');
    expect(text).toContain('>swap</text>');
    expect(text).toContain('>rebalance</text>');
    expect(text).toContain('stroke-dasharray="1 3"');
  });

  it('wrote times over each other where the session took half an hour', () => {
    const { text } = drawChart(chart(Array.from({ length: 2_041 }, (_, at) => at)), 'a chart');
    const places = [...text.matchAll(/<text x="([\d.]+)" text-anchor="middle"[^>]*>\d\d:\d\d:\d\d</g)];
    expect(places.length).toBeGreaterThan(1);
    for (const [index, [, x]] of places.entries())
      if (index > 0) expect(Number(x) - Number(places[index - 1]![1])).toBeGreaterThanOrEqual(50);
  });

  it('does not cut the last time at the edge of the panel', () => {
    for (const seconds of [2, 4, 5, 60, 61, 77, 300, 3_601]) {
      const { text } = drawChart(chart(Array.from({ length: seconds + 1 }, (_, at) => at)), 'a chart');
      const times = [...text.matchAll(/<text x="([\d.]+)" text-anchor="(\w+)"[^>]*>\d\d:\d\d:\d\d</g)];
      expect(times.length).toBeGreaterThan(1);
      for (const [, x = '', anchor] of times) {
        // DejaVu Sans, which is wide, takes 50.
        const width = { start: 0, middle: 25, end: 50 }[anchor!]!;
        expect(Number(x) - width).toBeGreaterThanOrEqual(0);
        expect(Number(x) - width + 50).toBeLessThanOrEqual(360);
      }
    }
  });

  it('takes its name for text', () => {
    expect(drawChart(chart([1, 2]), '"><script>').text).not.toContain('<script');
  });
});
