import { ifExpected } from '../../errors/expected-failure.ts';
import type { TopicSeen } from '../../lab/model/observations.ts';
import type { BrokerAddress } from '../kubernetes/topics-request.ts';
import type { BrokerLinks } from './broker-links.ts';
import { earliest, latest, listOffsets } from './requests/list-offsets.ts';

export interface OffsetRange {
  /** The first offset, and the one after the last. */
  readonly start: number;
  readonly end: number;
}

export const partitionKey = (topic: string, partition: number): string => `${partition} ${topic}`;

/** The offsets of so many partitions are asked for at once; others have none. */
export const mostAsked = 5_000;

/** The offsets of partitions, from their leaders; those that have none, or whose leader does not answer, are left out. */
export async function offsetRanges(
  links: BrokerLinks,
  brokers: readonly BrokerAddress[],
  topics: readonly TopicSeen[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, OffsetRange>> {
  const byLeader = new Map<number, Map<string, number[]>>();
  let asked = 0;
  for (const { name, partitions } of topics) {
    for (const { partition, leader } of partitions) {
      if (leader < 0 || asked >= mostAsked) continue;
      asked += 1;
      const ofLeader = byLeader.get(leader) ?? new Map<string, number[]>();
      byLeader.set(leader, ofLeader);
      const numbers = ofLeader.get(name);
      if (numbers === undefined) ofLeader.set(name, [partition]);
      else numbers.push(partition);
    }
  }
  const answers = brokers.map(async (broker) => {
    const own = byLeader.get(broker.id);
    if (own === undefined) return [];
    return readRanges(links, broker, own, signal).catch(ifExpected([]));
  });
  const ranges = (await Promise.all(answers)).flat();
  signal.throwIfAborted();
  return new Map(ranges);
}

async function readRanges(
  links: BrokerLinks,
  broker: BrokerAddress,
  topics: ReadonlyMap<string, readonly number[]>,
  signal: AbortSignal,
): Promise<[string, OffsetRange][]> {
  // The start first, so that it is never after the end.
  const first = await links.ask(broker, listOffsets(topics, earliest), signal);
  const last = await links.ask(broker, listOffsets(topics, latest), signal);
  const starts = new Map(
    first.offsets
      .filter(({ error }) => error === 0)
      .map(({ topic, partition, offset }) => [partitionKey(topic, partition), offset]),
  );
  return last.offsets.flatMap(({ topic, partition, error, offset }): [string, OffsetRange][] => {
    const key = partitionKey(topic, partition);
    const start = starts.get(key);
    return error !== 0 || start === undefined ? [] : [[key, { start, end: Math.max(start, offset) }]];
  });
}
