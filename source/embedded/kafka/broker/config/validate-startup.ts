import type { KafkaConfig } from './kafka-config.ts';
import { illegalArgument, JavaException } from './settings/java-exception.ts';
import { implementsInterface, isKnownClass } from './settings/known-classes.ts';
import { validateLogConfig } from './validate-log-config.ts';

/**
 * What ends a broker of Kafka 3.3.2 while it starts, after it has found ZooKeeper, in the order of KafkaServer.startup. `jvmOptions` are
 * those of KAFKA_OPTS. Throws what Kafka throws.
 */
export function validateStartup(config: KafkaConfig, jvmOptions: string): void {
  for (const name of config.list('metric.reporters'))
    requireInstance(name, 'MetricsReporter', 'org.apache.kafka.common.metrics.MetricsReporter');
  const callback = config.string('client.quota.callback.class');
  if (callback !== null)
    requireInstance(callback, 'ClientQuotaCallback', 'org.apache.kafka.server.quota.ClientQuotaCallback');
  validateLogConfig(config);
  for (const { name, port, protocol } of config.listeners) {
    if (port < 0 || port > 65_535) throw illegalArgument(`port out of range:${port}`);
    if (protocol.startsWith('SASL_')) requireLogin(config, name, jvmOptions);
  }
  const authorizer = config.string('authorizer.class.name') ?? '';
  if (authorizer !== '') requireClass(authorizer);
}

/** What ends it before it begins: `kafka.metrics.reporters` are made with the server. */
export function validateReporters(config: KafkaConfig): void {
  for (const name of config.list('kafka.metrics.reporters')) requireClass(name);
}

function requireClass(name: string): void {
  if (!isKnownClass(name)) throw new JavaException('java.lang.ClassNotFoundException', name);
}

function requireInstance(name: string, kind: string, className: string): void {
  const exception = 'org.apache.kafka.common.KafkaException';
  if (!isKnownClass(name)) throw new JavaException(exception, `Class ${name} cannot be found`);
  if (!implementsInterface(name, kind))
    throw new JavaException(exception, `class ${name} is not an instance of ${className}`);
}

/** Each mechanism of a listener needs an entry of JAAS: a setting of its own, or a file that the JVM is told. */
function requireLogin(config: KafkaConfig, listener: string, jvmOptions: string): void {
  if (jvmOptions.includes('-Djava.security.auth.login.config=')) return;
  const own = config.ofListener(listener);
  for (const mechanism of config.saslMechanisms(listener))
    if (!own.has(`${mechanism.toLowerCase()}.sasl.jaas.config`))
      throw illegalArgument(
        `Could not find a 'KafkaServer' or '${listener.toLowerCase()}.KafkaServer' entry in the JAAS configuration. ` +
          "System property 'java.security.auth.login.config' is not set",
      );
}
