import { mapInSlices } from '../../../bounds/lanes/kafka.ts';
import { type BeginSlice, beginSlice, whenDone } from '../../../bounds/slices.ts';
import { KafkaError } from '../../messages/errors.ts';
import type { RequestContext } from '../requests/request-context.ts';
import type { Partition } from '../storage/partition.ts';

/**
 * Opens the logs that a request is about to read in one turn: in slices where many are used for the first time. False if the client has
 * gone by then.
 */
export function openLogs(
  partitions: Iterable<Partition>,
  { broker, onClose }: Pick<RequestContext, 'onClose'> & { readonly broker: { readonly id: number } },
  begin: BeginSlice = beginSlice,
): boolean | Promise<boolean> {
  const unopened: Partition[] = [];
  for (const partition of partitions) if (!partition.isOpen) unopened.push(partition);
  if (unopened.length === 0) return true;
  let isWanted = true;
  const opened = mapInSlices(
    unopened,
    (partition) => {
      if (isWanted) open(partition, broker.id);
    },
    begin,
  );
  const forgetClose = opened instanceof Promise ? onClose(() => (isWanted = false)) : () => {};
  return whenDone(opened, () => {
    forgetClose();
    return isWanted;
  });
}

function open(partition: Partition, brokerId: number): void {
  try {
    partition.checkLeader(brokerId);
    partition.log;
  } catch (error) {
    // Whoever reads it gets the error.
    if (!(error instanceof KafkaError)) throw error;
  }
}
