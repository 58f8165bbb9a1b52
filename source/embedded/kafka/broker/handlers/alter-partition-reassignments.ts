// AlterPartitionReassignments: key 45, v0-0
//
// Versions:
// * v0: the API, flexible (KIP-455)
//
// Deviations from Kafka 3.3:
// * `timeoutMs` is ignored: the response waits until new replicas that follow are in sync, which takes no time here.

import { inSlices } from '../../../bounds/lanes/kafka.ts';
import type {
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse,
  ReassignablePartitionResponse,
} from '../../messages/alter-partition-reassignments.ts';
import { errorCodeOf, KafkaError } from '../../messages/errors.ts';
import type { Handler } from '../requests/request-context.ts';
import { requireController } from '../requests/require-controller.ts';

export const handleAlterPartitionReassignments: Handler<
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse
> = async ({ topics }, { broker }) => {
  const wanted = topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, replicas }) => ({ topic: name, partition: partitionIndex, replicas })),
  );
  try {
    const errors = await requireController(broker).reassign(wanted);
    const byTopic = new Map<string, ReassignablePartitionResponse[]>();
    let index = 0;
    await inSlices(wanted, ({ topic, partition }) => {
      const error = errors[index++];
      const results = byTopic.get(topic) ?? [];
      byTopic.set(topic, results);
      results.push({
        partitionIndex: partition,
        errorCode: error === undefined ? 0 : errorCodeOf(error),
        errorMessage: error?.message ?? null,
      });
    });
    return {
      errorCode: 0,
      errorMessage: null,
      responses: [...byTopic].map(([name, partitions]) => ({ name, partitions })),
    };
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    return { errorCode: errorCodeOf(error), errorMessage: error.message, responses: [] };
  }
};
