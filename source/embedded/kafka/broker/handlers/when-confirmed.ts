import { offsetsTopic } from '../../controller/topic-names.ts';
import { offsetsPartitionOf } from '../../groups/offsets-partition.ts';
import type { ErrorName } from '../../messages/errors.ts';
import type { RequestContext } from '../requests/request-context.ts';
import { delay } from '../storage/delayed-operations.ts';

/**
 * Answers a commit once all in-sync replicas of `__consumer_offsets` have it, as `offsets.commit.required.acks` −1 demands: a leader that fails
 * before that would take an acknowledged offset with it. Synchronous where nothing has to be waited for. Within
 * `offsets.commit.timeout.ms`; after that REQUEST_TIMED_OUT, and NOT_COORDINATOR if another broker leads by then.
 */
export function whenConfirmed(
  groupId: string,
  errors: readonly ErrorName[],
  context: RequestContext,
): readonly ErrorName[] | Promise<readonly ErrorName[]> {
  const { coordinator, cluster, id, config } = context.broker;
  const { timeoutMs, requiredAcks } = config.settings.offsetsCommit;
  const store = coordinator.storeOf(groupId);
  const count = cluster.image.topics.get(offsetsTopic)?.partitions.length ?? 0;
  const partition =
    count === 0 ? undefined : cluster.partition(offsetsTopic, offsetsPartitionOf(groupId, count));
  if (requiredAcks !== -1 || store === undefined || partition === undefined || !errors.includes('NONE'))
    return errors;
  const { end } = store;
  if (store.hasConfirmed(end)) return errors;
  const hasMoved = () => coordinator.storeOf(groupId) !== store || partition.state?.leader !== id;
  const withError = (error: ErrorName) => errors.map((one) => (one === 'NONE' ? error : one));
  return delay({
    on: [partition.delayed],
    ready: () => hasMoved() || store.hasConfirmed(end),
    timeoutMs,
    timers: cluster.clock,
    onClose: context.onClose,
  }).then((isReady) => {
    if (hasMoved()) return withError('NOT_COORDINATOR');
    return isReady ? errors : withError('REQUEST_TIMED_OUT');
  });
}
