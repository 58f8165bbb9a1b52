// DescribeCluster: key 60, v0-0
//
// Versions:
// * v0: the API, flexible (KIP-700)
//
// Deviations from Kafka 3.3: none known beyond those of every handler (table.ts).

import { allOperations } from '../../messages/authorized-operations.ts';
import type { DescribeClusterRequest, DescribeClusterResponse } from '../../messages/describe-cluster.ts';
import { noAuthorizedOperations } from '../../messages/sentinels.ts';
import { liveAddresses, liveController } from '../requests/live-brokers.ts';
import type { Handler } from '../requests/request-context.ts';

export const handleDescribeCluster: Handler<DescribeClusterRequest, DescribeClusterResponse> = (
  { includeClusterAuthorizedOperations },
  context,
) => ({
  errorCode: 0,
  errorMessage: null,
  clusterId: context.broker.cluster.clusterId,
  controllerId: liveController(context),
  brokers: liveAddresses(context).map(({ broker, host, port }) => ({
    brokerId: broker.id,
    host,
    port,
    rack: broker.rack,
  })),
  clusterAuthorizedOperations: includeClusterAuthorizedOperations
    ? allOperations.cluster
    : noAuthorizedOperations,
});
