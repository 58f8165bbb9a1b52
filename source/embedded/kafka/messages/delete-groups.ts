import { defineApi } from './api.ts';
import { array, int16, int32, string } from './primitives.ts';
import { field, struct } from './schema.ts';

export interface DeleteGroupsRequest {
  readonly groupsNames: readonly string[];
}

export interface DeleteGroupsResponse {
  readonly throttleTimeMs: number;
  readonly results: readonly DeletableGroupResult[];
}

export interface DeletableGroupResult {
  readonly groupId: string;
  readonly errorCode: number;
}

/** DeleteGroupsRequest and -Response, key 42. v2: flexible. */
export const deleteGroups = defineApi<DeleteGroupsRequest, DeleteGroupsResponse>({
  key: 42,
  name: 'DeleteGroups',
  versions: [0, 2],
  flexibleFrom: 2,
  request: struct<DeleteGroupsRequest>({
    groupsNames: field(array(string), '0+'),
  }),
  response: struct<DeleteGroupsResponse>({
    throttleTimeMs: field(int32, '0+'),
    results: field(
      array(
        struct<DeletableGroupResult>({
          groupId: field(string, '0+'),
          errorCode: field(int16, '0+'),
        }),
      ),
      '0+',
    ),
  }),
});
