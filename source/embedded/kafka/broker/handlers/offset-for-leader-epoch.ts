import { whenDone } from '../../../bounds/slices.ts';
import { KafkaError } from '../../messages/errors.ts';
import type {
  OffsetForLeaderEpochRequest,
  OffsetForLeaderEpochResponse,
} from '../../messages/offset-for-leader-epoch.ts';
import type { Handler } from '../request-context.ts';
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
      return { errorCode: error.errorCode, partition: index, leaderEpoch: -1, endOffset: -1 };
    }
  });
  return whenDone(answered, (topics) => ({
    topics: topics.map(({ name, partitions }) => ({ topic: name, partitions })),
  }));
};
