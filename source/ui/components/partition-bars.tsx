import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { SessionView } from '../../session/view.ts';
import type { Rates } from '../hooks/use-rates.ts';
import type { Size } from '../layout/layout.ts';
import { comparisonRows } from '../partitions/comparison.tsx';
import { partitionRows } from '../partitions/partition-rows.tsx';
import { Rows } from '../text/rows.tsx';

export interface PartitionBarsProps {
  readonly view: SessionView;
  readonly rates: Rates;
  readonly size: Size;
  readonly rows: number;
}

/** The share received and every partition's bar; the owners, and the counts before and after the swap. */
export function PartitionBars({ view, rates, size, rows }: PartitionBarsProps): ReactElement {
  const { columns } = size;
  const comparison = comparisonRows(view, size);
  const partitions = partitionRows(view.tally, {
    columns,
    maxRows: rows - 1 - comparison.length,
    producedPerSecond: view.producedPerSecond,
    receivedPerSecond: view.receivedPerSecond,
    rates,
    swapping: view.swapping,
  });
  return (
    <Box height={rows} flexShrink={0}>
      <Rows rows={[...partitions, ...comparison].slice(0, rows)} />
    </Box>
  );
}
