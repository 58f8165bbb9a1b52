import type { ReactElement } from 'react';
import type { SessionView } from '../../session/view.ts';
import { partitionLines } from '../partitions/partition-lines.ts';
import { Rows } from './rows.tsx';

export interface PartitionBarsProps {
  readonly view: SessionView;
  readonly columns: number;
  readonly rows: number;
}

/** The share received and every partition's bar. */
export function PartitionBars({ view, columns, rows }: PartitionBarsProps): ReactElement {
  const lines = partitionLines(view.tally, {
    columns,
    maxRows: rows - 1,
    producedPerSecond: view.producedPerSecond,
    receivedPerSecond: view.receivedPerSecond,
    swapping: view.swapping,
  });
  return <Rows lines={lines} columns={columns} rows={rows} />;
}
