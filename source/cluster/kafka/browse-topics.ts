import type { PartitionSeen, TopicSeen } from '../../lab/model/observations.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import type { BrokerAddress, TopicsAnswer } from '../kubernetes/topics-request.ts';
import type { BrokerLinks } from './broker-links.ts';
import type { BrokerRow, PartitionChoice, PartitionRow, TopicRow } from './browser.ts';
import { type ClusterLayout, noSuchTopic } from './cluster-layout.ts';
import { type OffsetRange, offsetRanges, partitionKey } from './partition-offsets.ts';
import { replicaSizes, type SizesByBroker } from './replica-sizes.ts';

const longestName = 250;

export async function browseBrokers(
  links: BrokerLinks,
  layout: ClusterLayout,
  signal: AbortSignal,
): Promise<BrokerRow[]> {
  const { brokers, topics, controller } = await layout.read(signal);
  const sizes = await replicaSizes(links, brokers, signal);
  return brokers.map((broker) => brokerRow(broker, topics, sizes, controller)).sort((a, b) => a.id - b.id);
}

/** `controller`: undefined if that is not known. */
export function brokerRow(
  { id, host, port }: BrokerAddress,
  topics: readonly TopicSeen[],
  sizes: SizesByBroker,
  controller: number | undefined,
): BrokerRow {
  const all = topics.flatMap(({ partitions }) => partitions);
  const own = all.filter(({ replicas }) => replicas.includes(id));
  const held = sizes.get(id);
  return {
    id,
    host: sanitizeLine(host, longestName),
    port,
    isController: controller === undefined ? undefined : id === controller,
    leaders: all.filter(({ leader }) => leader === id).length,
    replicas: own.length,
    outOfSync: own.filter(({ isr }) => !isr.includes(id)).length,
    size: held && [...held.values()].reduce((sum, bytes) => sum + bytes, 0),
  };
}

/** What Kafka keeps for itself is rarely what somebody looks for. */
export function internalLast(topics: readonly TopicSeen[]): readonly TopicSeen[] {
  const isInternal = ({ name }: TopicSeen): boolean => name.startsWith('__');
  return [...topics.filter((topic) => !isInternal(topic)), ...topics.filter(isInternal)];
}

export async function browseTopics(
  links: BrokerLinks,
  layout: ClusterLayout,
  signal: AbortSignal,
): Promise<TopicRow[]> {
  const { brokers, topics } = await layout.read(signal);
  const [ranges, sizes] = await Promise.all([
    offsetRanges(links, brokers, topics, signal),
    replicaSizes(links, brokers, signal),
  ]);
  return internalLast(topics).map((topic) => topicRow(topic, ranges, sizes));
}

export function topicRow(
  { name, partitions }: TopicSeen,
  ranges: ReadonlyMap<string, OffsetRange>,
  sizes: SizesByBroker,
): TopicRow {
  const known = partitions.map(({ partition }) => ranges.get(partitionKey(name, partition)));
  const sizesSeen = partitions.map((each) => sizeOf(name, each, sizes));
  return {
    name: sanitizeLine(name, longestName),
    partitions: partitions.length,
    replicas: partitions[0]?.replicas.length ?? 0,
    underReplicated: partitions.filter(isUnderReplicated).length,
    leaderless: partitions.filter(({ leader }) => leader < 0).length,
    messages: sumOf(known.map((range) => range && range.end - range.start)),
    size: sumOf(sizesSeen),
  };
}

export async function browsePartitions(
  links: BrokerLinks,
  layout: ClusterLayout,
  which: PartitionChoice,
  signal: AbortSignal,
): Promise<PartitionRow[]> {
  const answer = await layout.read(signal);
  const chosen = choosePartitions(answer, which);
  const [ranges, sizes] = await Promise.all([
    offsetRanges(links, answer.brokers, chosen, signal),
    replicaSizes(links, answer.brokers, signal),
  ]);
  return partitionRows(chosen, ranges, sizes);
}

/** @throws LabError: there is no such topic */
export function choosePartitions(
  { topics }: Pick<TopicsAnswer, 'topics'>,
  which: PartitionChoice,
): readonly TopicSeen[] {
  if ('topic' in which) {
    const chosen = topics.filter(({ name }) => name === which.topic);
    if (chosen.length === 0)
      throw noSuchTopic(
        which.topic,
        topics.map(({ name }) => name),
      );
    return chosen;
  }
  return internalLast(topics).map(({ name, partitions }) => ({
    name,
    partitions: partitions.filter(({ leader }) => leader === which.leader),
  }));
}

export function partitionRows(
  topics: readonly TopicSeen[],
  ranges: ReadonlyMap<string, OffsetRange>,
  sizes: SizesByBroker,
): PartitionRow[] {
  return topics.flatMap(({ name, partitions }) => {
    const topic = sanitizeLine(name, longestName);
    return partitions.map((each): PartitionRow => {
      const range = ranges.get(partitionKey(name, each.partition));
      return { topic, ...each, start: range?.start, end: range?.end, size: sizeOf(name, each, sizes) };
    });
  });
}

export const isUnderReplicated = ({ replicas, isr }: Pick<PartitionSeen, 'replicas' | 'isr'>): boolean =>
  isr.length < replicas.length;

/** As its leader holds it. */
const sizeOf = (
  topic: string,
  { partition, leader }: PartitionSeen,
  sizes: SizesByBroker,
): number | undefined => sizes.get(leader)?.get(partitionKey(topic, partition));

/** Undefined if one of them is. */
function sumOf(numbers: readonly (number | undefined)[]): number | undefined {
  let sum = 0;
  for (const number of numbers) {
    if (number === undefined) return undefined;
    sum += number;
  }
  return sum;
}
