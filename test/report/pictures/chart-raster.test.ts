import { expect, it } from 'vitest';
import type { ChartModel } from '../../../source/report/document/chart-model.ts';
import { drawPlot } from '../../../source/report/pictures/chart-raster.ts';

const chartOf = (values: readonly (number | undefined)[], marks: ChartModel['marks'] = []): ChartModel => ({
  fromMs: 0,
  untilMs: 1_000 * (values.length - 1),
  panels: [
    {
      title: 'partition 0',
      lines: [{ what: 'published', points: values.map((value, index) => ({ atMs: index * 1_000, value })) }],
    },
  ],
  marks,
  thinned: {},
});

const draw = (chart: ChartModel): Buffer =>
  Buffer.from(drawPlot(chart.panels[0]!, chart, { width: 60, height: 30 }, 2));

it('draws what is known, and leaves a gap where nothing is', () => {
  const whole = draw(chartOf([1, 2, 3, 4]));
  expect([whole.readUInt32BE(16), whole.readUInt32BE(20)]).toEqual([120, 60]);
  expect(draw(chartOf([1, undefined, 3, 4])).equals(whole)).toBe(false);
  expect(draw(chartOf([1, 2, 3, 4], [{ kind: 'swap', atMs: 1_500 }])).equals(whole)).toBe(false);
});

it('drew dashes without end to where a forged journal counts', () => {
  const chart = chartOf([1, -1e300, 1e300, Number.NaN, 3]);
  const [panel] = chart.panels;
  const points = [...panel!.lines[0]!.points, { atMs: 8.64e15, value: 1 }, { atMs: Number.NaN, value: 2 }];
  const forged = { ...chart, panels: [{ ...panel!, lines: [{ what: 'published' as const, points }] }] };
  expect(draw(forged).length).toBeGreaterThan(50);
});

it('had no numbers and no times on its axes', () => {
  const wide = { width: 300, height: 120 };
  const pictureOf = (chart: ChartModel): Buffer =>
    Buffer.from(drawPlot({ title: 'partition 0', lines: [] }, chart, wide, 2));
  // The same lines, and other words beside them.
  const small = chartOf([0, 5]);
  expect(pictureOf(small).equals(pictureOf(chartOf([0, 50])))).toBe(false);
  const later = { ...small, fromMs: small.fromMs + 3_600_000, untilMs: small.untilMs + 3_600_000 };
  expect(pictureOf(later).equals(pictureOf(small))).toBe(false);
});
