import { runInSlices } from '../../../bounds/lanes/cluster.ts';
import type { StorageFailure } from '../storage/log-dir-failure.ts';
import type { Partition } from '../storage/partition.ts';

type OnFailure = (brokerId: number, failure: StorageFailure) => void;

/**
 * Removes the logs of a deleted topic, in slices: thousands of directories or segments take longer than one. As in Kafka, a failed removal
 * counts as a disk failure, of each broker with a replica.
 */
export async function destroyPartitions(
  partitions: readonly Partition[],
  onFailure: OnFailure,
): Promise<void> {
  await runInSlices(destroy(partitions, onFailure));
}

function* destroy(partitions: readonly Partition[], onFailure: OnFailure): Generator<void, void> {
  for (const partition of partitions) {
    try {
      yield* partition.destroyInSteps();
    } catch (cause) {
      if (!(cause instanceof Error)) throw cause;
      const doing = `deleting the log of ${partition.topic}-${partition.partition} in`;
      for (const id of partition.replicas) onFailure(id, { doing, cause, at: partition });
    }
    yield;
  }
}
