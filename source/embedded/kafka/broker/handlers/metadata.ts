// Metadata: key 3, v0-12
//
// Versions:
// * v1: null for all topics, controller id, rack
// * v4: auto-creation may be refused
// * v5: offline replicas (KIP-112)
// * v7: leader epoch (KIP-320)
// * v8: authorized operations (KIP-430)
// * v9: flexible (KIP-482)
// * v10: topic ids in the response, v12 in the request (KIP-516)
//
// Deviations from Kafka 3.3:
// * One request creates 100 topics at most (`mostAutoCreations`): later requests create the rest.

import { mapInSlices } from '../../../bounds/lanes/kafka.ts';
import { whenDone } from '../../../bounds/slices.ts';
import type { TopicImage } from '../../controller/cluster-image.ts';
import { noLeader } from '../../controller/partition-state.ts';
import { internalTopics, isTopicName } from '../../controller/topic-names.ts';
import { allOperations } from '../../messages/authorized-operations.ts';
import { errorCodes } from '../../messages/errors.ts';
import type {
  MetadataRequest,
  MetadataRequestTopic,
  MetadataResponse,
  MetadataResponsePartition,
  MetadataResponseTopic,
} from '../../messages/metadata.ts';
import { zeroUuid } from '../../messages/primitives.ts';
import type { Draft } from '../../messages/schema.ts';
import { noAuthorizedOperations, noLeaderEpoch } from '../../messages/sentinels.ts';
import { AutoCreation } from '../requests/auto-create-topic.ts';
import { liveAddresses, liveController } from '../requests/live-brokers.ts';
import type { Handler, RequestContext } from '../requests/request-context.ts';

export const handleMetadata: Handler<MetadataRequest, MetadataResponse> = (request, context) => {
  const { cluster } = context.broker;
  const all = request.topics === null || (context.version === 0 && request.topics.length === 0);
  const creation =
    request.allowAutoTopicCreation && context.broker.config.settings.autoCreateTopics
      ? new AutoCreation(context.broker)
      : undefined;
  const described = all
    ? mapInSlices([...cluster.image.topics.values()], (topic) => describe(topic, context))
    : describeNamed(request.topics ?? [], creation, context);
  const bits = (asked: boolean, allowed: number) => (asked ? allowed : noAuthorizedOperations);
  const topicAuthorizedOperations = bits(request.includeTopicAuthorizedOperations, allOperations.topic);
  return whenDone(described, (topics) => {
    creation?.begin();
    return {
      brokers: liveAddresses(context).map(({ broker, host, port }) => ({
        nodeId: broker.id,
        host,
        port,
        rack: broker.rack,
      })),
      clusterId: cluster.clusterId,
      controllerId: liveController(context),
      topics: topics.map((topic) => ({ ...topic, topicAuthorizedOperations })),
      clusterAuthorizedOperations: bits(request.includeClusterAuthorizedOperations, allOperations.cluster),
    };
  });
};

/** A topic named twice is described once, since it may have many partitions. */
function describeNamed(
  topics: readonly MetadataRequestTopic[],
  creation: AutoCreation | undefined,
  context: RequestContext,
) {
  const seen = new Set<string>();
  const described = mapInSlices(topics, ({ name, topicId }) => {
    const key = `${topicId} ${name}`;
    if (seen.has(key)) return undefined;
    seen.add(key);
    return name === null || (topicId !== zeroUuid && name === '')
      ? byId(topicId, context)
      : byName(name, creation, context);
  });
  return whenDone(described, (results) => results.filter((topic) => topic !== undefined));
}

function byId(topicId: string, context: RequestContext): Draft<MetadataResponseTopic> {
  const { image } = context.broker.cluster;
  const topic = image.topics.get(image.topicNames.get(topicId) ?? '');
  if (topic) return describe(topic, context);
  const name = context.version >= 12 ? null : '';
  return { errorCode: errorCodes.UNKNOWN_TOPIC_ID, topicId, name, partitions: [] };
}

function byName(
  name: string,
  creation: AutoCreation | undefined,
  context: RequestContext,
): Draft<MetadataResponseTopic> {
  const topic = context.broker.cluster.image.topics.get(name);
  if (topic) return describe(topic, context);
  const isInternal = internalTopics.has(name);
  const error = !isTopicName(name)
    ? 'INVALID_TOPIC_EXCEPTION'
    : (creation?.add(name) ?? 'UNKNOWN_TOPIC_OR_PARTITION');
  return { errorCode: errorCodes[error], name, topicId: zeroUuid, isInternal, partitions: [] };
}

function describe(topic: TopicImage, context: RequestContext): Draft<MetadataResponseTopic> {
  return {
    errorCode: 0,
    name: topic.name,
    topicId: topic.topicId,
    isInternal: internalTopics.has(topic.name),
    partitions: topic.partitions.map((partition) => describePartition(partition, context)),
  };
}

function describePartition(
  { topic, partition, replicas, state }: TopicImage['partitions'][number],
  context: RequestContext,
): Draft<MetadataResponsePartition> {
  const { cluster } = context.broker;
  const { brokers } = cluster.image;
  const leader = state ? brokers.get(state.leader) : undefined;
  const offlineReplicas = replicas.filter(
    (id) => !brokers.has(id) || cluster.isOffline(id, topic, partition),
  );
  // Clients before v1 expect only brokers that the response names.
  const named = (ids: readonly number[]) =>
    context.version === 0 ? ids.filter((id) => brokers.has(id)) : ids;
  return {
    errorCode: !leader
      ? errorCodes.LEADER_NOT_AVAILABLE
      : context.addressOf(leader)
        ? 0
        : context.version >= 6
          ? errorCodes.LISTENER_NOT_FOUND
          : errorCodes.LEADER_NOT_AVAILABLE,
    partitionIndex: partition,
    leaderId: leader ? leader.id : noLeader,
    leaderEpoch: state?.leaderEpoch ?? noLeaderEpoch,
    replicaNodes: named(replicas),
    isrNodes: named(state?.isr ?? []),
    offlineReplicas,
  };
}
