// CreatePartitions: key 37, v0-3
//
// Versions:
// * v0: the API (KIP-195)
// * v2: flexible (KIP-482)
// * v3: throttling error (KIP-599)
//
// Deviations from Kafka 3.3:
// * `timeoutMs` is ignored: the response waits until the partitions are created.
// * A cluster has 4000 partitions at most (`mostPartitions`).

import { nextTurn } from '../../../bounds/lanes/kafka.ts';
import type {
  CreatePartitionsRequest,
  CreatePartitionsResponse,
  CreatePartitionsTopicResult,
} from '../../messages/create-partitions.ts';
import { errorCodeOf } from '../../messages/errors.ts';
import type { Handler } from '../requests/request-context.ts';
import { requireController } from '../requests/require-controller.ts';

export const handleCreatePartitions: Handler<CreatePartitionsRequest, CreatePartitionsResponse> = async (
  request,
  { broker },
) => {
  const results: CreatePartitionsTopicResult[] = [];
  for (const { name, count, assignments } of request.topics) {
    await nextTurn();
    try {
      await requireController(broker).createPartitions({
        topic: name,
        count,
        assignments: assignments?.map(({ brokerIds }) => brokerIds) ?? null,
        validateOnly: request.validateOnly,
      });
      results.push({ name, errorCode: 0, errorMessage: null });
    } catch (error) {
      const errorMessage = error instanceof Error ? error.message : null;
      results.push({ name, errorCode: errorCodeOf(error), errorMessage });
    }
  }
  return { results };
};
