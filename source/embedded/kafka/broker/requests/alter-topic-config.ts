import { writeNode } from '../../controller/zk-operations.ts';
import * as znodes from '../../controller/znodes.ts';
import { KafkaError } from '../../messages/errors.ts';
import { allowsUncleanElection, checkTopicConfig, topicConfigs } from '../config/topic-config.ts';
import { checkConfigLength } from './config-length.ts';
import { electUncleanly } from './elect-uncleanly.ts';
import type { BrokerContext } from './request-context.ts';

/** Replaces a topic's configuration in ZooKeeper and notifies the brokers. `change` gets the current one. Throws {@link KafkaError}. */
export async function alterTopicConfig(
  broker: BrokerContext,
  resourceName: string,
  validateOnly: boolean,
  change: (
    present: Readonly<Record<string, string>>,
  ) => Record<string, string> | Promise<Record<string, string>>,
): Promise<void> {
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
  await zooKeeper.create(znodes.configChangePath, znodes.encodeConfigChange(`topics/${resourceName}`), {
    sequential: true,
  });
  const now = image.topics.get(resourceName);
  if (now) image.putTopic({ ...now, config });
  if (allowsUncleanElection(config, {})) await electUncleanly(broker, resourceName);
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
