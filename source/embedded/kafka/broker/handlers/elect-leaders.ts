// ElectLeaders: key 43, v0-2
//
// Versions:
// * v0: the API (KIP-183)
// * v1: the type of the election (KIP-460)
// * v2: flexible (KIP-482)
//
// Deviations from Kafka 3.3:
// * `timeoutMs` is ignored: the response waits until the leaders are elected.

import { mapInSlices } from '../../../bounds/lanes/kafka.ts';
import type { PartitionImage } from '../../controller/cluster-image.ts';
import {
  type ElectLeadersRequest,
  type ElectLeadersResponse,
  electionTypes,
  type PartitionElectionResult,
} from '../../messages/elect-leaders.ts';
import { type ErrorName, errorCodeOf, errorCodes, KafkaError } from '../../messages/errors.ts';
import type { Handler, RequestContext } from '../requests/request-context.ts';
import { requireController } from '../requests/require-controller.ts';

export const handleElectLeaders: Handler<ElectLeadersRequest, ElectLeadersResponse> = async (
  request,
  context,
) => {
  try {
    return { replicaElectionResults: await elect(request, context) };
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    return { errorCode: errorCodeOf(error), replicaElectionResults: [] };
  }
};

async function elect({ electionType, topicPartitions }: ElectLeadersRequest, { broker }: RequestContext) {
  const { image } = broker.cluster;
  const controller = requireController(broker);
  const isPreferred = electionType === electionTypes.preferred;
  const asked =
    topicPartitions?.flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ topic, partition })),
    ) ?? [...image.topics.values()].flatMap(({ partitions }) => partitions);
  const live = image.liveIds;
  const lacking = (each: PartitionImage) => (isPreferred ? lacksPreferred(each) : lacksAny(each, live));
  const before = await mapInSlices(asked, ({ topic, partition }) => {
    const present = image.partition(topic, partition);
    return { topic, partition, present, needed: present !== undefined && lacking(present) };
  });
  const wanted = before.flatMap(({ present, needed }) => (present && needed ? [present] : []));
  await (isPreferred ? controller.electPreferredLeaders(wanted) : controller.electUncleanLeaders(wanted));
  const byTopic = new Map<string, PartitionElectionResult[]>();
  for (const { topic, partition, present, needed } of before) {
    // Of all partitions, those that have their leader are not worth a word.
    if (topicPartitions === null && !needed) continue;
    const after = image.partition(topic, partition);
    const results = byTopic.get(topic) ?? [];
    byTopic.set(topic, results);
    results.push(
      present === undefined || after === undefined
        ? answer(partition, 'UNKNOWN_TOPIC_OR_PARTITION', 'The partition does not exist.')
        : !needed
          ? answer(partition, 'ELECTION_NOT_NEEDED', 'Leader election not needed for topic partition.')
          : lacking(after)
            ? failed(after, isPreferred)
            : answer(partition, 'NONE', null),
    );
  }
  return [...byTopic].map(([topic, partitionResult]) => ({ topic, partitionResult }));
}

function answer(partitionId: number, code: ErrorName, errorMessage: string | null): PartitionElectionResult {
  return { partitionId, errorCode: errorCodes[code], errorMessage };
}

function failed({ topic, partition }: PartitionImage, isPreferred: boolean): PartitionElectionResult {
  const strategy = isPreferred
    ? 'PreferredReplicaPartitionLeaderElectionStrategy'
    : 'OfflinePartitionLeaderElectionStrategy(true)';
  const code = isPreferred ? 'PREFERRED_LEADER_NOT_AVAILABLE' : 'ELIGIBLE_LEADERS_NOT_AVAILABLE';
  return answer(
    partition,
    code,
    `Failed to elect leader for partition ${topic}-${partition} under strategy ${strategy}`,
  );
}

function lacksPreferred({ state, replicas }: PartitionImage): boolean {
  return state !== undefined && state.leader !== replicas[0];
}

function lacksAny({ state }: PartitionImage, live: ReadonlySet<number>): boolean {
  return state === undefined || !live.has(state.leader);
}
