import type { PartitionSeen, TopicSeen } from '../../lab/model/observations.ts';
import type { AdminMember } from './kafka-admin.ts';

/*
 * The output of Kafka's own command-line tools, as far as we need it. Blanks or tabs separate columns; `-` is an empty value.
 *   kafka-topics --describe:   Topic: test  Partition: 0  Leader: 1  Replicas: 1,2,0  Isr: 1,2,0      (Leader: none)
 *                              Topic: test  TopicId: nB2Ha…  PartitionCount: 4  ReplicationFactor: 3  Configs: …
 *   kafka-get-offsets:         test:0:1234
 *   kafka-consumer-groups --describe:
 *     GROUP  TOPIC  PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG  CONSUMER-ID  HOST  CLIENT-ID
 */
const partitionLine =
  /^\s*Topic:\s*(\S+)\s+Partition:\s*(\d{1,9})\s+Leader:\s*(\S+)\s+Replicas:\s*([\d,]*)\s+Isr:\s*([\d,]*)/;

/** The most rows of a table that are read. */
export const mostToolRows = 10_000;

export function parseTopics(stdout: string): TopicSeen[] {
  const topics = new Map<string, PartitionSeen[]>();
  for (const line of linesOf(stdout)) {
    const [, name, partition, leader, replicas = '', isr = ''] = partitionLine.exec(line) ?? [];
    if (name === undefined) continue;
    const partitions = topics.get(name) ?? [];
    topics.set(name, partitions);
    partitions.push({
      partition: Number(partition),
      leader: /^\d{1,9}$/.test(leader ?? '') ? Number(leader) : -1,
      replicas: numbersOf(replicas),
      isr: numbersOf(isr),
    });
  }
  return [...topics]
    .map(([name, partitions]) => ({
      name,
      partitions: partitions.sort((a, b) => a.partition - b.partition),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The id of a topic, in base64url; undefined if it does not exist, or has none. */
export function parseTopicId(stdout: string, topic: string): string | undefined {
  for (const line of linesOf(stdout)) {
    const [, name, id] = /^Topic:\s*(\S+)\s+TopicId:\s*([\w-]{22})\s/.exec(line) ?? [];
    if (name === topic) return id;
  }
  return undefined;
}

/** End offset by partition of one topic. */
export function parseOffsets(stdout: string, topic: string): number[] {
  const offsets: number[] = [];
  for (const line of linesOf(stdout)) {
    const [, name, partition, offset] = /^(.+):(\d{1,5}):(\d{1,15})\s*$/.exec(line) ?? [];
    if (name === topic) offsets[Number(partition)] = Number(offset);
  }
  return Array.from(offsets, (offset) => offset ?? 0);
}

/** A group as `--describe` shows it: the owners of the topic's partitions, and the committed offsets. */
export interface DescribedGroup {
  readonly group: string;
  readonly members: readonly AdminMember[];
  /** By partition; -1 where there is none. */
  readonly committed: readonly number[];
}

export function parseGroups(stdout: string, topic: string): DescribedGroup[] {
  const groups = new Map<string, { members: Map<string, AdminMember>; committed: number[] }>();
  for (const line of linesOf(stdout)) {
    const cells = line.trim().split(/\s+/);
    if (cells.length < 9 || cells[0] === 'GROUP') continue;
    const [group = '', name, partition = '', current = '', , , id = '-', host = ''] = cells;
    const seen = groups.get(group) ?? { members: new Map<string, AdminMember>(), committed: [] };
    groups.set(group, seen);
    const isOurs = name === topic && /^\d{1,5}$/.test(partition);
    if (id !== '-') {
      const partitions = seen.members.get(id)?.partitions ?? [];
      const owned = isOurs ? [...partitions, Number(partition)] : partitions;
      seen.members.set(id, {
        id,
        host: host.replace(/^\//, ''),
        partitions: [...owned].sort((a, b) => a - b),
      });
    }
    if (isOurs && /^\d{1,15}$/.test(current)) seen.committed[Number(partition)] = Number(current);
  }
  return [...groups].map(([group, { members, committed }]) => ({
    group,
    members: [...members.values()],
    committed: Array.from(committed, (offset) => offset ?? -1),
  }));
}

export const linesOf = (text: string): string[] => text.split('\n', mostToolRows);
const numbersOf = (text: string): number[] => text.split(',').filter(Boolean).map(Number);
