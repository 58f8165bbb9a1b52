// AlterConfigs: key 33, v0-2
//
// Versions:
// * v0: the API (KIP-133)
// * v2: flexible (KIP-482)
//
// Deviations from Kafka 3.3:
// * Topics and brokers have dynamic configuration: other resources get INVALID_REQUEST.
// * The listeners, TLS and SASL settings of a broker are checked and kept, but have no effect; a password is refused.
// * The values of a resource have 256 KiB at most together.

import { Pace } from '../../../bounds/lanes/kafka.ts';
import type {
  AlterConfigsRequest,
  AlterConfigsResourceResponse,
  AlterConfigsResponse,
} from '../../messages/alter-configs.ts';
import { errorCodeOf, KafkaError } from '../../messages/errors.ts';
import { alterResource } from '../requests/alter-resource.ts';
import type { Handler } from '../requests/request-context.ts';

export const handleAlterConfigs: Handler<AlterConfigsRequest, AlterConfigsResponse> = async (
  request,
  { broker },
) => {
  const responses: AlterConfigsResourceResponse[] = [];
  const pace = new Pace();
  for (const resource of request.resources) {
    const { resourceType, resourceName } = resource;
    await pace.pause();
    try {
      await alterResource(broker, resource, request.validateOnly, () => {
        const missing = resource.configs.find(({ value }) => value === null);
        if (missing)
          throw new KafkaError('INVALID_REQUEST', `Null value not supported for : ${missing.name}`);
        return Object.fromEntries(resource.configs.map(({ name, value }) => [name, value ?? '']));
      });
      responses.push({ errorCode: 0, errorMessage: null, resourceType, resourceName });
    } catch (error) {
      const errorMessage = error instanceof Error ? error.message : null;
      responses.push({ errorCode: errorCodeOf(error), errorMessage, resourceType, resourceName });
    }
  }
  return { responses };
};
