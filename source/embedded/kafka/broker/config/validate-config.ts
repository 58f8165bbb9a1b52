import type { KafkaConfig } from './kafka-config.ts';
import { splitMap } from './settings/end-points.ts';
import { ConfigException, illegalArgument, JavaException, require } from './settings/java-exception.ts';
import { parseInteger, trimmed } from './settings/java-text.ts';
import { implementsInterface } from './settings/known-classes.ts';
import { isAtLeast, readProtocolVersion, recordVersion } from './settings/protocol-version.ts';
import { readVoterIds } from './settings/quorum-voters.ts';
import { validateQuorum } from './validate-quorum.ts';

const perIp = 'max.connections.per.ip';
const overridesName = 'max.connections.per.ip.overrides';

/**
 * What KafkaConfig 3.3.2 requires of values together (its constructor and `validateValues`), in its order. Throws what Kafka throws:
 * a broker with such a configuration does not begin to start.
 */
export function validateConfig(config: KafkaConfig): void {
  checkRoles(config);
  checkEarlyListeners(config);
  const overrides = readOverrides(config);
  checkProtocolVersion(config);
  checkOffsetsCodec(config);
  checkIdentity(config);
  checkLog(config);
  checkReplication(config);
  const advertised = new Set(config.advertisedListeners.map(({ name }) => name));
  validateQuorum(config, advertised, readVoterIds(config.list('controller.quorum.voters')));
  checkListeners(config, advertised);
  checkRecordFormat(config);
  checkInterBrokerSasl(config);
  checkConnections(config, overrides);
  const builder = config.string('principal.builder.class');
  require(builder !== null, () => 'principal.builder.class must be non-null');
  require(implementsInterface(builder ?? '', 'KafkaPrincipalSerde'), () =>
    'principal.builder.class must implement KafkaPrincipalSerde');
}

function checkRoles(config: KafkaConfig): void {
  const roles = config.list('process.roles');
  if (new Set(roles).size !== roles.length) {
    const shown = roles.map((role) => `${role === 'broker' ? 'BrokerRole' : 'ControllerRole'}`).join(', ');
    throw new ConfigException(`Duplicate role names found in \`process.roles\`: ArrayBuffer(${shown})`);
  }
}

function checkEarlyListeners(config: KafkaConfig): void {
  const names = new Set([...config.listeners, ...config.controllerListeners].map(({ name }) => name));
  for (const piece of (config.string('early.start.listeners') ?? '').split(',')) {
    const name = trimmed(piece);
    if (name !== '' && !names.has(name))
      throw new ConfigException(
        `early.start.listeners contains listener ${name}, but this is not contained in listeners or controller.listener.names`,
      );
  }
}

function readOverrides(config: KafkaConfig): string[] {
  const overrides = splitMap(overridesName, config.string(overridesName) ?? '');
  for (const text of overrides.values())
    if (parseInteger(text, 32) === undefined)
      throw new JavaException('java.lang.NumberFormatException', `For input string: "${text}"`);
  return [...overrides.keys()];
}

function checkProtocolVersion(config: KafkaConfig): void {
  const name = 'inter.broker.protocol.version';
  if (!config.requiresZookeeper && config.isGiven(name) && !isAtLeast(config.protocolVersion, '3.0-IV1'))
    throw new ConfigException(
      `A non-KRaft version ${config.string(name)} given for ${name}. The minimum version is 3.0-IV1`,
    );
}

function checkOffsetsCodec(config: KafkaConfig): void {
  const codec = config.number('offsets.topic.compression.codec');
  if (codec < 0 || codec > 4)
    throw new JavaException('kafka.common.UnknownCodecException', `${codec} is an unknown compression codec`);
}

function checkIdentity(config: KafkaConfig): void {
  const id = config.number('broker.id');
  const nodeId = config.number('node.id');
  if (id !== nodeId) throw new ConfigException('You must set `node.id` to the same value as `broker.id`.');
  if (!config.requiresZookeeper) {
    if (nodeId < 0)
      throw new ConfigException(
        'Missing configuration `node.id` which is required when `process.roles` is defined (i.e. when running in KRaft mode).',
      );
    return;
  }
  if (config.string('zookeeper.connect') === null)
    throw new ConfigException(
      'Missing required configuration `zookeeper.connect` which has no default value.',
    );
  if (config.boolean('broker.id.generation.enable'))
    require(id >= -1 && id <= config.number('reserved.broker.max.id'), () =>
      'broker.id must be greater than or equal to -1 and not greater than reserved.broker.max.id');
  else require(id >= 0, () => 'broker.id must be greater than or equal to 0');
}

function checkLog(config: KafkaConfig): void {
  require(config.rollMs >= 1n, () => 'log.roll.ms must be greater than or equal to 1');
  require(config.rollJitterMs >= 0n, () => 'log.roll.jitter.ms must be greater than or equal to 0');
  require(config.retentionMs >= 1n || config.retentionMs === -1n, () =>
    'log.retention.ms must be unlimited (-1) or, greater than or equal to 1');
  require(config.logDirectories.length > 0, () =>
    'At least one log directory must be defined via log.dirs or log.dir.');
  const threads = BigInt(config.number('log.cleaner.threads'));
  if (threads === 0n) throw new JavaException('java.lang.ArithmeticException', '/ by zero');
  require(config.long('log.cleaner.dedupe.buffer.size') / threads > 1_048_576n, () =>
    'log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.');
}

function checkReplication(config: KafkaConfig): void {
  const wait = config.number('replica.fetch.wait.max.ms');
  require(wait <= config.number('replica.socket.timeout.ms'), () =>
    'replica.socket.timeout.ms should always be at least replica.fetch.wait.max.ms to prevent unnecessary socket timeouts');
  require(BigInt(wait) <= config.long('replica.lag.time.max.ms'), () =>
    'replica.fetch.wait.max.ms should always be less than or equal to replica.lag.time.max.ms to prevent frequent changes in ISR');
  const acks = config.number('offsets.commit.required.acks');
  require(acks >= -1 && acks <= config.number('offsets.topic.replication.factor'), () =>
    'offsets.commit.required.acks must be greater or equal -1 and less or equal to offsets.topic.replication.factor');
}

function checkListeners(config: KafkaConfig, advertised: ReadonlySet<string>): void {
  const options = () => [...advertised].join(',');
  const listeners = new Set(config.listeners.map(({ name }) => name));
  const roles = config.list('process.roles');
  if (roles.length === 0 || roles.includes('broker')) {
    require(advertised.has(config.interBroker.name), () =>
      `inter.broker.listener.name must be a listener name defined in advertised.listeners. The valid options based on currently configured listeners are ${options()}`);
    require([...advertised].every((name) => listeners.has(name)), () =>
      'advertised.listeners listener names must be equal to or a subset of the ones defined in listeners. ' +
      `Found ${options()}. The valid options based on the current configuration are ${[...listeners].join(',')}`);
  }
  require(config.advertisedListeners.every(({ host }) => host !== '0.0.0.0'), () =>
    'advertised.listeners cannot use the nonroutable meta-address 0.0.0.0. Use a routable IP address.');
  const controlPlane = config.controlPlaneListenerName;
  if (controlPlane === undefined) return;
  require(advertised.has(controlPlane), () =>
    `control.plane.listener.name must be a listener name defined in advertised.listeners. The valid options based on currently configured listeners are ${options()}`);
  require(controlPlane !== config.interBroker.name, () =>
    'control.plane.listener.name, when defined, should have a different value from the inter broker listener name. ' +
    `Currently they both have the value ListenerName(${controlPlane})`);
}

function checkRecordFormat(config: KafkaConfig): void {
  const format = config.string('log.message.format.version') ?? '';
  const protocol = config.requiresZookeeper ? config.protocolVersion : '3.0-IV1';
  const wanted = isAtLeast(protocol, '3.0-IV1') ? 2 : recordVersion(readProtocolVersion(format));
  const oldest = ['0.8.0', '0.10.0', '0.11.0'][wanted];
  require(recordVersion(protocol) >= wanted, () =>
    `log.message.format.version ${format} can only be used when inter.broker.protocol.version is set to version ${oldest} or higher`);
  const zstd = 4;
  if (config.number('offsets.topic.compression.codec') === zstd)
    require(recordVersion(protocol) >= 2, () =>
      'offsets.topic.compression.codec zstd can only be used when inter.broker.protocol.version is set to version 2.1 or higher');
}

function checkInterBrokerSasl(config: KafkaConfig): void {
  const { name, protocol } = config.interBroker;
  if (!protocol.startsWith('SASL_')) return;
  const mechanism = config.string('sasl.mechanism.inter.broker.protocol');
  const handshake = isAtLeast(config.protocolVersion, '0.10.0-IV1');
  require(handshake || mechanism === 'GSSAPI', () =>
    'Only GSSAPI mechanism is supported for inter-broker communication with SASL when inter.broker.protocol.version is set to ' +
    config.string('inter.broker.protocol.version'));
  require(config.saslMechanisms(name).includes(mechanism ?? ''), () =>
    'sasl.mechanism.inter.broker.protocol must be included in sasl.enabled.mechanisms when SASL is used for inter-broker communication');
}

function checkConnections(config: KafkaConfig, overrides: readonly string[]): void {
  const queued = config.long('queued.max.request.bytes');
  require(queued <= 0n || queued >= BigInt(config.number('socket.request.max.bytes')), () =>
    'queued.max.request.bytes must be larger or equal to socket.request.max.bytes');
  if (config.number(perIp) === 0)
    require(overrides.length > 0, () =>
      `${perIp} can be set to zero only if ${overridesName} property is set.`);
  const invalid = overrides.filter((address) => !/^[0-9a-zA-Z\-%._:]*$/.test(address));
  if (invalid.length > 0)
    throw illegalArgument(`${overridesName} contains invalid addresses : ${invalid.join(',')}`);
  const idle = config.long('connections.max.idle.ms');
  const delay = config.number('connection.failed.authentication.delay.ms');
  if (idle >= 0n)
    require(BigInt(delay) < idle, () =>
      `connection.failed.authentication.delay.ms=${delay} should always be less than connections.max.idle.ms=${idle} ` +
      'to prevent failed authentication responses from timing out');
}
