import { defineApi } from './api.ts';
import { array, int16, int32, int64, string } from './primitives.ts';
import { field, struct, tagged } from './schema.ts';

/** `finalizedFeaturesEpoch`: none. */
export const noFeaturesEpoch = -1;

export interface ApiVersionsRequest {
  readonly clientSoftwareName: string;
  readonly clientSoftwareVersion: string;
}

export interface ApiVersionsResponse {
  readonly errorCode: number;
  readonly apiKeys: readonly ApiVersion[];
  readonly throttleTimeMs: number;
  readonly supportedFeatures: readonly SupportedFeatureKey[];
  readonly finalizedFeaturesEpoch: number;
  readonly finalizedFeatures: readonly FinalizedFeatureKey[];
}

export interface ApiVersion {
  readonly apiKey: number;
  readonly minVersion: number;
  readonly maxVersion: number;
}

export interface SupportedFeatureKey {
  readonly name: string;
  readonly minVersion: number;
  readonly maxVersion: number;
}

export interface FinalizedFeatureKey {
  readonly name: string;
  readonly maxVersionLevel: number;
  readonly minVersionLevel: number;
}

/** ApiVersionsRequest and -Response, key 18. v3: flexible, client name and features. A request that is too new is answered in version 0 (KIP-511). */
export const apiVersions = defineApi<ApiVersionsRequest, ApiVersionsResponse>({
  key: 18,
  name: 'ApiVersions',
  versions: [0, 3],
  flexibleFrom: 3,
  request: struct<ApiVersionsRequest>({
    clientSoftwareName: field(string, '3+'),
    clientSoftwareVersion: field(string, '3+'),
  }),
  response: struct<ApiVersionsResponse>({
    errorCode: field(int16, '0+'),
    apiKeys: field(
      array(
        struct<ApiVersion>({
          apiKey: field(int16, '0+'),
          minVersion: field(int16, '0+'),
          maxVersion: field(int16, '0+'),
        }),
      ),
      '0+',
    ),
    throttleTimeMs: field(int32, '1+'),
    supportedFeatures: tagged(
      0,
      array(
        struct<SupportedFeatureKey>({
          name: field(string, '3+'),
          minVersion: field(int16, '3+'),
          maxVersion: field(int16, '3+'),
        }),
      ),
      '3+',
    ),
    finalizedFeaturesEpoch: tagged(1, int64, '3+', noFeaturesEpoch),
    finalizedFeatures: tagged(
      2,
      array(
        struct<FinalizedFeatureKey>({
          name: field(string, '3+'),
          maxVersionLevel: field(int16, '3+'),
          minVersionLevel: field(int16, '3+'),
        }),
      ),
      '3+',
    ),
  }),
});
