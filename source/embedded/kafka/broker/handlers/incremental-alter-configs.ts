// IncrementalAlterConfigs: key 44, v0-1
//
// Versions:
// * v0: the API (KIP-339)
// * v1: flexible (KIP-482)
//
// Deviations from Kafka 3.3:
// * Topics and brokers have dynamic configuration: other resources get INVALID_REQUEST.
// * The listeners, TLS and SASL settings of a broker are checked and kept, but have no effect; a password is refused.
// * The values of a resource have 256 KiB at most together.

import { Pace } from '../../../bounds/lanes/kafka.ts';
import { errorCodeOf } from '../../messages/errors.ts';
import type {
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResourceResponse,
  IncrementalAlterConfigsResponse,
} from '../../messages/incremental-alter-configs.ts';
import { resourceTypes } from '../config/config-resources.ts';
import { settingOf } from '../config/settings/broker-setting-table.ts';
import { effectiveValue, topicConfigs } from '../config/topic-config.ts';
import { alterResource } from '../requests/alter-resource.ts';
import { applyOperations, type ListOf } from '../requests/config-operations.ts';
import type { BrokerContext, Handler } from '../requests/request-context.ts';

export const handleIncrementalAlterConfigs: Handler<
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse
> = async (request, { broker }) => {
  const responses: IncrementalAlterConfigsResourceResponse[] = [];
  const pace = new Pace();
  for (const resource of request.resources) {
    const { resourceType, resourceName } = resource;
    const listOf = resourceType === resourceTypes.topic ? topicList(broker) : brokerList;
    await pace.pause();
    try {
      await alterResource(broker, resource, request.validateOnly, (present) =>
        applyOperations(present, resource.configs, listOf),
      );
      responses.push({ errorCode: 0, errorMessage: null, resourceType, resourceName });
    } catch (error) {
      const errorMessage = error instanceof Error ? error.message : null;
      responses.push({ errorCode: errorCodeOf(error), errorMessage, resourceType, resourceName });
    }
  }
  return { responses };
};

function topicList({ config: { properties } }: BrokerContext): ListOf {
  return (name, config) =>
    Object.hasOwn(topicConfigs, name) && topicConfigs[name]!.type === 'list'
      ? effectiveValue(name, config, properties)
      : undefined;
}

/** As Kafka does, it begins with the default where nothing is set, whatever `server.properties` says. */
const brokerList: ListOf = (name, config) => {
  const setting = settingOf(name);
  return setting?.type === 'LIST' ? (config[name] ?? setting.initial ?? '') : undefined;
};
