import type { DeleteRecordsRequest, DeleteRecordsResponse } from '../../messages/delete-records.ts';
import { KafkaError } from '../../messages/errors.ts';
import type { Handler } from '../request-context.ts';

export const handleDeleteRecords: Handler<DeleteRecordsRequest, DeleteRecordsResponse> = (
  request,
  { broker },
) => ({
  topics: request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex, offset }) => {
      try {
        const partition = broker.cluster.partition(name, partitionIndex);
        if (!partition) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION');
        partition.checkLeader(broker.id);
        const { log, highWatermark } = partition;
        const upTo = offset === -1 ? highWatermark : offset;
        if (upTo > highWatermark) throw new KafkaError('OFFSET_OUT_OF_RANGE');
        log.deleteRecordsBefore(upTo);
        return { partitionIndex, lowWatermark: log.startOffset, errorCode: 0 };
      } catch (error) {
        if (!(error instanceof KafkaError)) throw error;
        return { partitionIndex, lowWatermark: -1, errorCode: error.errorCode };
      }
    }),
  })),
});
