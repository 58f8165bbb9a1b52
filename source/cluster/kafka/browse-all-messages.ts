import { sanitizeLine } from '../../text/sanitize.ts';
import type { BrokerAddress } from '../kubernetes/topics-request.ts';
import { placesOf, readAllPartitions, type TopicRanges } from './all-partitions.ts';
import type { BrokerLinks } from './broker-links.ts';
import { readMessages, searchBytes } from './browse-messages.ts';
import type { AllMessagesPage, AllMessagesQuestion, MessageRow } from './browser.ts';
import type { ClusterLayout } from './cluster-layout.ts';
import { offsetRanges, partitionKey } from './partition-offsets.ts';
import { readOnInPartitions } from './read-on.ts';
import { listOffsets } from './requests/list-offsets.ts';
import { byLeader, type TopicPlace } from './topic-place.ts';

/** A search reads at least as much of a partition. */
const leastSearched = 256 * 1024;

/** Messages of all partitions of a topic that have a leader which answers. */
export async function browseAllMessages(
  links: BrokerLinks,
  layout: ClusterLayout,
  question: AllMessagesQuestion,
  signal: AbortSignal,
): Promise<AllMessagesPage> {
  const { topic, containing } = question;
  try {
    const partitions = await layout.partitionsOf(topic, signal);
    const { brokers } = await layout.read(signal);
    const found = await offsetRanges(links, brokers, [{ name: topic, partitions }], signal);
    const ranges = new Map(
      partitions.flatMap(({ partition }) => {
        const range = found.get(partitionKey(topic, partition));
        return range === undefined ? [] : [[partition, range] as const];
      }),
    );
    const leaders = new Map<number, BrokerAddress>();
    for (const { partition, leader } of partitions) {
      const broker = brokers.find(({ id }) => id === leader);
      if (broker !== undefined && ranges.has(partition)) leaders.set(partition, broker);
    }
    const known: TopicRanges = {
      topic,
      partitions: partitions.length,
      ranges,
      atTime: (time) => offsetsAt(links, topic, leaders, time, signal),
    };
    const place = { links, topic, leaders, signal };
    if (containing !== undefined && question.most > 0)
      return await search(place, known, question, containing);
    return await readAllPartitions(known, question, readOnInPartitions(place));
  } catch (error) {
    // A leader may have moved: the next question finds that out.
    layout.forget();
    throw error;
  }
}

async function offsetsAt(
  links: BrokerLinks,
  topic: string,
  leaders: ReadonlyMap<number, BrokerAddress>,
  time: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, number>> {
  const answers = [...byLeader(leaders, leaders.keys())].map(([leader, own]) =>
    links.ask(leader, listOffsets(new Map([[topic, own]]), time), signal),
  );
  const offsets = (await Promise.all(answers)).flatMap((answer) => answer.offsets);
  return new Map(
    offsets.flatMap(({ partition, error, offset }) =>
      error !== 0 || offset < 0 ? [] : [[partition, offset]],
    ),
  );
}

/** Searches one partition after another, an equal part of each. The matches are in the order of time, but those of the next part may be older. */
async function search(
  { links, topic, leaders, signal }: TopicPlace,
  known: TopicRanges,
  question: AllMessagesQuestion,
  containing: string,
): Promise<AllMessagesPage> {
  const { from, most } = question;
  const { ranges, partitions } = known;
  const places = await placesOf(from, known);
  const first = new Map<number, number>();
  const next = new Map<number, number>();
  const rows: MessageRow[] = [];
  const bytes = Math.max(leastSearched, Math.floor(searchBytes / Math.max(1, ranges.size)));
  let left = searchBytes;
  let passedOver = 0;
  for (const [partition, { start, end }] of ranges) {
    const at = Math.min(Math.max(places.get(partition) ?? start, start), end);
    first.set(partition, at);
    next.set(partition, at);
    const leader = leaders.get(partition);
    if (leader === undefined || at >= end || left <= 0 || rows.length >= most) continue;
    const place = { links, leader, topic, partition, signal };
    const limits = { most: most - rows.length, containing, bytes: Math.min(bytes, left) };
    const read = await readMessages(place, at, end, limits);
    for (const row of read.rows) rows.push(row);
    left -= read.bytes;
    passedOver += read.passedOver;
    next.set(partition, Math.min(read.next, end));
  }
  rows.sort((one, other) => (one.time ?? 0) - (other.time ?? 0));
  return { topic: sanitizeLine(topic), partitions, rows, first, next, ranges, passedOver };
}
