import type { BrokerListener } from '../../kafka/broker-api.ts';
import { propertiesFrom } from '../shell/cp-startup.ts';

/** Variables with the prefix for the JVM or the start script, not for server.properties. */
const notProperties = new Set([
  'KAFKA_VERSION',
  'KAFKA_HEAP_OPTS',
  'KAFKA_LOG4J_OPTS',
  'KAFKA_OPTS',
  'KAFKA_JMX_OPTS',
  'KAFKA_JMX_PORT',
  'KAFKA_JMX_HOSTNAME',
  'KAFKA_JVM_PERFORMANCE_OPTS',
  'KAFKA_GC_LOG_OPTS',
  'KAFKA_LOG4J_ROOT_LOGLEVEL',
  'KAFKA_LOG4J_LOGGERS',
  'KAFKA_TOOLS_LOG4J_LOGLEVEL',
  'KAFKA_ZOOKEEPER_CLIENT_CNXN_SOCKET',
]);

/** Variables of old images, which a Service named `kafka` or `kafka-advertised` would inject: the start script refuses them. */
const deprecated = ['KAFKA_ADVERTISED_HOST', 'KAFKA_ADVERTISED_PORT', 'KAFKA_HOST', 'KAFKA_PORT'];

/** The error for a deprecated variable, if one is set. */
export function deprecation(env: Readonly<Record<string, string>>): string | undefined {
  const name = deprecated.find((candidate) => env[candidate] !== undefined);
  return name === undefined
    ? undefined
    : `${name.replace('KAFKA_', '')} is deprecated. Please use KAFKA_ADVERTISED_LISTENERS instead.`;
}

/** All of server.properties, from KAFKA_* as the image maps them, plus the image's additions. */
export function serverProperties(env: Readonly<Record<string, string>>): Record<string, string> {
  const given = propertiesFrom(env, 'KAFKA_', notProperties);
  const advertised = given['advertised.listeners'] ?? '';
  return {
    listeners: advertised.replace(/:\/\/[^,:]*(?=:\d)/g, '://0.0.0.0'),
    'log.dirs': '/var/lib/kafka/data',
    ...given,
  };
}

export function propertiesText(properties: Readonly<Record<string, string>>): string {
  return Object.keys(properties)
    .sort()
    .map((key) => `${key}=${properties[key]}\n`)
    .join('');
}

/** A value of server.properties that no broker starts with. `message` is what the broker says. */
export class ConfigException extends Error {}

/** Reads `PLAINTEXT://host:port,…`. Throws ConfigException. */
export function parseListeners(key: string, text: string): BrokerListener[] {
  const listeners = text.split(',').map((part): BrokerListener => {
    const match = /^\s*([A-Za-z][\w-]*):\/\/(\[[^\]]+\]|[^:/\s]*):(\d{1,5})\s*$/.exec(part);
    const port = Number(match?.[3]);
    if (match === null || port > 65_535) {
      throw new ConfigException(
        `Invalid value ${text} for configuration ${key}: unable to parse \`${part}\` to an endpoint`,
      );
    }
    return { name: match[1]!.toUpperCase(), host: match[2]!.replace(/^\[|\]$/g, ''), port };
  });
  const names = listeners.map((listener) => listener.name);
  if (new Set(names).size !== names.length) {
    throw new ConfigException(
      `Invalid value ${text} for configuration ${key}: each listener must have a different name`,
    );
  }
  return listeners;
}

/** `broker.id`, or undefined where the broker is to ask ZooKeeper for one. Throws ConfigException. */
export function configuredBrokerId(properties: Readonly<Record<string, string>>): number | undefined {
  const text = properties['broker.id'];
  if (text === undefined || text.trim() === '-1') return undefined;
  if (!/^\s*\d{1,9}\s*$/.test(text)) {
    throw new ConfigException(`Invalid value ${text} for configuration broker.id: Not a number of type INT`);
  }
  const id = Number(text);
  const most = Number(properties['reserved.broker.max.id'] ?? 1000);
  if (properties['broker.id.generation.enable'] !== 'false' && id > most) {
    throw new ConfigException(
      `requirement failed: broker.id must be greater than or equal to -1 and not greater than reserved.broker.max.id (${most})`,
    );
  }
  return id;
}
