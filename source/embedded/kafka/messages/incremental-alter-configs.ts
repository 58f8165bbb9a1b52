import { defineApi } from './api.ts';
import { array, boolean, int8, int16, int32, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';

export interface IncrementalAlterConfigsRequest {
  readonly resources: readonly IncrementalAlterConfigsResource[];
  readonly validateOnly: boolean;
}

export interface IncrementalAlterConfigsResource {
  /** 2: topic, 4: broker, 8: broker logger. */
  readonly resourceType: number;
  readonly resourceName: string;
  readonly configs: readonly IncrementalAlterableConfig[];
}

export interface IncrementalAlterableConfig {
  readonly name: string;
  /** 0: set, 1: delete, 2: append, 3: subtract. */
  readonly configOperation: number;
  readonly value: string | null;
}

export interface IncrementalAlterConfigsResponse {
  readonly throttleTimeMs: number;
  readonly responses: readonly IncrementalAlterConfigsResourceResponse[];
}

export interface IncrementalAlterConfigsResourceResponse {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly resourceType: number;
  readonly resourceName: string;
}

/** IncrementalAlterConfigsRequest and -Response, key 44. v1: flexible. */
export const incrementalAlterConfigs = defineApi<
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse
>({
  key: 44,
  name: 'IncrementalAlterConfigs',
  versions: [0, 1],
  flexibleFrom: 1,
  request: struct<IncrementalAlterConfigsRequest>({
    resources: field(
      array(
        struct<IncrementalAlterConfigsResource>({
          resourceType: field(int8, '0+'),
          resourceName: field(string, '0+'),
          configs: field(
            array(
              struct<IncrementalAlterableConfig>({
                name: field(string, '0+'),
                configOperation: field(int8, '0+'),
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
  response: struct<IncrementalAlterConfigsResponse>({
    throttleTimeMs: field(int32, '0+'),
    responses: field(
      array(
        struct<IncrementalAlterConfigsResourceResponse>({
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
