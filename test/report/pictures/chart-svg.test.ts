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

  it('takes its name for text', () => {
    expect(drawChart(chart([1, 2]), '"><script>').text).not.toContain('<script');
  });
});
