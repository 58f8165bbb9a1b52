import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import { type DescribedGroup, describeGroups } from '../../../kafka/messages/describe-groups.ts';
import { checkErrorCode } from '../../../kafka/messages/errors.ts';
import { findCoordinator } from '../../../kafka/messages/find-coordinator.ts';
import { type ListedGroup, listGroups } from '../../../kafka/messages/list-groups.ts';
import { offsetFetch } from '../../../kafka/messages/offset-fetch.ts';
import type { TopicPartition } from '../client/topic-partitions.ts';
import { javaHashOrder } from '../command-line/java-hash-order.ts';
import { JavaError } from '../command-line/java-main.ts';

export async function describedGroup(cluster: ClusterClient, group: string): Promise<DescribedGroup> {
  const coordinator = await cluster.coordinator(group);
  const { groups } = await coordinator.call(describeGroups, { groups: [group] });
  const [found] = groups;
  if (found === undefined)
    throw new JavaError('java.lang.IllegalStateException', `no answer about group ${group}`);
  checkErrorCode(found.errorCode);
  return found;
}

/** `host:port (id)` */
export async function coordinatorName(cluster: ClusterClient, group: string): Promise<string> {
  const connection = await cluster.any();
  const answer = await connection.call(findCoordinator, { key: group, keyType: 0, coordinatorKeys: [group] });
  const { host, port, nodeId, errorCode } = answer.coordinators[0] ?? answer;
  checkErrorCode(errorCode);
  return `${host}:${port} (${nodeId})`;
}

/** A partition of which a group has committed an offset. */
export type Committed = TopicPartition & { readonly offset: number };

/** By `topic/partition`. */
export async function committedOffsets(
  cluster: ClusterClient,
  group: string,
): Promise<Map<string, Committed>> {
  const coordinator = await cluster.coordinator(group);
  const answer = await coordinator.call(offsetFetch, {
    groupId: group,
    topics: null,
    groups: [{ groupId: group, topics: null }],
  });
  const { errorCode, topics } = answer.groups[0] ?? answer;
  checkErrorCode(errorCode);
  return new Map(
    topics.flatMap(({ name, partitions }) =>
      partitions
        .filter(({ committedOffset }) => committedOffset >= 0)
        .map(({ partitionIndex: partition, committedOffset: offset }): [string, Committed] => [
          `${name}/${partition}`,
          { topic: name, partition, offset },
        ]),
    ),
  );
}

/** All consumer groups, or those in these states. */
export async function listedGroups(
  cluster: ClusterClient,
  states: readonly string[] = [],
): Promise<ListedGroup[]> {
  const { brokers } = await cluster.metadata([]);
  const seen = new Map<string, ListedGroup>();
  for (const { nodeId } of brokers) {
    const connection = await cluster.broker(nodeId);
    const answer = await connection.call(listGroups, { statesFilter: [...states] });
    checkErrorCode(answer.errorCode);
    for (const group of answer.groups)
      if (group.protocolType === 'consumer' || group.protocolType === '') seen.set(group.groupId, group);
  }
  return javaHashOrder([...seen.keys()]).map((groupId) => seen.get(groupId)!);
}
