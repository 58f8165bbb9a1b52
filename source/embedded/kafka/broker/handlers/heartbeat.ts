// Heartbeat: key 12, v0-4
//
// Versions:
// * v3: static members (KIP-345)
// * v4: flexible (KIP-482)
//
// Deviations from Kafka 3.3: none known beyond those of every handler (table.ts).

import { errorCodes } from '../../messages/errors.ts';
import type { HeartbeatRequest, HeartbeatResponse } from '../../messages/heartbeat.ts';
import type { Handler } from '../requests/request-context.ts';

export const handleHeartbeat: Handler<HeartbeatRequest, HeartbeatResponse> = (request, { broker }) => ({
  errorCode: errorCodes[broker.coordinator.heartbeat(request)],
});
