import { defineApi } from './api.ts';
import { int16, int32, int64, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';
import { noProducerEpoch, noProducerId } from './sentinels.ts';

export interface InitProducerIdRequest {
  readonly transactionalId: string | null;
  readonly transactionTimeoutMs: number;
  readonly producerId: number;
  readonly producerEpoch: number;
}

export interface InitProducerIdResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** InitProducerIdRequest and -Response, key 22. v2: flexible; v3: the producer's present id and epoch. */
export const initProducerId = defineApi<InitProducerIdRequest, InitProducerIdResponse>({
  key: 22,
  name: 'InitProducerId',
  versions: [0, 4],
  flexibleFrom: 2,
  request: struct<InitProducerIdRequest>({
    transactionalId: field(nullable(string), '0+', ''),
    transactionTimeoutMs: field(int32, '0+'),
    producerId: field(int64, '3+', noProducerId),
    producerEpoch: field(int16, '3+', noProducerEpoch),
  }),
  response: struct<InitProducerIdResponse>({
    throttleTimeMs: field(int32, '0+'),
    errorCode: field(int16, '0+'),
    producerId: field(int64, '0+', noProducerId),
    producerEpoch: field(int16, '0+'),
  }),
});
