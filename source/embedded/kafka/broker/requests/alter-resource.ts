import { KafkaError } from '../../messages/errors.ts';
import { resourceTypes } from '../config/config-resources.ts';
import { alterBrokerConfig } from './alter-broker-config.ts';
import { alterTopicConfig } from './alter-topic-config.ts';
import type { BrokerContext } from './request-context.ts';

type Config = Record<string, string>;

/** Replaces the configuration of a topic or broker; `change` gets the present one. Throws {@link KafkaError}. */
export async function alterResource(
  broker: BrokerContext,
  resource: {
    readonly resourceType: number;
    readonly resourceName: string;
    readonly configs: readonly { readonly name: string }[];
  },
  validateOnly: boolean,
  change: (present: Readonly<Config>) => Config | Promise<Config>,
): Promise<void> {
  const { resourceType, resourceName, configs } = resource;
  if (new Set(configs.map(({ name }) => name)).size !== configs.length)
    throw new KafkaError('INVALID_REQUEST', 'Error due to duplicate config keys');
  if (resourceType === resourceTypes.topic)
    return alterTopicConfig(broker, resourceName, validateOnly, change);
  if (resourceType === resourceTypes.broker)
    return alterBrokerConfig(broker, resourceName, validateOnly, change);
  throw new KafkaError('INVALID_REQUEST', `Unknown resource type ${resourceType}`);
}
