// CreateTopics: key 19, v0-7
//
// Versions:
// * v1: validate only
// * v4: the broker's defaults for partitions and replication factor (KIP-464)
// * v5: flexible (KIP-482), configuration in the response (KIP-525)
// * v7: topic id in the response (KIP-516)
//
// Deviations from Kafka 3.3:
// * `timeoutMs` is ignored: the response waits until the topic is created.
// * A cluster has 4000 partitions at most (`mostPartitions`).

import { nextTurn } from '../../../bounds/lanes/kafka.ts';
import {
  brokerDefault,
  type CreatableTopic,
  type CreatableTopicResult,
  type CreateTopicsRequest,
  type CreateTopicsResponse,
  notKnown,
} from '../../messages/create-topics.ts';
import { errorCodeOf, KafkaError } from '../../messages/errors.ts';
import { zeroUuid } from '../../messages/primitives.ts';
import type { Draft } from '../../messages/schema.ts';
import { checkTopicConfig, effectiveConfig } from '../config/topic-config.ts';
import type { Handler, RequestContext } from '../requests/request-context.ts';
import { requireController } from '../requests/require-controller.ts';

export const handleCreateTopics: Handler<CreateTopicsRequest, CreateTopicsResponse> = async (
  request,
  context,
) => {
  const byName = new Map<string, CreatableTopic>();
  const named = new Map<string, number>();
  for (const topic of request.topics) {
    byName.set(topic.name, topic);
    named.set(topic.name, (named.get(topic.name) ?? 0) + 1);
  }
  const topics: Draft<CreatableTopicResult>[] = [];
  for (const topic of byName.values()) {
    const twice = (named.get(topic.name) ?? 0) > 1;
    topics.push(await create(topic, twice, request.validateOnly, context));
    await nextTurn();
  }
  return { topics };
};

async function create(
  topic: CreatableTopic,
  twice: boolean,
  validateOnly: boolean,
  context: RequestContext,
): Promise<Draft<CreatableTopicResult>> {
  const { config: brokerOwn } = context.broker;
  const { settings } = brokerOwn;
  try {
    if (twice) throw new KafkaError('INVALID_REQUEST', `Found multiple entries for this topic.`);
    const controller = requireController(context.broker);
    const { config, problem } = configOf(topic);
    const given = topic.assignments.length > 0;
    if (given && (topic.numPartitions !== brokerDefault || topic.replicationFactor !== brokerDefault))
      throw new KafkaError(
        'INVALID_REQUEST',
        'Both numPartitions or replicationFactor and replicasAssignments were set. Both cannot be used at the same time.',
      );
    const created = await controller.createTopic({
      name: topic.name,
      numPartitions: topic.numPartitions === brokerDefault ? settings.numPartitions : topic.numPartitions,
      replicationFactor:
        topic.replicationFactor === brokerDefault
          ? settings.defaultReplicationFactor
          : topic.replicationFactor,
      assignment: new Map(topic.assignments.map((one) => [one.partitionIndex, one.brokerIds])),
      config,
      validateOnly: validateOnly || problem !== undefined,
    });
    // Kafka looks at the settings last.
    if (problem) throw problem;
    return {
      name: topic.name,
      topicId: created.topicId,
      errorCode: 0,
      errorMessage: null,
      numPartitions: created.partitions.length,
      replicationFactor: created.partitions[0]?.replicas.length ?? notKnown,
      configs: effectiveConfig(config, brokerOwn).map(({ name, value, source }) => ({
        name,
        value,
        readOnly: false,
        configSource: source,
        isSensitive: false,
      })),
    };
  } catch (error) {
    const errorMessage = error instanceof Error ? error.message : null;
    return { name: topic.name, topicId: zeroUuid, errorCode: errorCodeOf(error), errorMessage, configs: [] };
  }
}

/** The settings of a new topic, and what is wrong with the first wrong one. */
function configOf(topic: CreatableTopic): { config: Record<string, string>; problem?: unknown } {
  const config: Record<string, string> = {};
  // A setting may be given thousands of times; the last one counts.
  for (const [name, value] of new Map(topic.configs.map((one) => [one.name, one.value]))) {
    try {
      checkTopicConfig(name, value);
    } catch (problem) {
      return { config: {}, problem };
    }
    config[name] = value!;
  }
  return { config };
}
