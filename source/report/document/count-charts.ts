import { count } from '../../lab/model/text-format.ts';
import type { SessionRecord } from '../session-record.ts';
import { type ChartMark, type ChartModel, chartCounts, chartLag } from './chart-model.ts';
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
            `Messages published to each partition, and received by the consumer that ran. Each consumer counts from its own start.${againIn(record)}${estimated}`,
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

/** A line that rises above what was published needs a reason. */
function againIn({ partitionSamples }: SessionRecord): string {
  const isAbove = partitionSamples.some(({ partitions }) =>
    partitions.some(({ published, received = 0 }) => received > published),
  );
  return isAbove
    ? ' Received rises above published where messages came again: after a rebalance, those that were not committed yet; after offsets were set back, all that follow.'
    : '';
}

function block(chart: ChartModel, numbering: Numbering, title: string, caption: string): ChartBlock {
  const marked = (kind: ChartMark['kind']): string => {
    const shown = chart.marks.filter((mark) => mark.kind === kind).length;
    const all = chart.thinned[kind];
    return `${all === undefined ? '' : `${count(shown)} of `}${count(all ?? shown)} ${kind}${(all ?? shown) === 1 ? '' : 's'}`;
  };
  const at = (ms: number): string => clock(new Date(ms).toISOString());
  return {
    kind: 'chart',
    number: numbering.figure(),
    title,
    caption: prose(caption),
    chart,
    source: `Counters of the journal, ${at(chart.fromMs)} to ${at(chart.untilMs)} UTC. Marked: ${marked('swap')} (solid) and ${marked('rebalance')} (dotted).`,
  };
}
