import { errorCodes } from '../../messages/errors.ts';
import type { JoinGroupRequest, JoinGroupResponse } from '../../messages/join-group.ts';
import type { Draft } from '../../messages/schema.ts';
import type { Handler } from '../requests/request-context.ts';

export const handleJoinGroup: Handler<JoinGroupRequest, JoinGroupResponse> = (request, context) =>
  new Promise<Draft<JoinGroupResponse>>((resolve) => {
    const { groupInstanceId, rebalanceTimeoutMs, sessionTimeoutMs } = request;
    context.broker.coordinator.join(
      {
        groupId: request.groupId,
        memberId: request.memberId,
        groupInstanceId,
        clientId: context.clientId,
        clientHost: context.clientHost,
        sessionTimeoutMs,
        rebalanceTimeoutMs: context.version === 0 ? sessionTimeoutMs : rebalanceTimeoutMs,
        protocolType: request.protocolType,
        // Copies: a view would keep the whole request in memory as long as the member lives.
        protocols: request.protocols.map(({ name, metadata }) => ({ name, metadata: Buffer.from(metadata) })),
        requireKnownMemberId: context.version >= 4 && groupInstanceId === null,
      },
      ({ error, protocolName, ...result }) =>
        resolve({
          ...result,
          errorCode: errorCodes[error],
          protocolName: protocolName ?? (context.version >= 7 ? null : ''),
        }),
    );
  });
