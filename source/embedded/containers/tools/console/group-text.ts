import type { GroupSnapshot } from '../../../kafka/groups/group.ts';

/** A group as Kafka's GroupMetadata prints itself. */
export function groupText(group: GroupSnapshot): string {
  const members = group.members.map((member) => {
    const { memberId, groupInstanceId, clientId, clientHost, sessionTimeoutMs, rebalanceTimeoutMs } = member;
    const fields = [
      `memberId=${memberId}`,
      `groupInstanceId=${option(groupInstanceId)}`,
      `clientId=${clientId}`,
      `clientHost=${clientHost}`,
      `sessionTimeoutMs=${sessionTimeoutMs}`,
      `rebalanceTimeoutMs=${rebalanceTimeoutMs}`,
      `supportedProtocols=List(${member.protocols.map(({ name }) => name).join(', ')})`,
    ];
    return `${memberId} -> MemberMetadata(${fields.join(', ')})`;
  });
  const fields = [
    `groupId=${group.groupId}`,
    `generation=${group.generationId}`,
    `protocolType=${option(group.protocolType)}`,
    `currentState=${members.length === 0 ? 'Empty' : 'Stable'}`,
    `members=Map(${members.join(', ')})`,
  ];
  return `GroupMetadata(${fields.join(', ')})`;
}

/** A Scala Option. */
function option(value: string | null): string {
  return value === null ? 'None' : `Some(${value})`;
}
