import { writeNode } from '../../controller/zk-operations.ts';
import * as znodes from '../../controller/znodes.ts';
import { KafkaError } from '../../messages/errors.ts';
import { resourceTypes } from '../config/config-resources.ts';
import { checkTopicConfig, topicConfigs } from '../config/topic-config.ts';
import type { BrokerContext } from './request-context.ts';

/** The most bytes of all values of one topic: ZooKeeper stores them in one node, which every broker reads. */
export const mostConfigLength = 256 * 1024;

/** Replaces a topic's configuration in ZooKeeper and notifies the brokers. `change` gets the current one. Throws {@link KafkaError}. */
export async function alterTopicConfig(
  broker: BrokerContext,
  resource: { readonly resourceType: number; readonly resourceName: string },
  validateOnly: boolean,
  change: (
    present: Readonly<Record<string, string>>,
  ) => Record<string, string> | Promise<Record<string, string>>,
): Promise<void> {
  const { resourceType, resourceName } = resource;
  if (resourceType !== resourceTypes.topic)
    throw new KafkaError(
      'INVALID_REQUEST',
      `Resource type \`${resourceType}\` cannot be altered here: only topics have dynamic configuration`,
    );
  const { image } = broker.cluster;
  const topic = image.topics.get(resourceName);
  if (!topic)
    throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', `The topic '${resourceName}' does not exist.`);
  const config = await change(topic.config);
  let length = 0;
  for (const [name, value] of Object.entries(config)) {
    length += value.length;
    checkForResource(resourceName, name, value);
  }
  checkConfigLength(length);
  if (validateOnly) return;
  const zooKeeper = broker.zooKeeper();
  if (!zooKeeper) throw new KafkaError('REQUEST_TIMED_OUT', 'There is no ZooKeeper session.');
  await writeNode(zooKeeper, znodes.topicConfigPath(resourceName), znodes.encodeConfig(config));
  const notification = { version: 2, entity_path: `topics/${resourceName}` };
  await zooKeeper.create('/config/changes/config_change_', Buffer.from(JSON.stringify(notification)), {
    sequential: true,
  });
  const now = image.topics.get(resourceName);
  if (now) image.putTopic({ ...now, config });
}

/** Throws INVALID_CONFIG for values that are too long together. */
export function checkConfigLength(length: number): void {
  if (length > mostConfigLength)
    throw new KafkaError(
      'INVALID_CONFIG',
      `The values of a topic's configuration have \`${length}\` characters: ${mostConfigLength} are allowed`,
    );
}

/** The message for an invalid value names the resource; the one for an unknown setting does not. */
function checkForResource(topic: string, name: string, value: string): void {
  try {
    checkTopicConfig(name, value);
  } catch (error) {
    if (!(error instanceof KafkaError) || !Object.hasOwn(topicConfigs, name)) throw error;
    const resource = `ConfigResource(type=TOPIC, name='${topic}')`;
    throw new KafkaError(error.code, `Invalid config value for resource ${resource}: ${error.message}`);
  }
}
