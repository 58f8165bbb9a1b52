import { defineApi } from './api.ts';
import { array, int16, int32, string } from './primitives.ts';
import { field, struct } from './schema.ts';

export interface ListGroupsRequest {
  /** Empty: groups in any state. */
  readonly statesFilter: readonly string[];
}

export interface ListGroupsResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly groups: readonly ListedGroup[];
}

export interface ListedGroup {
  readonly groupId: string;
  readonly protocolType: string;
  readonly groupState: string;
}

/** ListGroupsRequest and -Response, key 16. v3: flexible; v4: states. */
export const listGroups = defineApi<ListGroupsRequest, ListGroupsResponse>({
  key: 16,
  name: 'ListGroups',
  versions: [0, 4],
  flexibleFrom: 3,
  request: struct<ListGroupsRequest>({
    statesFilter: field(array(string), '4+'),
  }),
  response: struct<ListGroupsResponse>({
    throttleTimeMs: field(int32, '1+'),
    errorCode: field(int16, '0+'),
    groups: field(
      array(
        struct<ListedGroup>({
          groupId: field(string, '0+'),
          protocolType: field(string, '0+'),
          groupState: field(string, '4+'),
        }),
      ),
      '0+',
    ),
  }),
});
