import { mapInSlices } from '../../../bounds/lanes/kafka.ts';
import { whenDone } from '../../../bounds/slices.ts';

interface Topic<Partition> {
  readonly name: string;
  readonly partitions: readonly Partition[];
}

/**
 * Collects a result for each partition of each topic, in order: synchronously if there are few, in slices if there are many. What takes
 * longer may answer later.
 */
export function answerPartitions<Partition, Result>(
  topics: readonly Topic<Partition>[],
  answer: (topic: string, partition: Partition) => Result | Promise<Result>,
):
  | { name: string; partitions: readonly Result[] }[]
  | Promise<{ name: string; partitions: readonly Result[] }[]> {
  const [only] = topics;
  if (only && topics.length === 1)
    return whenDone(
      whenDone(
        mapInSlices(only.partitions, (partition) => answer(only.name, partition)),
        settled,
      ),
      (partitions) => [{ name: only.name, partitions }],
    );
  const asked = topics.flatMap(({ name, partitions }) =>
    partitions.map((partition) => ({ name, partition })),
  );
  const answered = mapInSlices(asked, ({ name, partition }) => answer(name, partition));
  return whenDone(whenDone(answered, settled), (results) => {
    let next = 0;
    return topics.map(({ name, partitions }) => {
      const from = next;
      next += partitions.length;
      return { name, partitions: results.slice(from, next) };
    });
  });
}

function settled<Result>(
  results: readonly (Result | Promise<Result>)[],
): readonly Result[] | Promise<readonly Result[]> {
  return results.some((result) => result instanceof Promise)
    ? Promise.all(results)
    : (results as readonly Result[]);
}
