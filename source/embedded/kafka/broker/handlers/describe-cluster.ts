import type { DescribeClusterRequest, DescribeClusterResponse } from '../../messages/describe-cluster.ts';
import { liveAddresses, liveController } from '../requests/live-brokers.ts';
import type { Handler } from '../requests/request-context.ts';

export const handleDescribeCluster: Handler<DescribeClusterRequest, DescribeClusterResponse> = (
  _,
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
});
