import type { ClientPartition } from '../../../source/cluster/model/cluster.ts';
import type { FakeWorld } from './fake-world.ts';

const faults = {
  'drops-one': (read: ClientPartition) => ({
    ...read,
    messages: read.messages - 1,
    distinct: read.distinct - 1,
  }),
  'reads-one-twice': (read: ClientPartition) => ({ ...read, messages: read.messages + 1, duplicates: 1 }),
  'skips-a-partition': (read: ClientPartition) => ({
    ...read,
    firstOffset: -1,
    lastOffset: -1,
    messages: 0,
    distinct: 0,
  }),
};
const partitionOf: Record<Fault, number> = { 'drops-one': 2, 'reads-one-twice': 1, 'skips-a-partition': 3 };

/** What is wrong with a consumer group. */
export type Fault = keyof typeof faults;

/** In this world, the consumer group counts one partition wrongly, and does not report which offsets it saw. */
export function breakGroup(world: FakeWorld, fault: Fault): void {
  const counts = world.counts.bind(world);
  world.counts = async (signal) => {
    const seen = await counts(signal);
    const consumers = seen.consumers.map((consumer) => ({
      ...consumer,
      partitions: consumer.partitions.map((read) => {
        if (consumer.role !== 'group' || read.partition !== partitionOf[fault]) return read;
        const { ranges: _, ...without } = faults[fault](read);
        return without;
      }),
    }));
    return { ...seen, consumers };
  };
}
