import type { SessionRecord } from '../session-record.ts';
import { type ChartModel, chartCounts, chartLag } from './chart-model.ts';
import type { Block, ChartBlock } from './model.ts';
import type { Numbering } from './numbering.ts';
import { prose } from './prose.ts';
import { clock } from './trace.ts';

/** What was counted over time, by partition. */
export function countCharts(record: SessionRecord, numbering: Numbering): Block[] {
  const counts = chartCounts(record);
  const lag = chartLag(record);
  const isEstimated = record.partitionSamples.some(({ estimated }) => estimated);
  const estimated = isEstimated
    ? ' The counts of a client without metrics are derived from its log and its commits; what they do not tell is left out.'
    : '';
  return [
    ...(counts === undefined
      ? []
      : [
          block(
            counts,
            numbering,
            'Published and received by partition',
            `Messages published to each partition, and received by the consumer that ran. Each consumer counts from its own start.${estimated}`,
          ),
        ]),
    ...(lag === undefined
      ? []
      : [
          block(
            lag,
            numbering,
            'Lag by partition',
            `Lag by partition: what was published since the consumer's start position, and not received yet.${estimated}`,
          ),
        ]),
  ];
}

function block(chart: ChartModel, numbering: Numbering, title: string, caption: string): ChartBlock {
  const swaps = chart.marks.filter(({ kind }) => kind === 'swap').length;
  const rebalances = chart.marks.length - swaps;
  const at = (ms: number): string => clock(new Date(ms).toISOString());
  return {
    kind: 'chart',
    number: numbering.figure(),
    title,
    caption: prose(caption),
    chart,
    source: `Counters of the journal, ${at(chart.fromMs)} to ${at(chart.untilMs)} UTC. Marked: ${swaps} ${swaps === 1 ? 'swap' : 'swaps'} (solid) and ${rebalances} ${rebalances === 1 ? 'rebalance' : 'rebalances'} (dotted).`,
  };
}
