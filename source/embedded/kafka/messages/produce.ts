import { defineApi } from './api.ts';
import { array, bytes, int16, int32, int64, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';
import { noOffset, noTimestamp } from './sentinels.ts';

/** `acks`: which replicas must have the records before the broker responds. With 0 it does not respond. */
export const acks = { none: 0, leader: 1, all: -1 } as const;

export interface ProduceRequest {
  readonly transactionalId: string | null;
  /** One of {@link acks}. */
  readonly acks: number;
  readonly timeoutMs: number;
  readonly topicData: readonly ProduceTopic[];
}

export interface ProduceTopic {
  readonly name: string;
  readonly partitionData: readonly ProducePartition[];
}

export interface ProducePartition {
  readonly index: number;
  /** One record batch; a message set of magic 0 or 1 before version 3. */
  readonly records: Uint8Array | null;
}

export interface ProduceResponse {
  readonly responses: readonly ProduceTopicResponse[];
  readonly throttleTimeMs: number;
}

export interface ProduceTopicResponse {
  readonly name: string;
  readonly partitionResponses: readonly ProducePartitionResponse[];
}

export interface ProducePartitionResponse {
  readonly index: number;
  readonly errorCode: number;
  readonly baseOffset: number;
  /** {@link noTimestamp} unless the topic stamps records itself (LogAppendTime). */
  readonly logAppendTimeMs: number;
  readonly logStartOffset: number;
  readonly recordErrors: readonly BatchIndexAndErrorMessage[];
  readonly errorMessage: string | null;
}

export interface BatchIndexAndErrorMessage {
  readonly batchIndex: number;
  readonly batchIndexErrorMessage: string | null;
}

/** ProduceRequest and ProduceResponse, key 0. v3: record batches and transactions; v8: record errors; v9: flexible. */
export const produce = defineApi<ProduceRequest, ProduceResponse>({
  key: 0,
  name: 'Produce',
  versions: [0, 9],
  flexibleFrom: 9,
  request: struct<ProduceRequest>({
    transactionalId: field(nullable(string, '3+'), '3+'),
    acks: field(int16, '0+'),
    timeoutMs: field(int32, '0+'),
    topicData: field(
      array(
        struct<ProduceTopic>({
          name: field(string, '0+'),
          partitionData: field(
            array(
              struct<ProducePartition>({
                index: field(int32, '0+'),
                records: field(nullable(bytes), '0+'),
              }),
            ),
            '0+',
          ),
        }),
      ),
      '0+',
    ),
  }),
  response: struct<ProduceResponse>({
    responses: field(
      array(
        struct<ProduceTopicResponse>({
          name: field(string, '0+'),
          partitionResponses: field(
            array(
              struct<ProducePartitionResponse>({
                index: field(int32, '0+'),
                errorCode: field(int16, '0+'),
                baseOffset: field(int64, '0+'),
                logAppendTimeMs: field(int64, '2+', noTimestamp),
                logStartOffset: field(int64, '5+', noOffset),
                recordErrors: field(
                  array(
                    struct<BatchIndexAndErrorMessage>({
                      batchIndex: field(int32, '8+'),
                      batchIndexErrorMessage: field(nullable(string, '8+'), '8+'),
                    }),
                  ),
                  '8+',
                ),
                errorMessage: field(nullable(string, '8+'), '8+'),
              }),
            ),
            '0+',
          ),
        }),
      ),
      '0+',
    ),
    throttleTimeMs: field(int32, '1+'),
  }),
});
