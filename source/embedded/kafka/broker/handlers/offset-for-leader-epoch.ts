// OffsetForLeaderEpoch: key 23, v0-4
//
// Versions:
// * v0: the API (KIP-101)
// * v1: leader epoch in the response (KIP-279)
// * v2: current leader epoch (KIP-320)
// * v3: replica id (KIP-392)
// * v4: flexible (KIP-482)
//
// Deviations from Kafka 3.3:
// * The replica id is ignored.

import { whenDone } from '../../../bounds/slices.ts';
import { KafkaError } from '../../messages/errors.ts';
import type {
  OffsetForLeaderEpochRequest,
  OffsetForLeaderEpochResponse,
} from '../../messages/offset-for-leader-epoch.ts';
import { noLeaderEpoch, noOffset } from '../../messages/sentinels.ts';
import type { Handler } from '../requests/request-context.ts';
import { answerPartitions } from './answer-partitions.ts';

export const handleOffsetForLeaderEpoch: Handler<
  OffsetForLeaderEpochRequest,
  OffsetForLeaderEpochResponse
> = (request, { broker }) => {
  const asked = request.topics.map(({ topic, partitions }) => ({ name: topic, partitions }));
  const answered = answerPartitions(asked, (topic, { partition: index, currentLeaderEpoch, leaderEpoch }) => {
    try {
      const partition = broker.cluster.partition(topic, index);
      if (!partition) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION');
      partition.checkLeader(broker.id, currentLeaderEpoch);
      return { errorCode: 0, partition: index, ...partition.endOffsetForEpoch(leaderEpoch) };
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      return {
        errorCode: error.errorCode,
        partition: index,
        leaderEpoch: noLeaderEpoch,
        endOffset: noOffset,
      };
    }
  });
  return whenDone(answered, (topics) => ({
    topics: topics.map(({ name, partitions }) => ({ topic: name, partitions })),
  }));
};
