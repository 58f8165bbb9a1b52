import type { ReactElement } from 'react';
import type { SessionView } from '../../session/view.ts';
import type { Rates } from '../hooks/use-rates.ts';
import type { Size } from '../layout/layout.ts';
import { comparisonLines } from '../partitions/comparison-lines.ts';
import { partitionLines } from '../partitions/partition-lines.ts';
import { Rows } from './rows.tsx';

export interface PartitionBarsProps {
  readonly view: SessionView;
  readonly rates: Rates;
  readonly size: Size;
  readonly rows: number;
}

/** The share received and every partition's bar; who owns what, and the swap's before and after. */
export function PartitionBars({ view, rates, size, rows }: PartitionBarsProps): ReactElement {
  const { columns } = size;
  const comparison = comparisonLines(view, size);
  const lines = partitionLines(view.tally, {
    columns,
    maxRows: rows - 1 - comparison.length,
    producedPerSecond: view.producedPerSecond,
    receivedPerSecond: view.receivedPerSecond,
    rates,
    swapping: view.swapping,
  });
  return <Rows lines={[...lines, ...comparison]} columns={columns} rows={rows} />;
}
