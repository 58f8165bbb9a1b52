import { defineApi } from './api.ts';
import { array, boolean, bytes, int16, int32, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';
import { noAuthorizedOperations } from './sentinels.ts';

export interface DescribeGroupsRequest {
  readonly groups: readonly string[];
  readonly includeAuthorizedOperations: boolean;
}

export interface DescribeGroupsResponse {
  readonly throttleTimeMs: number;
  readonly groups: readonly DescribedGroup[];
}

export interface DescribedGroup {
  readonly errorCode: number;
  readonly groupId: string;
  /** `Empty`, `PreparingRebalance`, `CompletingRebalance`, `Stable`, `Dead`. */
  readonly groupState: string;
  readonly protocolType: string;
  /** The assignor that the members agreed on. */
  readonly protocolData: string;
  readonly members: readonly DescribedGroupMember[];
  /** A bit field, or {@link noAuthorizedOperations}. */
  readonly authorizedOperations: number;
}

export interface DescribedGroupMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  /** As Java prints an InetAddress: `/10.244.1.2`. */
  readonly clientHost: string;
  readonly memberMetadata: Uint8Array;
  readonly memberAssignment: Uint8Array;
}

/** DescribeGroupsRequest and -Response, key 15. v3: authorized operations; v4: static members; v5: flexible. */
export const describeGroups = defineApi<DescribeGroupsRequest, DescribeGroupsResponse>({
  key: 15,
  name: 'DescribeGroups',
  versions: [0, 5],
  flexibleFrom: 5,
  request: struct<DescribeGroupsRequest>({
    groups: field(array(string), '0+'),
    includeAuthorizedOperations: field(boolean, '3+'),
  }),
  response: struct<DescribeGroupsResponse>({
    throttleTimeMs: field(int32, '1+'),
    groups: field(
      array(
        struct<DescribedGroup>({
          errorCode: field(int16, '0+'),
          groupId: field(string, '0+'),
          groupState: field(string, '0+'),
          protocolType: field(string, '0+'),
          protocolData: field(string, '0+'),
          members: field(
            array(
              struct<DescribedGroupMember>({
                memberId: field(string, '0+'),
                groupInstanceId: field(nullable(string, '4+'), '4+'),
                clientId: field(string, '0+'),
                clientHost: field(string, '0+'),
                memberMetadata: field(bytes, '0+'),
                memberAssignment: field(bytes, '0+'),
              }),
            ),
            '0+',
          ),
          authorizedOperations: field(int32, '3+', noAuthorizedOperations),
        }),
      ),
      '0+',
    ),
  }),
});
