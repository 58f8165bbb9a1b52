import type { ZooKeeperClient } from '../../../zookeeper/client-api.ts';
import { writeNode } from '../../controller/zk-operations.ts';
import * as znodes from '../../controller/znodes.ts';
import { KafkaError } from '../../messages/errors.ts';
import type { CurrentConfig } from '../config/dynamic/current-config.ts';
import { isSecret } from '../config/dynamic/describe-broker.ts';
import { settingNamed } from '../config/setting-synonyms.ts';
import { JavaException } from '../config/settings/java-exception.ts';
import { allowsUncleanElection } from '../config/topic-config.ts';
import { checkConfigLength } from './config-length.ts';
import { electUncleanly } from './elect-uncleanly.ts';
import type { BrokerContext } from './request-context.ts';

type Config = Readonly<Record<string, string>>;

/**
 * Replaces the dynamic settings of this broker, or with an empty name those of every broker, in ZooKeeper and in the brokers. `change` gets
 * the present ones. Throws {@link KafkaError}.
 */
export async function alterBrokerConfig(
  broker: BrokerContext,
  resourceName: string,
  validateOnly: boolean,
  change: (present: Config) => Config | Promise<Config>,
): Promise<void> {
  const perBroker = resourceName !== '';
  if (perBroker) requireOwnName(resourceName, broker.id);
  const { dynamic } = broker.config;
  const config = await change(perBroker ? dynamic.own : dynamic.all);
  checkConfigLength(Object.values(config).reduce((length, value) => length + value.length, 0));
  checkConfig(broker.config, config, resourceName);
  if (validateOnly) return;
  const zooKeeper = broker.zooKeeper();
  if (!zooKeeper) throw new KafkaError('REQUEST_TIMED_OUT', 'There is no ZooKeeper session.');
  const name = perBroker ? String(broker.id) : znodes.everyBroker;
  const shown = Object.entries(config).map(
    ([key, value]) => `${key} -> ${isSecret(key) ? '[hidden]' : value}`,
  );
  broker.log(
    'INFO',
    `[Admin Manager on Broker ${broker.id}]: Updating ${perBroker ? `broker ${broker.id}` : 'brokers'} with new configuration : ${shown.join(',')}`,
    'kafka.server.ZkAdminManager',
  );
  await store(zooKeeper, name, config);
  const allowedBefore = allowsUncleanElection({}, broker.config.properties);
  broker.cluster.brokerConfigs.set(name, config);
  if (!allowedBefore && allowsUncleanElection({}, broker.config.properties)) await electUncleanly(broker);
}

async function store(zooKeeper: ZooKeeperClient, name: string, config: Config): Promise<void> {
  await writeNode(zooKeeper, znodes.brokerConfigPath(name), znodes.encodeConfig(config));
  await zooKeeper.create(znodes.configChangePath, znodes.encodeConfigChange(`brokers/${name}`), {
    sequential: true,
  });
}

/** Only the broker itself changes its settings, since it has to check them. */
function requireOwnName(name: string, id: number): void {
  if (!/^[+-]?\d{1,10}$/.test(name))
    throw new KafkaError('INVALID_REQUEST', `Node id must be an integer, but it is: ${name}`);
  if (Number(name) !== id)
    throw new KafkaError('INVALID_REQUEST', `Unexpected broker id, expected ${id}, but received ${name}`);
}

function checkConfig(present: CurrentConfig, config: Config, resourceName: string): void {
  const perBroker = resourceName !== '';
  try {
    present.validate(config, perBroker);
  } catch (error) {
    if (!(error instanceof JavaException)) throw error;
    throw new KafkaError('INVALID_REQUEST', error.message);
  }
  // Nothing here encrypts them, and ZooKeeper must not have them in clear text.
  if (Object.keys(config).some((name) => settingNamed(name)?.type === 'PASSWORD'))
    throw new KafkaError(
      'INVALID_CONFIG',
      `Invalid config value for resource ConfigResource(type=BROKER, name='${resourceName}'): ` +
        (perBroker
          ? 'Password encoder secret not configured'
          : 'Password config can be defined only at broker level'),
    );
}
