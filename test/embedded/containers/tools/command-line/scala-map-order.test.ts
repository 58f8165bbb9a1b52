import { describe, expect, it } from 'vitest';
import { topicPartitionHash } from '../../../../../source/embedded/containers/tools/command-line/java-hash-order.ts';
import { scalaMapOrder } from '../../../../../source/embedded/containers/tools/command-line/scala-map-order.ts';

const partitions = (topic: string, count: number) =>
  Array.from({ length: count }, (_, partition) => ({ topic, partition }));
const order = (topic: string, count: number) =>
  scalaMapOrder(partitions(topic, count), topicPartitionHash).map(({ partition }) => partition);

describe("the order of Scala's immutable Map", () => {
  it('is that of insertion up to four entries', () => {
    expect(order('g9-own1', 4)).toEqual([0, 1, 2, 3]);
  });

  it('is that of a trie beyond, as Kafka 3.3.2 printed it', () => {
    expect(order('g9-own1', 9)).toEqual([6, 2, 7, 8, 3, 0, 5, 4, 1]);
    expect(order('g9-own2', 9)).toEqual([6, 2, 3, 8, 0, 7, 5, 4, 1]);
  });
});
