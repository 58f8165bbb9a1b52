// InitProducerId: key 22, v0-4
//
// Versions:
// * v0: idempotent producers (KIP-98)
// * v2: flexible (KIP-482)
// * v3: producer id and epoch in the request (KIP-360)
// * v4: PRODUCER_FENCED (KIP-588)
//
// Deviations from Kafka 3.3:
// * A transactional id is refused with INVALID_REQUEST.

import { errorCodeOf, errorCodes } from '../../messages/errors.ts';
import type { InitProducerIdRequest, InitProducerIdResponse } from '../../messages/init-producer-id.ts';
import { noProducerEpoch, noProducerId } from '../../messages/sentinels.ts';
import type { Handler } from '../requests/request-context.ts';

export const handleInitProducerId: Handler<InitProducerIdRequest, InitProducerIdResponse> = async (
  request,
  { broker },
) => {
  const refused = (errorCode: number) => ({
    errorCode,
    producerId: noProducerId,
    producerEpoch: noProducerEpoch,
  });
  // Transactions are not modelled; FindCoordinator says so first.
  if (request.transactionalId !== null) return refused(errorCodes.INVALID_REQUEST);
  try {
    return { errorCode: 0, producerId: await broker.nextProducerId(), producerEpoch: 0 };
  } catch (error) {
    broker.log(
      'WARN',
      `No producer id could be had: ${(error as Error).message}`,
      'kafka.coordinator.transaction',
    );
    const code = errorCodeOf(error);
    return refused(code === errorCodes.UNKNOWN_SERVER_ERROR ? errorCodes.COORDINATOR_NOT_AVAILABLE : code);
  }
};
