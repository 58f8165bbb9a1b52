import { errorCodes } from '../../messages/errors.ts';
import type { HeartbeatRequest, HeartbeatResponse } from '../../messages/heartbeat.ts';
import type { Handler } from '../requests/request-context.ts';

export const handleHeartbeat: Handler<HeartbeatRequest, HeartbeatResponse> = (request, { broker }) => ({
  errorCode: errorCodes[broker.coordinator.heartbeat(request)],
});
