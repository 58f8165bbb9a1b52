// DescribeConfigs: key 32, v0-4
//
// Versions:
// * v0: the API (KIP-133)
// * v1: source and synonyms (KIP-226)
// * v3: type and documentation (KIP-569)
// * v4: flexible (KIP-482)
//
// Deviations from Kafka 3.3:
// * Topics and brokers are described, broker loggers get INVALID_REQUEST.
// * `documentation` is in our own words.
// * A resource that the request names twice is described once.

import { mapInSlices } from '../../../bounds/lanes/kafka.ts';
import { whenDone } from '../../../bounds/slices.ts';
import { checkTopicName } from '../../controller/topic-names.ts';
import {
  configSources,
  type DescribeConfigsRequest,
  type DescribeConfigsResource,
  type DescribeConfigsResourceResult,
  type DescribeConfigsResponse,
  type DescribeConfigsResult,
} from '../../messages/describe-configs.ts';
import { errorCodeOf, KafkaError } from '../../messages/errors.ts';
import type { Draft } from '../../messages/schema.ts';
import { resourceTypes } from '../config/config-resources.ts';
import { brokerDocumentationOf, topicDocumentationOf } from '../config/documentation/documentation-of.ts';
import { type BrokerConfigEntry, brokerConfig, defaultConfig } from '../config/dynamic/describe-broker.ts';
import { effectiveConfig } from '../config/topic-config.ts';
import type { Handler, RequestContext } from '../requests/request-context.ts';

export const handleDescribeConfigs: Handler<DescribeConfigsRequest, DescribeConfigsResponse> = (
  request,
  context,
) => {
  // Each resource has some thirty settings: describing duplicates would multiply the response.
  const seen = new Set<string>();
  const described = mapInSlices(request.resources, (resource) => {
    const key = `${resource.resourceType} ${resource.resourceName}`;
    if (seen.has(key)) return undefined;
    seen.add(key);
    return describe(resource, request, context);
  });
  return whenDone(described, (results) => ({ results: results.filter((result) => result !== undefined) }));
};

function describe(
  resource: DescribeConfigsResource,
  request: DescribeConfigsRequest,
  context: RequestContext,
): Draft<DescribeConfigsResult> {
  const { resourceType, resourceName, configurationKeys } = resource;
  try {
    const all = configsOf(resource, context);
    const keys = configurationKeys && new Set(configurationKeys);
    const wanted = keys ? all.filter(({ name }) => keys.has(name)) : all;
    const configs = wanted.map((config): Draft<DescribeConfigsResourceResult> => {
      const { name, value, source, configType, synonyms, isSensitive = false, isReadOnly = false } = config;
      return {
        name,
        value,
        readOnly: isReadOnly,
        isDefault: source === configSources.default,
        configSource: source,
        isSensitive,
        synonyms: request.includeSynonyms ? synonyms : [],
        configType,
        documentation: request.includeDocumentation ? documentationOf(name, resourceType) : null,
      };
    });
    return { errorCode: 0, errorMessage: '', resourceType, resourceName, configs };
  } catch (error) {
    const errorMessage = error instanceof Error ? error.message : null;
    return { errorCode: errorCodeOf(error), errorMessage, resourceType, resourceName, configs: [] };
  }
}

function documentationOf(name: string, resourceType: number): string | null {
  return resourceType === resourceTypes.topic ? topicDocumentationOf(name) : brokerDocumentationOf(name);
}

type Entry = Pick<BrokerConfigEntry, 'name' | 'value' | 'source' | 'configType' | 'synonyms'> &
  Partial<Pick<BrokerConfigEntry, 'isSensitive' | 'isReadOnly'>>;

function configsOf(
  { resourceType, resourceName }: DescribeConfigsResource,
  { broker }: RequestContext,
): Entry[] {
  if (resourceType === resourceTypes.topic) {
    checkTopicName(resourceName);
    const topic = broker.cluster.image.topics.get(resourceName);
    if (!topic) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', '');
    return effectiveConfig(topic.config, broker.config);
  }
  if (resourceType === resourceTypes.broker) {
    if (resourceName === '') return defaultConfig(broker.config);
    if (resourceName !== String(broker.id))
      throw new KafkaError(
        'INVALID_REQUEST',
        `Unexpected broker id, expected ${broker.id} or empty string, but received ${resourceName}`,
      );
    return brokerConfig(broker.config);
  }
  throw new KafkaError('INVALID_REQUEST', `Unsupported resource type: ${resourceType}`);
}
