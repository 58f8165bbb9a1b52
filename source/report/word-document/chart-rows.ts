import { count } from '../../lab/model/text-format.ts';
import type { ChartLine, ChartModel } from '../document/chart-model.ts';
import type { Cell, TableBlock } from '../document/model.ts';
import { plainRun } from '../document/prose.ts';
import { clock } from '../document/trace.ts';

const moments = 12;

/** A chart as numbers at moments that lie evenly in its time: a column for each partition, its lines separated by a slash. */
export function chartRows({
  panels,
  marks,
  fromMs,
  untilMs,
}: ChartModel): Pick<TableBlock, 'columns' | 'rows'> {
  const share = Math.floor(70 / panels.length);
  const step = (untilMs - fromMs) / (moments - 1);
  return {
    columns: [
      { title: 'Time (UTC)', share: 15 },
      ...panels.map(({ title, lines }) => ({
        title: `${title}: ${lines.map(({ what }) => what).join(' / ')}`,
        share,
        isNumber: true as const,
      })),
      { title: 'Before it', share: 15 },
    ],
    rows: Array.from({ length: moments }, (_, index): Cell[] => {
      const atMs = fromMs + index * step;
      const happened = marks.filter((mark) => mark.atMs > atMs - step && mark.atMs <= atMs);
      return [
        [plainRun(clock(new Date(atMs).toISOString()))],
        ...panels.map(({ lines }): Cell => [plainRun(lines.map((line) => valueAt(line, atMs)).join(' / '))]),
        [plainRun([...new Set(happened.map(({ kind }) => kind))].join(', '))],
      ];
    }),
  };
}

/** What was last known at a moment; a dash where nothing was. */
function valueAt({ points }: ChartLine, atMs: number): string {
  const value = points.findLast((point) => point.atMs <= atMs)?.value;
  return value === undefined ? '–' : count(value);
}
