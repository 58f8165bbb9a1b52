import type { ClusterClient } from '../../kafka/client/cluster-client.ts';
import { type DescribedGroup, describeGroups } from '../../kafka/messages/describe-groups.ts';
import { checkErrorCode } from '../../kafka/messages/errors.ts';
import { findCoordinator } from '../../kafka/messages/find-coordinator.ts';
import { offsetFetch } from '../../kafka/messages/offset-fetch.ts';
import { ToolError } from './run-tool.ts';

export async function describedGroup(cluster: ClusterClient, group: string): Promise<DescribedGroup> {
  const coordinator = await cluster.coordinator(group);
  const { groups } = await coordinator.call(describeGroups, { groups: [group] });
  const [found] = groups;
  if (found === undefined) throw new ToolError(`no answer about group ${group}`);
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

/** topic/partition → offset. */
export async function committedOffsets(cluster: ClusterClient, group: string): Promise<Map<string, number>> {
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
        .map(({ partitionIndex, committedOffset }): [string, number] => [
          `${name}/${partitionIndex}`,
          committedOffset,
        ]),
    ),
  );
}
