// DeleteTopics: key 20, v0-6
//
// Versions:
// * v4: flexible (KIP-482)
// * v5: error message in the response (KIP-599)
// * v6: topic ids (KIP-516)
//
// Deviations from Kafka 3.3:
// * `timeoutMs` is ignored: the response waits until the topic is deleted.
// * Of a name and an id in one entry the name counts; Kafka refuses both together.

import { nextTurn } from '../../../bounds/lanes/kafka.ts';
import type {
  DeletableTopicResult,
  DeleteTopicState,
  DeleteTopicsRequest,
  DeleteTopicsResponse,
} from '../../messages/delete-topics.ts';
import { errorCodeOf, KafkaError } from '../../messages/errors.ts';
import { zeroUuid } from '../../messages/primitives.ts';
import type { Draft } from '../../messages/schema.ts';
import type { Handler, RequestContext } from '../requests/request-context.ts';
import { requireController } from '../requests/require-controller.ts';

export const handleDeleteTopics: Handler<DeleteTopicsRequest, DeleteTopicsResponse> = async (
  request,
  context,
) => {
  const wanted =
    context.version >= 6 ? request.topics : request.topicNames.map((name) => ({ name, topicId: zeroUuid }));
  const responses: Draft<DeletableTopicResult>[] = [];
  for (const topic of wanted) {
    responses.push(await remove(topic, context));
    await nextTurn();
  }
  return { responses };
};

async function remove(
  wanted: DeleteTopicState,
  { broker }: RequestContext,
): Promise<Draft<DeletableTopicResult>> {
  const { image } = broker.cluster;
  const name = wanted.name ?? image.topicNames.get(wanted.topicId) ?? null;
  const topicId = (name !== null && image.topics.get(name)?.topicId) || wanted.topicId;
  try {
    if (!broker.config.settings.deleteTopics)
      throw new KafkaError('TOPIC_DELETION_DISABLED', 'Topic deletion is disabled.');
    const controller = requireController(broker);
    if (name === null) throw new KafkaError('UNKNOWN_TOPIC_ID', 'This server does not host this topic ID.');
    if (!image.topics.has(name))
      throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', 'This server does not host this topic-partition.');
    await controller.deleteTopic(name);
    return { name, topicId, errorCode: 0, errorMessage: null };
  } catch (error) {
    const errorMessage = error instanceof Error ? error.message : null;
    return { name, topicId, errorCode: errorCodeOf(error), errorMessage };
  }
}
