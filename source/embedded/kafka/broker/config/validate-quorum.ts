import type { KafkaConfig } from './kafka-config.ts';
import { listenerName } from './settings/end-points.ts';
import { ConfigException, require } from './settings/java-exception.ts';

/** What Kafka requires of a configuration by its `process.roles`: of a KRaft broker, a controller, both, or a broker with ZooKeeper. */
export function validateQuorum(
  config: KafkaConfig,
  advertised: ReadonlySet<string>,
  voters: readonly number[],
): void {
  const roles = new Set(config.list('process.roles'));
  const names = config.controllerListenerNames;
  const nodeId = config.number('node.id');
  const shown = `Set(${voters.join(', ')})`;
  const hasAdvertised = () =>
    require(advertised.size > 0, () =>
      'There must be at least one advertised listener.' +
      (roles.has('broker') ? ' Perhaps all listeners appear in controller.listener.names?' : ''));
  if (roles.size === 0) {
    require(names.length === 0, () =>
      `controller.listener.names must be empty when not running in KRaft mode: [${names.join(', ')}]`);
    hasAdvertised();
    return;
  }
  if (voters.length === 0)
    throw new ConfigException(
      'If using process.roles, controller.quorum.voters must contain a parseable set of voters.',
    );
  require(config.controlPlaneListenerName === undefined, () =>
    'control.plane.listener.name is not supported in KRaft mode.');
  if (roles.has('broker')) {
    require(!names.some((name) => advertised.has(name)), () =>
      'The advertised.listeners config must not contain KRaft controller listeners from controller.listener.names when process.roles ' +
      'contains the broker role because Kafka clients that send requests via advertised listeners do not send requests to KRaft ' +
      'controllers -- they only send requests to KRaft brokers.');
    if (!roles.has('controller')) {
      validateBrokerOnly(config, voters, shown);
      hasAdvertised();
      return;
    }
  } else {
    require(config.string('advertised.listeners') === null, () =>
      'The advertised.listeners config must be empty when process.roles=controller');
    require(config.advertisedListeners.length === 0, () =>
      'The listeners config must only contain KRaft controller listeners from controller.listener.names when process.roles=controller');
  }
  require(voters.includes(nodeId), () =>
    `If process.roles contains the 'controller' role, the node id ${nodeId} must be included in the set of voters controller.quorum.voters=${shown}`);
  require(config.controllerListeners.length > 0, () =>
    "controller.listener.names must contain at least one value appearing in the 'listeners' configuration when running the KRaft controller role");
  const listeners = new Set(config.listeners.map(({ name }) => name));
  require(names.every((name) => listeners.has(name)), () =>
    "controller.listener.names must only contain values appearing in the 'listeners' configuration when running the KRaft controller role");
  if (roles.has('broker')) hasAdvertised();
}

function validateBrokerOnly(config: KafkaConfig, voters: readonly number[], shown: string): void {
  const names = config.controllerListenerNames;
  const nodeId = config.number('node.id');
  require(!voters.includes(nodeId), () =>
    `If process.roles contains just the 'broker' role, the node id ${nodeId} must not be included in the set of voters controller.quorum.voters=${shown}`);
  require(names.length > 0, () =>
    'controller.listener.names must contain at least one value when running KRaft with just the broker role');
  require(config.controllerListeners.length === 0, () =>
    "controller.listener.names must not contain a value appearing in the 'listeners' configuration when running KRaft with just the broker role");
  for (const name of names)
    if (!config.protocolMap.has(listenerName(name)))
      throw new ConfigException(
        `Controller listener with name ${listenerName(name)} defined in controller.listener.names not found in ` +
          'listener.security.protocol.map  (an explicit security mapping for each controller listener is required if ' +
          'listener.security.protocol.map is non-empty, or if there are security protocols other than PLAINTEXT in use)',
      );
}
