// IncrementalAlterConfigs: key 44, v0-1
//
// Versions:
// * v0: the API (KIP-339)
// * v1: flexible (KIP-482)
//
// Deviations from Kafka 3.3:
// * Topics alone have dynamic configuration: other resources get INVALID_REQUEST.
// * The values of a topic have 256 KiB at most together.

import { inSlices, Pace } from '../../../bounds/lanes/kafka.ts';
import { errorCodeOf, KafkaError } from '../../messages/errors.ts';
import type {
  IncrementalAlterableConfig,
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResourceResponse,
  IncrementalAlterConfigsResponse,
} from '../../messages/incremental-alter-configs.ts';
import { effectiveValue, topicConfigs } from '../config/topic-config.ts';
import { alterTopicConfig, checkConfigLength } from '../requests/alter-topic-config.ts';
import type { Handler } from '../requests/request-context.ts';

const operations = { set: 0, delete: 1, append: 2, subtract: 3 } as const;

export const handleIncrementalAlterConfigs: Handler<
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponse
> = async (request, { broker }) => {
  const responses: IncrementalAlterConfigsResourceResponse[] = [];
  const pace = new Pace();
  for (const resource of request.resources) {
    const { resourceType, resourceName } = resource;
    await pace.pause();
    try {
      await alterTopicConfig(broker, resource, request.validateOnly, async (present) => {
        const config = { ...present };
        await inSlices(resource.configs, (change) => alter(config, change, broker.properties));
        return config;
      });
      responses.push({ errorCode: 0, errorMessage: null, resourceType, resourceName });
    } catch (error) {
      const errorMessage = error instanceof Error ? error.message : null;
      responses.push({ errorCode: errorCodeOf(error), errorMessage, resourceType, resourceName });
    }
  }
  return { responses };
};

function alter(
  config: Record<string, string>,
  { name, configOperation, value }: IncrementalAlterableConfig,
  properties: Readonly<Record<string, string>>,
): void {
  if (configOperation === operations.delete) {
    delete config[name];
    return;
  }
  if (value === null) throw new KafkaError('INVALID_REQUEST', `Null value not supported for : ${name}`);
  if (configOperation === operations.set) {
    config[name] = value;
    return;
  }
  const isList = Object.hasOwn(topicConfigs, name) && topicConfigs[name]!.type === 'list';
  if (!isList || (configOperation !== operations.append && configOperation !== operations.subtract))
    throw new KafkaError('INVALID_CONFIG', `Config value append is not allowed for config key: ${name}`);
  const present = effectiveValue(name, config, properties).split(',').filter(Boolean);
  const given = new Set(value.split(',').map((part) => part.trim()));
  const parts =
    configOperation === operations.append
      ? [...new Set([...present, ...given])]
      : present.filter((part) => !given.has(part));
  config[name] = parts.join(',');
  // Each further change reads the whole list.
  checkConfigLength(config[name].length);
}
