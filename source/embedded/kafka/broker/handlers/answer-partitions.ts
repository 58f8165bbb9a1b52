import { mapInSlices } from '../../../bounds/lanes/kafka.ts';
import { whenDone } from '../../../bounds/slices.ts';

interface Topic<Partition> {
  readonly name: string;
  readonly partitions: readonly Partition[];
}

/** Collects a result for each partition of each topic, in order: synchronously if there are few, in slices if there are many. */
export function answerPartitions<Partition, Result>(
  topics: readonly Topic<Partition>[],
  answer: (topic: string, partition: Partition) => Result,
):
  | { name: string; partitions: readonly Result[] }[]
  | Promise<{ name: string; partitions: readonly Result[] }[]> {
  const [only] = topics;
  if (only && topics.length === 1)
    return whenDone(
      mapInSlices(only.partitions, (partition) => answer(only.name, partition)),
      (partitions) => [{ name: only.name, partitions }],
    );
  const asked = topics.flatMap(({ name, partitions }) =>
    partitions.map((partition) => ({ name, partition })),
  );
  const answered = mapInSlices(asked, ({ name, partition }) => answer(name, partition));
  return whenDone(answered, (results) => {
    let next = 0;
    return topics.map(({ name, partitions }) => {
      const from = next;
      next += partitions.length;
      return { name, partitions: results.slice(from, next) };
    });
  });
}
