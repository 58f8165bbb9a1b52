import { LabError } from '../../errors/lab-error.ts';
import type { TopicSeen } from '../../lab/model/observations.ts';
import { type SafeText, visible } from '../../text/safe-text.ts';
import type { BrokerAddress, TopicsAnswer } from '../kubernetes/topics-request.ts';
import { brokerError } from './broker-error.ts';
import type { BrokerLinks } from './broker-links.ts';
import type { GroupPartitionRow, GroupRow, GroupView } from './browser.ts';
import type { ClusterLayout } from './cluster-layout.ts';
import { type OffsetRange, offsetRanges, partitionKey } from './partition-offsets.ts';
import {
  type CommittedOffset,
  type DescribedGroup,
  type DescribedMember,
  describeGroups,
  fetchCommitted,
  listGroups,
} from './requests/groups.ts';

/** Of a cluster with more groups, the first are described. */
const mostGroups = 1_000;
/** The lag of so many groups is asked for in a list of groups: it takes a request for each. */
const mostLags = 50;
const longestName = 300;

interface FoundGroup {
  readonly described: DescribedGroup;
  readonly coordinator: BrokerAddress;
}

export async function browseGroups(
  links: BrokerLinks,
  layout: ClusterLayout,
  signal: AbortSignal,
): Promise<GroupRow[]> {
  const answer = await layout.read(signal);
  const found = await findGroups(links, answer, signal);
  const committed = await Promise.all(
    found.slice(0, mostLags).map((group) => committedBy(links, group, signal)),
  );
  const topics = topicsOf(committed.flat(), answer);
  const ranges = await offsetRanges(links, answer.brokers, topics, signal);
  return found.map((group, index) => {
    const own = committed[index];
    return groupRow(group, own && lagOf(own, ranges));
  });
}

export async function browseGroup(
  links: BrokerLinks,
  layout: ClusterLayout,
  id: string,
  signal: AbortSignal,
): Promise<GroupView> {
  const answer = await layout.read(signal);
  const groups = await findGroups(links, answer, signal);
  const group = groups.find(({ described }) => clean(described.id) === id);
  if (group === undefined)
    throw new LabError('cluster', `there is no group \`${id}\``, { hint: '`:groups` lists those there are' });
  const committed = await committedBy(links, group, signal);
  const { members } = group.described;
  const topics = topicsOf([...committed, ...members.flatMap(assignedTo)], answer);
  const ranges = await offsetRanges(links, answer.brokers, topics, signal);
  return {
    group: groupRow(group, lagOf(committed, ranges)),
    rows: rowsOf(members, committed, ranges),
  };
}

async function findGroups(
  links: BrokerLinks,
  { brokers }: TopicsAnswer,
  signal: AbortSignal,
): Promise<FoundGroup[]> {
  const byBroker = brokers.map(async (coordinator): Promise<FoundGroup[]> => {
    const listed = await links.ask(coordinator, listGroups(), signal);
    if (listed.error !== 0) throw brokerError('the list of its groups', listed.error);
    const ids = listed.groups.slice(0, mostGroups);
    if (ids.length === 0) return [];
    const { groups } = await links.ask(coordinator, describeGroups(ids), signal);
    return groups.map((described) => ({ described, coordinator }));
  });
  return (await Promise.all(byBroker))
    .flat()
    .sort((a, b) => (a.described.id < b.described.id ? -1 : 1))
    .slice(0, mostGroups);
}

async function committedBy(
  links: BrokerLinks,
  { described, coordinator }: FoundGroup,
  signal: AbortSignal,
): Promise<readonly CommittedOffset[]> {
  const { error, committed } = await links.ask(coordinator, fetchCommitted(described.id), signal);
  if (error !== 0) throw brokerError(`the offsets of \`${clean(described.id)}\``, error);
  return committed.filter(({ offset }) => offset >= 0);
}

const assignedTo = ({ assigned }: DescribedMember): { topic: string; partition: number }[] =>
  [...(assigned ?? [])].flatMap(([topic, partitions]) =>
    partitions.map((partition) => ({ topic, partition })),
  );

/** The partitions that are named, as far as they exist, with their leaders. */
function topicsOf(
  named: readonly { readonly topic: string; readonly partition: number }[],
  { topics }: TopicsAnswer,
): TopicSeen[] {
  const keys = new Set(named.map(({ topic, partition }) => partitionKey(topic, partition)));
  const names = new Set(named.map(({ topic }) => topic));
  return topics
    .filter(({ name }) => names.has(name))
    .map(({ name, partitions }) => ({
      name,
      partitions: partitions.filter(({ partition }) => keys.has(partitionKey(name, partition))),
    }));
}

function groupRow({ described, coordinator }: FoundGroup, lag: number | undefined): GroupRow {
  return {
    id: clean(described.id),
    state: clean(described.state),
    protocol: clean(described.protocol),
    members: described.members.length,
    coordinator: coordinator.id,
    lag,
  };
}

function lagOf(committed: readonly CommittedOffset[], ranges: ReadonlyMap<string, OffsetRange>): number {
  return committed.reduce((sum, { topic, partition, offset }) => {
    const range = ranges.get(partitionKey(topic, partition));
    return sum + (range === undefined ? 0 : Math.max(0, range.end - offset));
  }, 0);
}

function rowsOf(
  members: readonly DescribedMember[],
  committed: readonly CommittedOffset[],
  ranges: ReadonlyMap<string, OffsetRange>,
): GroupPartitionRow[] {
  const offsets = new Map(
    committed.map(({ topic, partition, offset }) => [partitionKey(topic, partition), offset]),
  );
  const owners = new Map<string, DescribedMember>();
  const all = new Map<string, { topic: string; partition: number }>();
  for (const member of members) {
    for (const { topic, partition } of assignedTo(member)) {
      owners.set(partitionKey(topic, partition), member);
      all.set(partitionKey(topic, partition), { topic, partition });
    }
  }
  for (const { topic, partition } of committed) all.set(partitionKey(topic, partition), { topic, partition });
  const rows = [...all]
    .sort(([, a], [, b]) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1))
    .map(([key, { topic, partition }]): GroupPartitionRow => {
      const offset = offsets.get(key);
      const end = ranges.get(key)?.end;
      const owner = owners.get(key);
      return {
        topic: clean(topic),
        partition,
        ...(offset === undefined ? {} : { committed: offset }),
        ...(end === undefined ? {} : { end }),
        ...(offset === undefined || end === undefined ? {} : { lag: Math.max(0, end - offset) }),
        ...(owner === undefined ? {} : memberCells(owner)),
      };
    });
  const idle = members.filter((member) => assignedTo(member).length === 0).map(memberCells);
  return [...rows, ...idle];
}

const memberCells = ({ id, host, clientId }: DescribedMember) => ({
  member: clean(id),
  host: clean(host.replace(/^\//, '')),
  clientId: clean(clientId),
});

/** Nothing is lost by that, so that two groups stay two. */
const clean = (text: string): SafeText => visible(text.slice(0, longestName));
