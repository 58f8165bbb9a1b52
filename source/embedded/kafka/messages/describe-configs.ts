import { defineApi } from './api.ts';
import { array, boolean, int8, int16, int32, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';

/** `configSource`: where a value comes from, by Kafka's `DescribeConfigsResponse.ConfigSource`. */
export const configSources = {
  unknown: -1,
  topic: 1,
  dynamicBroker: 2,
  dynamicDefault: 3,
  staticBroker: 4,
  default: 5,
} as const;

export type ConfigSource = (typeof configSources)[keyof typeof configSources];

export interface DescribeConfigsRequest {
  readonly resources: readonly DescribeConfigsResource[];
  readonly includeSynonyms: boolean;
  readonly includeDocumentation: boolean;
}

export interface DescribeConfigsResource {
  /** 2: topic, 4: broker, 8: broker logger. */
  readonly resourceType: number;
  readonly resourceName: string;
  /** Null: all of them. */
  readonly configurationKeys: readonly string[] | null;
}

export interface DescribeConfigsResponse {
  readonly throttleTimeMs: number;
  readonly results: readonly DescribeConfigsResult[];
}

export interface DescribeConfigsResult {
  readonly errorCode: number;
  readonly errorMessage: string | null;
  /** 2: topic, 4: broker, 8: broker logger. */
  readonly resourceType: number;
  readonly resourceName: string;
  readonly configs: readonly DescribeConfigsResourceResult[];
}

export interface DescribeConfigsResourceResult {
  readonly name: string;
  readonly value: string | null;
  readonly readOnly: boolean;
  /** Version 0 only. */
  readonly isDefault: boolean;
  /** 1: topic, 2: dynamic broker, 3: dynamic default broker, 4: static broker, 5: default. */
  readonly configSource: number;
  readonly isSensitive: boolean;
  readonly synonyms: readonly DescribeConfigsSynonym[];
  /** 1 boolean, 2 string, 3 int, 4 short, 5 long, 6 double, 7 list, 8 class, 9 password. */
  readonly configType: number;
  readonly documentation: string | null;
}

export interface DescribeConfigsSynonym {
  readonly name: string;
  readonly value: string | null;
  readonly source: number;
}

/** DescribeConfigsRequest and -Response, key 32. v1: synonyms and sources; v3: types and documentation; v4: flexible. */
export const describeConfigs = defineApi<DescribeConfigsRequest, DescribeConfigsResponse>({
  key: 32,
  name: 'DescribeConfigs',
  versions: [0, 4],
  flexibleFrom: 4,
  request: struct<DescribeConfigsRequest>({
    resources: field(
      array(
        struct<DescribeConfigsResource>({
          resourceType: field(int8, '0+'),
          resourceName: field(string, '0+'),
          configurationKeys: field(nullable(array(string)), '0+', []),
        }),
      ),
      '0+',
    ),
    includeSynonyms: field(boolean, '1+'),
    includeDocumentation: field(boolean, '3+'),
  }),
  response: struct<DescribeConfigsResponse>({
    throttleTimeMs: field(int32, '0+'),
    results: field(
      array(
        struct<DescribeConfigsResult>({
          errorCode: field(int16, '0+'),
          errorMessage: field(nullable(string), '0+', ''),
          resourceType: field(int8, '0+'),
          resourceName: field(string, '0+'),
          configs: field(
            array(
              struct<DescribeConfigsResourceResult>({
                name: field(string, '0+'),
                value: field(nullable(string), '0+', ''),
                readOnly: field(boolean, '0+'),
                isDefault: field(boolean, '0'),
                configSource: field(int8, '1+', configSources.unknown),
                isSensitive: field(boolean, '0+'),
                synonyms: field(
                  array(
                    struct<DescribeConfigsSynonym>({
                      name: field(string, '1+'),
                      value: field(nullable(string), '1+', ''),
                      source: field(int8, '1+'),
                    }),
                  ),
                  '1+',
                ),
                configType: field(int8, '3+'),
                documentation: field(nullable(string, '3+'), '3+', ''),
              }),
            ),
            '0+',
          ),
        }),
      ),
      '0+',
    ),
  }),
});
