import { defineApi } from './api.ts';
import { array, boolean, int16, int32, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';
import { noAuthorizedOperations, noNode } from './sentinels.ts';

export interface DescribeClusterRequest {
  readonly includeClusterAuthorizedOperations: boolean;
}

export interface DescribeClusterResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly clusterId: string;
  readonly controllerId: number;
  readonly brokers: readonly DescribeClusterBroker[];
  /** A bit field, or {@link noAuthorizedOperations}. */
  readonly clusterAuthorizedOperations: number;
}

export interface DescribeClusterBroker {
  readonly brokerId: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
}

/** DescribeClusterRequest and -Response, key 60. */
export const describeCluster = defineApi<DescribeClusterRequest, DescribeClusterResponse>({
  key: 60,
  name: 'DescribeCluster',
  versions: [0, 0],
  flexibleFrom: 0,
  request: struct<DescribeClusterRequest>({
    includeClusterAuthorizedOperations: field(boolean, '0+'),
  }),
  response: struct<DescribeClusterResponse>({
    throttleTimeMs: field(int32, '0+'),
    errorCode: field(int16, '0+'),
    errorMessage: field(nullable(string), '0+'),
    clusterId: field(string, '0+'),
    controllerId: field(int32, '0+', noNode),
    brokers: field(
      array(
        struct<DescribeClusterBroker>({
          brokerId: field(int32, '0+'),
          host: field(string, '0+'),
          port: field(int32, '0+'),
          rack: field(nullable(string), '0+'),
        }),
      ),
      '0+',
    ),
    clusterAuthorizedOperations: field(int32, '0+', noAuthorizedOperations),
  }),
});
