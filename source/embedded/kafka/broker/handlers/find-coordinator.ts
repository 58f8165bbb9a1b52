import { mapInSlices, whenDone } from '../../../bounds/slices.ts';
import { offsetsTopic } from '../../controller/topic-names.ts';
import { offsetsPartitionOf } from '../../groups/offsets-partition.ts';
import { errorCodes } from '../../messages/errors.ts';
import type {
  Coordinator,
  FindCoordinatorRequest,
  FindCoordinatorResponse,
} from '../../messages/find-coordinator.ts';
import { ensureOffsetsTopic } from '../auto-create-topic.ts';
import type { Handler, RequestContext } from '../request-context.ts';

const groupKey = 0;

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
  if (request.keyType !== groupKey || context.broker.cluster.image.topics.has(offsetsTopic)) return answer();
  return ensureOffsetsTopic(context.broker).then(answer);
};

function find(key: string, keyType: number, context: RequestContext): Coordinator {
  const none = { key, nodeId: -1, host: '', port: -1 };
  if (keyType !== groupKey)
    return {
      ...none,
      errorCode: errorCodes.INVALID_REQUEST,
      errorMessage: 'There is no transaction coordinator here: transactions are not modelled',
    };
  const { cluster, settings } = context.broker;
  const topic = cluster.image.topics.get(offsetsTopic);
  const partition = offsetsPartitionOf(key, topic?.partitions.length ?? settings.group.offsetsPartitions);
  const leader = cluster.image.brokers.get(topic?.partitions[partition]?.state?.leader ?? -1);
  const address = leader && context.addressOf(leader);
  if (!address) {
    const errorMessage = 'The coordinator is not available.';
    return { ...none, errorCode: errorCodes.COORDINATOR_NOT_AVAILABLE, errorMessage };
  }
  return { key, nodeId: leader.id, ...address, errorCode: 0, errorMessage: null };
}
