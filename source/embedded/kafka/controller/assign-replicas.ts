/**
 * Kafka's rack-unaware assignment: the first replicas go round-robin from a random start, so that leaders are spread; the other replicas
 * follow at a distance that grows by one with each full round.
 */
export function assignReplicas(options: {
  readonly brokers: readonly number[];
  readonly partitions: number;
  readonly replicationFactor: number;
  /** The start broker and the first distance: below the number of brokers. */
  readonly startIndex: number;
  readonly startShift?: number;
  /** The first partition to assign: above 0 when partitions are added to a topic. */
  readonly firstPartition?: number;
}): Map<number, number[]> {
  const brokers = [...options.brokers].sort((a, b) => a - b);
  const { partitions, replicationFactor, startIndex, firstPartition = 0 } = options;
  let shift = options.startShift ?? startIndex;
  const assignment = new Map<number, number[]>();
  for (let partition = firstPartition; partition < firstPartition + partitions; partition++) {
    if (partition > 0 && partition % brokers.length === 0) shift++;
    const first = (partition + startIndex) % brokers.length;
    const replicas = [brokers[first]!];
    for (let replica = 0; replica < replicationFactor - 1; replica++) {
      const distance = 1 + ((shift + replica) % (brokers.length - 1));
      replicas.push(brokers[(first + distance) % brokers.length]!);
    }
    assignment.set(partition, replicas);
  }
  return assignment;
}
