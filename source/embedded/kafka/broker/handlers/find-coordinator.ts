// FindCoordinator: key 10, v0-4
//
// Versions:
// * v1: key type (KIP-98)
// * v3: flexible (KIP-482)
// * v4: several keys (KIP-699)
//
// Deviations from Kafka 3.3:
// * There is no transaction coordinator: such a key gets INVALID_REQUEST.

import { mapInSlices } from '../../../bounds/lanes/kafka.ts';
import { whenDone } from '../../../bounds/slices.ts';
import { offsetsTopic } from '../../controller/topic-names.ts';
import { offsetsPartitionOf } from '../../groups/offsets-partition.ts';
import { errorCodes } from '../../messages/errors.ts';
import {
  type Coordinator,
  coordinatorTypes,
  type FindCoordinatorRequest,
  type FindCoordinatorResponse,
} from '../../messages/find-coordinator.ts';
import { noNode, noPort } from '../../messages/sentinels.ts';
import { ensureOffsetsTopic } from '../requests/auto-create-topic.ts';
import type { Handler, RequestContext } from '../requests/request-context.ts';

export const handleFindCoordinator: Handler<FindCoordinatorRequest, FindCoordinatorResponse> = (
  request,
  context,
) => {
  const keys = context.version >= 4 ? request.coordinatorKeys : [request.key];
  const answer = () => {
    const found = mapInSlices(keys, (key) => find(key, request.keyType, context));
    return whenDone(found, (coordinators) =>
      context.version >= 4 ? { coordinators } : { ...coordinators[0] },
    );
  };
  if (request.keyType !== coordinatorTypes.group || context.broker.cluster.image.topics.has(offsetsTopic))
    return answer();
  return ensureOffsetsTopic(context.broker).then(answer);
};

function find(key: string, keyType: number, context: RequestContext): Coordinator {
  const none = { key, nodeId: noNode, host: '', port: noPort };
  if (keyType !== coordinatorTypes.group)
    return {
      ...none,
      errorCode: errorCodes.INVALID_REQUEST,
      errorMessage: 'There is no transaction coordinator here: transactions are not modelled',
    };
  const { cluster, config } = context.broker;
  const topic = cluster.image.topics.get(offsetsTopic);
  const partition = offsetsPartitionOf(
    key,
    topic?.partitions.length ?? config.settings.group.offsetsPartitions,
  );
  const leader = cluster.image.brokers.get(topic?.partitions[partition]?.state?.leader ?? noNode);
  const address = leader && context.addressOf(leader);
  if (!address) {
    const errorMessage = 'The coordinator is not available.';
    return { ...none, errorCode: errorCodes.COORDINATOR_NOT_AVAILABLE, errorMessage };
  }
  return { key, nodeId: leader.id, ...address, errorCode: 0, errorMessage: null };
}
