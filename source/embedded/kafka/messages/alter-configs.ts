import { defineApi } from './api.ts';
import { array, boolean, int8, int16, int32, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';

export interface AlterConfigsRequest {
  readonly resources: readonly AlterConfigsResource[];
  readonly validateOnly: boolean;
}

export interface AlterConfigsResource {
  /** 2: topic, 4: broker, 8: broker logger. */
  readonly resourceType: number;
  readonly resourceName: string;
  readonly configs: readonly AlterableConfig[];
}

export interface AlterableConfig {
  readonly name: string;
  readonly value: string | null;
}

export interface AlterConfigsResponse {
  readonly throttleTimeMs: number;
  readonly responses: readonly AlterConfigsResourceResponse[];
}

export interface AlterConfigsResourceResponse {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly resourceType: number;
  readonly resourceName: string;
}

/** AlterConfigsRequest and -Response, key 33: replaces a resource's whole configuration. v2: flexible. */
export const alterConfigs = defineApi<AlterConfigsRequest, AlterConfigsResponse>({
  key: 33,
  name: 'AlterConfigs',
  versions: [0, 2],
  flexibleFrom: 2,
  request: struct<AlterConfigsRequest>({
    resources: field(
      array(
        struct<AlterConfigsResource>({
          resourceType: field(int8, '0+'),
          resourceName: field(string, '0+'),
          configs: field(
            array(
              struct<AlterableConfig>({
                name: field(string, '0+'),
                value: field(nullable(string), '0+', ''),
              }),
            ),
            '0+',
          ),
        }),
      ),
      '0+',
    ),
    validateOnly: field(boolean, '0+'),
  }),
  response: struct<AlterConfigsResponse>({
    throttleTimeMs: field(int32, '0+'),
    responses: field(
      array(
        struct<AlterConfigsResourceResponse>({
          errorCode: field(int16, '0+'),
          errorMessage: field(nullable(string), '0+', ''),
          resourceType: field(int8, '0+'),
          resourceName: field(string, '0+'),
        }),
      ),
      '0+',
    ),
  }),
});
